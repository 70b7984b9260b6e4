/**
 * How the items of a full account came to be. One case fills it and others begin there: their evidence begins with
 * the creates too, so that what a report tells can be done again.
 */
import type { Attempt } from '../http/client.ts';
import type { Item } from '../registry/item.ts';
import type { CaseRecord } from '../cases/record.ts';

export class FullHistory {
  readonly #creates = new Map<Item['id'], Attempt>();

  /** Notes which of a case's requests created what the account holds now. */
  note(items: readonly Item[], record: CaseRecord): void {
    const creates = record.exchanges.filter(({ draft, answer }) => draft.role.name === 'create' && answer);
    for (const { id } of items) {
      if (this.#creates.has(id)) continue;
      const create = creates.find(({ answer }) => answer?.text.includes(JSON.stringify(id)));
      if (create) this.#creates.set(id, create);
    }
  }

  /** Begins a record with what the account holds. */
  retell(items: readonly Item[], record: CaseRecord): void {
    for (const { id } of items) {
      const create = this.#creates.get(id);
      if (create) record.exchange(create);
    }
  }
}
