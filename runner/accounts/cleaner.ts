/** Removes what runs left on accounts. Only what a ledger owns, or bears the marker of its run, is ever touched. */
import type { Contract } from '../../spec/contract.ts';
import { at, show } from '../../spec/json.ts';
import type { Account } from './account.ts';
import { Draft } from '../registry/draft.ts';
import { type Answer, Trouble } from '../http/answer.ts';
import type { Client } from '../http/client.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { type Id, isId } from '../ledger/records.ts';
import { OF_ANY_RUN, pathOf } from '../result/marker.ts';

/** A bad moment may have answered for the target. */
const MOST_ROUNDS = 3;

export interface Cleaned {
  removed: number;
  /** What could not be removed, a line each. */
  left: string[];
}

export class Cleaner {
  readonly #contract: Contract;
  readonly #client: Client;

  constructor(contract: Contract, client: Client) {
    this.#contract = contract;
    this.#client = client;
  }

  /**
   * Removes the items of one run from an account: those with its marker, and those whose ids are known; but `isForeign`
   * ones, which a wrong target gave a URL of the run, stay and are told of.
   */
  async sweep(
    account: Account,
    marker: string,
    known: readonly Id[],
    ledger: Ledger,
    isForeign: (id: Id) => boolean = () => false,
  ): Promise<Cleaned> {
    if (!this.#contract.roles.has('create')) return { removed: 0, left: [] };
    try {
      let removed = 0;
      const all = await this.#of(account, marker, known);
      const foreign = all.filter(isForeign);
      let still = all.filter((id) => !isForeign(id));
      for (let round = 1; round <= MOST_ROUNDS && still.length > 0; round += 1) {
        for (const id of still) {
          if (!(await this.remove(account, id))) continue;
          removed += 1;
          await ledger.removed(account.id, id);
        }
        still = (await this.#of(account, marker, known)).filter((id) => !isForeign(id));
      }
      if (still.length === 0) await ledger.swept(account.id);
      const left = still.map((id) => `item ${show(id)} of account ${account.id}`);
      const changed = foreign.map(
        (id) => `item ${show(id)} of account ${account.id} was there before the run, and has a URL of it now`,
      );
      return { removed, left: [...left, ...changed] };
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      // Without a list, what is known by its id can still go.
      const gone = await Promise.all(known.map(async (id) => this.remove(account, id).catch(() => false)));
      for (const [index, id] of known.entries()) if (gone[index]) await ledger.removed(account.id, id);
      return { removed: 0, left: [`account ${account.id} could not be looked at: ${error.message}`] };
    }
  }

  /** Items that bear a marker of some run, whoever remembers it. */
  async marked(account: Account): Promise<{ id: Id; url: string }[]> {
    const items = await this.items(account);
    return items.filter(({ url }) => OF_ANY_RUN.test(url.toLowerCase()));
  }

  /** Whether the item is gone after a delete. */
  async remove(account: Account, id: Id): Promise<boolean> {
    const answer = await this.delete(account, id);
    return answer !== undefined && isGone(answer);
  }

  /** What a delete of the item is answered; undefined where the contract has none. */
  async delete(account: Account, id: Id): Promise<Answer | undefined> {
    const role = this.#contract.roles.get('delete');
    if (!role) return undefined;
    const draft = new Draft(role, account).set(role.account, account.id).address(id);
    return this.#client.send(draft, { cleaning: true });
  }

  /** The ids among an account's items that belong to a run. */
  async #of(account: Account, marker: string, known: readonly Id[]): Promise<Id[]> {
    const items = await this.items(account);
    return items
      .filter(({ id, url }) => known.includes(id) || url.toLowerCase().includes(pathOf(marker)))
      .map(({ id }) => id);
  }

  /** Every item of an account. Throws Trouble where its list shows none. */
  async items(account: Account): Promise<{ id: Id; url: string }[]> {
    const role = this.#contract.roles.get('list');
    const field = this.#contract.item.fields.get('url');
    if (!role || !field) return [];
    const draft = new Draft(role, account).set(role.account, account.id);
    const answer = await this.#client.send(draft, { cleaning: true });
    const items = (role.items ?? []).map(({ pointer }) => at(answer.body, pointer)).find(Array.isArray);
    if (!items) throw new Trouble(`the list was answered ${answer.status} without items`, false);
    return items.flatMap((item: unknown) => {
      const id = at(item, this.#contract.item.id);
      return isId(id) ? [{ id, url: String(at(item, field.view)) }] : [];
    });
  }
}

/** Whether the answer to a delete says that nothing is there any more. */
export function isGone({ status }: Answer): boolean {
  return status < 300 || status === 404;
}
