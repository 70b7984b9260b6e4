import type {
  Fields,
  ListedItem,
  WebhookAnswer,
  WebhookCall,
  WebhookOutcome,
} from '../../runner/races/webhook-calls.ts';
import type { WebhookContract } from '../../runner/races/webhook-contract.ts';

/**
 * A correct server in memory, one account, one call at a time. Written without a look at the model. Where
 * the contract leaves room, `choice` decides.
 */
export class TestRegistry {
  readonly #rows: { id: string; fields: Fields }[];
  readonly #contract: WebhookContract;
  readonly #choice: () => boolean;
  readonly #prefix: string;
  #drawn = 0;

  constructor(contract: WebhookContract, account: string, choice: () => boolean = () => true, prefix = 'id') {
    this.#contract = contract;
    this.#choice = choice;
    this.#prefix = prefix;
    this.#rows = (contract.existing?.[account] ?? []).map(({ id, url, fields }) => ({
      id,
      fields: { ...fields, url },
    }));
  }

  answer(call: WebhookCall): WebhookAnswer {
    const row = 'id' in call ? this.#rows.find(({ id }) => id === call.id) : undefined;
    const others = this.#rows.filter((each) => each !== row);
    const { limit, sameUrl, ownUrl, deleteAgain, update } = this.#contract;
    const refuses = (latitude: 'accept' | 'refuse' | 'either' | undefined): boolean =>
      latitude === 'refuse' || (latitude === 'either' && this.#choice());
    const isTaken = (url: string | undefined): boolean => others.some(({ fields }) => fields['url'] === url);

    if (call.kind === 'list') return { outcome: 'ok', items: this.#listed() };
    if (call.kind === 'create') {
      const reasons: WebhookOutcome[] = [];
      if (isTaken(call.url) && refuses(sameUrl)) reasons.push('duplicate');
      if (limit !== undefined && this.#rows.length >= limit) reasons.push('limit');
      if (reasons.length > 0) return { outcome: this.#choice() ? reasons[0]! : reasons.at(-1)! };
      this.#drawn += 1;
      const created = { id: `${this.#prefix}${this.#drawn}`, fields: { ...call.fields, url: call.url } };
      this.#rows.push(created);
      return { outcome: 'ok', id: created.id, view: created.fields };
    }
    if (row === undefined) {
      return { outcome: call.kind === 'delete' && !refuses(deleteAgain ?? 'refuse') ? 'ok' : 'not-found' };
    }
    if (call.kind === 'get') return { outcome: 'ok', view: row.fields };
    if (call.kind === 'delete') {
      this.#rows.splice(this.#rows.indexOf(row), 1);
      return { outcome: 'ok' };
    }
    const { url } = call.fields;
    if (url !== undefined && isTaken(url) && refuses(sameUrl)) return { outcome: 'duplicate' };
    if (url !== undefined && !isTaken(url) && url === row.fields['url'] && refuses(ownUrl)) {
      return { outcome: 'duplicate' };
    }
    row.fields =
      update === 'partial'
        ? { ...row.fields, ...call.fields }
        : { url: row.fields['url'] ?? '', ...call.fields };
    return { outcome: 'ok', view: row.fields };
  }

  #listed(): readonly ListedItem[] {
    return this.#rows.map(({ id, fields }) => ({ id, view: fields }));
  }
}
