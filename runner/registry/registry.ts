/** One account as a law sees it: items to work on, drafts to bend, reads to compare. */
import { at } from '../../spec/json.ts';
import { fixtureIds } from '../accounts/account.ts';
import { CannotJudge, NotDeclared } from '../cases/findings.ts';
import type { Answer } from '../http/answer.ts';
import { type Asked, type Item, newId } from './item.ts';
import { Reads } from './reads.ts';

/** As many items of a run on one account may be more than a limit that nobody wrote down. */
const CROWDED = 10;

export class Registry extends Reads {
  /** Something to work on: a new item where the contract has a create, a leased fixture where it has none. */
  async item(fields: Asked = {}): Promise<Item> {
    if (this.parts.contract.roles.has('create')) return this.create(fields);
    const id = this.parts.lease.fixture();
    if (id === undefined) throw new NotDeclared('the target file names no webhook for this');
    const item = { account: this.account, id, url: '' };
    // What a fixture shows cannot always be written back as it is (a flag shows as a word): a known state can.
    if (this.parts.on === 'update' || Object.keys(fields).length > 0) {
      await this.update(item, { ...this.values.all('update', this.account), ...fields });
    }
    return item;
  }

  /** Several items, oldest first; of fixtures as many as are leased. */
  async items(count: number): Promise<Item[]> {
    const items: Item[] = [];
    while (items.length < count) {
      if (!this.parts.contract.roles.has('create') && items.length > 0 && this.parts.lease.left() === 0)
        break;
      items.push(await this.item());
    }
    return items;
  }

  /** An item that was deleted: a new one, or the one fixture that a run uses up for all who ask. */
  async deleted(): Promise<Item> {
    if (this.parts.contract.roles.has('create')) {
      const item = await this.create();
      await this.remove(item);
      return item;
    }
    return this.parts.graves.take(this.account, async (id) => {
      const item = { account: this.account, id, url: '' };
      await this.remove(item).catch(async (error: unknown) => {
        if (!(await this.isGone(id))) throw error;
      });
      return item;
    });
  }

  /** A fixture that the case deleted serves others that need a deleted one. */
  remember(item: Item): void {
    this.parts.graves.add(item);
  }

  /** The ordinary fixtures of the account, only to be looked at. */
  fixtures(): Item[] {
    const { account } = this;
    return fixtureIds(account, 'webhookIds').map((id) => ({ account, id, url: '' }));
  }

  /** A new item, as set-up: its failure is the finding of create's own rule. */
  async create(fields: Asked = {}): Promise<Item> {
    const values = { ...this.values.all('create', this.account), ...fields };
    const draft = this.draft('create', { fields: values });
    const answer = await this.send(draft);
    this.#mayBeFull(answer);
    const works = this.parts.judge.works(answer);
    const item = works || answer.status < 300 ? this.adopt(answer) : undefined;
    if (!item) {
      const rule = this.role('create').works;
      throw new CannotJudge(`the set-up's create did not bring an item (see ${rule})`);
    }
    return item;
  }

  /** Where no document states a limit there may be one all the same. Throws CannotJudge. */
  #mayBeFull({ status }: Answer): void {
    const { contract, tracker } = this.parts;
    if (contract.limit !== undefined || status < 400 || status >= 500) return;
    const alive = tracker.aliveOn(this.account);
    if (alive < CROWDED) return;
    throw new CannotJudge(
      `account ${this.account.id} holds ${alive} items of this run, and one more is refused with ${status}: it may be full; free some, or run fewer cases at once (--concurrency)`,
    );
  }

  /** The item that a create's answer brought; undefined where it has no id. */
  adopt(answer: Answer): Item | undefined {
    const { contract } = this.parts;
    const id = newId(contract, answer.body);
    if (id === undefined) return undefined;
    const url = contract.roles.get('create')?.fields.get('url');
    const asked = url ? at(answer.draft.body, url.at) : undefined;
    const item: Item = { account: this.account, id, url: typeof asked === 'string' ? asked : '' };
    return item;
  }

  /** Whether the run was given the item's id before, by a create of whichever case. */
  givenAgain(item: Item): boolean {
    return this.parts.tracker.givenAgain(item);
  }

  /** Removes an item, as set-up: its failure is the finding of delete's own rule. */
  async remove(item: Item): Promise<void> {
    const answer = await this.send(this.draft('delete', { id: item.id }));
    if (!this.parts.judge.works(answer)) throw new CannotJudge('the set-up could not delete an item');
  }

  /** Changes an item, as set-up: its failure is the finding of update's own rule. */
  async update(item: Item, fields: Asked): Promise<void> {
    const answer = await this.send(this.change(item, fields));
    if (!this.parts.judge.works(answer)) throw new CannotJudge("the set-up's update failed");
  }
}
