/** Deleted fixtures: where nothing can be created, one that was used up serves every case that needs a deleted item. */
import pLimit from 'p-limit';

import type { Account } from './account.ts';
import type { Item } from '../registry/item.ts';
import type { Lease } from './leases.ts';
import type { Id } from '../ledger/records.ts';

export class Graves {
  readonly #lease: () => Promise<Lease>;
  readonly #items = new Map<string, Item>();
  readonly #oneAtATime = pLimit(1);

  /** `lease` gives a fixture that may be deleted for good; it throws NotDeclared where there are no more. */
  constructor(lease: () => Promise<Lease>) {
    this.#lease = lease;
  }

  add(item: Item): void {
    this.#items.set(item.account.id, item);
  }

  /** A deleted item of the account: one that is known, or a fixture that `remove` deletes now. */
  async take(account: Account, remove: (id: Id) => Promise<Item>): Promise<Item> {
    return this.#oneAtATime(async () => {
      const known = this.#items.get(account.id);
      if (known) return known;
      const lease = await this.#lease();
      try {
        const id = lease.fixture();
        if (id === undefined) throw new TypeError('a lease without a fixture');
        const item = await remove(id);
        lease.consume(id);
        this.add(item);
        return item;
      } finally {
        lease.release();
      }
    });
  }
}
