/** One account as a law sees it: items to work on, drafts to bend, reads to compare. */
import type { Contract, Role, RoleName } from '../spec/contract.ts';
import { at, show } from '../spec/json.ts';
import type { Account } from './account.ts';
import { Draft } from './draft.ts';
import { Broken, CannotJudge, NotDeclared } from './findings.ts';
import type { Answer } from './http/answer.ts';
import type { Graves } from './graves.ts';
import type { Client, SendOptions } from './http/client.ts';
import { oddness } from './http/odd.ts';
import { type Asked, type Item, newId, shownItem, type Sight, unexpectedChange } from './item.ts';
import type { Judge } from './judge.ts';
import type { Lease } from './leases.ts';
import type { CaseRecord } from './record.ts';
import type { Tracker } from './tracker.ts';
import type { Values } from './values.ts';

/** What a registry is made of. */
export interface RegistryParts {
  contract: Contract;
  /** The operation that the case is on: a fixture that is only read need not be restorable. */
  on: RoleName;
  client: Client;
  account: Account;
  lease: Lease;
  judge: Judge;
  record: CaseRecord;
  values: Values;
  tracker: Tracker;
  graves: Graves;
}

export class Registry {
  readonly account: Account;
  readonly values: Values;
  readonly #parts: RegistryParts;
  readonly #mine: Item[] = [];
  /** The fields of each item as they were last set, by id: a replacing update must name them all. */
  readonly #state = new Map<unknown, Asked>();
  /** What fixtures showed before the run changed anything about them, by id. */
  readonly #first = new Map<unknown, unknown>();

  constructor(parts: RegistryParts) {
    this.#parts = parts;
    this.account = parts.account;
    this.values = parts.values;
  }

  // — drafts and sending —

  /** A lawful request, to be bent. Without `fields`, every field of a create or update gets a fresh lawful value. */
  draft(name: RoleName, { id, fields }: { id?: unknown; fields?: Asked } = {}): Draft {
    const role = this.#role(name);
    const draft = new Draft(role, this.account);
    draft.set(role.account, this.account.id);
    if (id !== undefined) draft.address(id);
    if (name === 'create' || name === 'update') {
      const given = fields ?? this.values.all(name, this.account);
      draft.asked = given;
      for (const [field, value] of Object.entries(given)) {
        const place = role.fields.get(field);
        if (place) draft.set(place, value);
      }
    }
    return draft;
  }

  /** An update of an item: these fields, and where updates replace, the others as they are. */
  change(item: Item, fields: Asked): Draft {
    const base = this.#parts.contract.update === 'replace' ? this.#state.get(item.id) : {};
    return this.draft('update', { id: item.id, fields: { ...base, ...fields } });
  }

  /** The fields of an item as they were last set, by this case. */
  lastSet(item: Pick<Item, 'id'>): Asked {
    return this.#state.get(item.id) ?? {};
  }

  /** What a fixture showed before the run's first update of it; undefined of what the run made itself. */
  firstState(item: Pick<Item, 'id'>): unknown {
    return this.#first.get(item.id);
  }

  /** Sends a draft and judges the shape of its answer. What a create brings is owned, and removed in the end. */
  async send(draft: Draft, options: SendOptions = {}): Promise<Answer> {
    const { tracker, record, client, judge, contract } = this.#parts;
    if (draft.role.name === 'update' && !contract.roles.has('create')) {
      this.#first.set(draft.id, await tracker.edit(this.account, draft.id));
    }
    const intent = draft.role.name === 'create' ? await tracker.intend(draft) : undefined;
    const answer = await client
      .send(draft, { ...options, record: (attempt) => record.exchange(attempt) })
      .catch(async (error: unknown) => this.#lost(draft, error));
    if (intent) await tracker.settle(intent, answer);
    if (draft.role.name === 'create' && answer.status < 300) {
      const id = newId(contract, answer.body);
      if (id !== undefined) this.#state.set(id, draft.asked);
    }
    // Of an odd answer nobody knows who gave it.
    if (draft.role.name === 'delete' && answer.status < 300 && oddness(answer) === undefined)
      await this.#deleted(draft);
    if (draft.role.name === 'update' && answer.status < 300) {
      this.#state.set(draft.id, { ...this.#state.get(draft.id), ...draft.asked });
    }
    judge.shape(answer);
    return answer;
  }

  // — items —

  /** Something to work on: a new item where the contract has a create, a leased fixture where it has none. */
  async item(fields: Asked = {}): Promise<Item> {
    if (this.#parts.contract.roles.has('create')) return this.create(fields);
    const id = this.#parts.lease.fixture();
    if (id === undefined) throw new NotDeclared('the target file names no webhook for this');
    const item = { account: this.account, id, url: '' };
    // What a fixture shows cannot always be written back as it is (a flag shows as a word): a known state can.
    if (this.#parts.on === 'update' || Object.keys(fields).length > 0) {
      await this.update(item, { ...this.values.all('update', this.account), ...fields });
    }
    return item;
  }

  /** Several items, oldest first; of fixtures as many as are leased. */
  async items(count: number): Promise<Item[]> {
    const items: Item[] = [];
    while (items.length < count) {
      if (!this.#parts.contract.roles.has('create') && items.length > 0 && this.#parts.lease.left() === 0)
        break;
      items.push(await this.item());
    }
    return items;
  }

  /** An item that was deleted: a new one, or the one fixture that a run uses up for all who ask. */
  async deleted(): Promise<Item> {
    if (this.#parts.contract.roles.has('create')) {
      const item = await this.create();
      await this.remove(item);
      return item;
    }
    return this.#parts.graves.take(this.account, async (id) => {
      const item = { account: this.account, id, url: '' };
      await this.remove(item).catch(async (error: unknown) => {
        if (!(await this.#isGone(id))) throw error;
      });
      return item;
    });
  }

  /** A fixture that the case deleted serves others that need a deleted one. */
  remember(item: Item): void {
    this.#parts.graves.add(item);
  }

  /** The ordinary fixtures of the account, only to be looked at. */
  fixtures(): Item[] {
    const ids = [this.account.fixtures['webhookIds']].flat();
    return ids
      .filter((id): id is string | number => typeof id === 'string' || typeof id === 'number')
      .map((id) => ({ account: this.account, id, url: '' }));
  }

  /** A new item, as set-up: its failure is the finding of create's own rule. */
  async create(fields: Asked = {}): Promise<Item> {
    const values = { ...this.values.all('create', this.account), ...fields };
    const draft = this.draft('create', { fields: values });
    const answer = await this.send(draft);
    const works = this.#parts.judge.works(answer);
    const item = works || answer.status < 300 ? this.adopt(answer) : undefined;
    if (!item) {
      const rule = this.#role('create').works;
      throw new CannotJudge(`the set-up's create did not bring an item (see ${rule})`);
    }
    return item;
  }

  /** The item that a create's answer brought; undefined where it has no id. */
  adopt(answer: Answer): Item | undefined {
    const { contract } = this.#parts;
    const id = newId(contract, answer.body);
    if (id === undefined) return undefined;
    const url = contract.roles.get('create')?.fields.get('url');
    const asked = url ? at(answer.draft.body, url.at) : undefined;
    const item: Item = { account: this.account, id, url: typeof asked === 'string' ? asked : '' };
    this.#mine.push(item);
    return item;
  }

  /** Removes an item, as set-up: its failure is the finding of delete's own rule. */
  async remove(item: Item): Promise<void> {
    const answer = await this.send(this.draft('delete', { id: item.id }));
    if (!this.#parts.judge.works(answer)) throw new CannotJudge('the set-up could not delete an item');
  }

  /** Changes an item, as set-up: its failure is the finding of update's own rule. */
  async update(item: Item, fields: Asked): Promise<void> {
    const answer = await this.send(this.change(item, fields));
    if (!this.#parts.judge.works(answer)) throw new CannotJudge("the set-up's update failed");
  }

  // — reading back —

  /** What each read operation shows of an item, or only those named. */
  async see(item: Pick<Item, 'id'>, reads: readonly RoleName[] = ['get', 'list']): Promise<Sight[]> {
    const { contract } = this.#parts;
    const sights: Sight[] = [];
    if (contract.roles.has('get') && reads.includes('get'))
      sights.push({ via: 'get', shown: await this.#get(item.id) });
    if (contract.roles.has('list') && reads.includes('list')) {
      const shown = (await this.list()).find((entry) => at(entry, contract.item.id) === item.id);
      // Absence from one page proves nothing.
      if (shown !== undefined || contract.listIsComplete) sights.push({ via: 'list', shown });
    }
    return sights;
  }

  /** The same of an item that must be there: where it is not, the rule of the read is broken, not the case's. */
  async behold(item: Item, reads?: readonly RoleName[]): Promise<Sight[]> {
    const sights = await this.see(item, reads);
    for (const { via, shown } of sights) {
      if (shown === undefined) {
        const { works } = this.#role(via);
        this.#parts.record.find({
          rule: works,
          kind: 'broken',
          message: `${this.#role(via).operation.id} does not show an item that exists`,
        });
        throw new CannotJudge(`${via} does not show the item that the case stands on (see ${works})`);
      }
    }
    return sights;
  }

  /** Every item of the account, as the list shows them. */
  async list(): Promise<unknown[]> {
    const role = this.#role('list');
    const answer = await this.send(this.draft('list'));
    if (!this.#parts.judge.works(answer)) throw new CannotJudge(`the list failed (see ${role.works})`);
    return this.entries(answer);
  }

  /** The items in the answer of a list. */
  entries(answer: Answer): unknown[] {
    const role = this.#role('list');
    for (const place of role.items ?? []) {
      const items = at(answer.body, place.pointer);
      if (!Array.isArray(items)) continue;
      if (place.gap !== undefined && place.reading !== undefined) {
        this.#parts.record.read({ gap: place.gap, reading: place.reading, rules: [role.shape] });
      }
      return items;
    }
    this.#parts.record.find({
      rule: role.shape,
      kind: 'broken',
      message: `${role.operation.id}: there is no array of items, got ${show(answer.body)}`,
    });
    throw new CannotJudge(`the list holds no array (see ${role.shape})`);
  }

  /** The item is as it was, and with the asked values where some were. Throws Broken. */
  async expectShown(
    item: Pick<Item, 'id'>,
    before: readonly Sight[],
    asked: Asked,
    after: string,
  ): Promise<Sight[]> {
    const sights = await this.see(item);
    this.expectKept(sights, before, asked, after);
    return sights;
  }

  /** The same of sights that were taken already. */
  expectKept(sights: readonly Sight[], before: readonly Sight[], asked: Asked, after: string): void {
    for (const sight of sights) {
      this.#compare(sight, before.find(({ via }) => via === sight.via)?.shown, asked, after);
    }
  }

  /** The sights show the asked values. Throws Broken. */
  expectAs(sights: readonly Sight[], asked: Asked, after: string): void {
    this.expectKept(sights, [], asked, after);
  }

  /** Two sights show one and the same item alike; the time of the last update apart, which gaps speak of. */
  expectSameItem(one: Sight, other: Sight, after: string): void {
    const { updated: _, ...view } = this.#parts.contract.item;
    const change = unexpectedChange(view, one.shown, other.shown, {});
    if (change !== undefined)
      throw new Broken(`${after}, ${other.via} shows otherwise than ${one.via}: ${change}`);
  }

  /** Of these URLs, the list shows no other item than this one, and this one once. Throws Broken. */
  async expectOnly(item: Item, urls: readonly string[], after: string): Promise<void> {
    const { contract } = this.#parts;
    const field = contract.item.fields.get('url');
    if (!contract.roles.has('list') || !field) return;
    const listed = await this.list();
    const others = listed.filter(
      (entry) => at(entry, contract.item.id) !== item.id && urls.includes(String(at(entry, field.view))),
    );
    for (const entry of others) await this.own(entry);
    const [first] = others;
    if (first !== undefined) {
      throw new Broken(
        `${after}, the list shows another item, ${show(at(first, contract.item.id))}, with ${show(at(first, field.view))}`,
      );
    }
    const times = listed.filter((entry) => at(entry, contract.item.id) === item.id).length;
    if (times > 1) throw new Broken(`${after}, the list shows ${show(item.id)} ${times} times`);
  }

  /** Nothing about the item changed. Throws Broken. */
  async expectUnchanged(item: Pick<Item, 'id'>, before: readonly Sight[], after: string): Promise<void> {
    await this.expectShown(item, before, {}, after);
  }

  /** The item in the answer of an update (where it brings one) is as asked. Throws Broken. */
  expectAnswered(answer: Answer, before: readonly Sight[], asked: Asked): void {
    const shown = shownItem(this.#parts.contract, answer.draft.role.name, answer.body);
    const earlier = before[0]?.shown;
    if (shown === undefined || earlier === undefined) return;
    this.#compare({ via: answer.draft.role.name, shown }, earlier, asked, 'in its answer');
  }

  /** No read shows the item any more. Throws Broken. */
  async expectGone(item: Item, after: string): Promise<void> {
    for (const { via, shown } of await this.see(item)) {
      if (shown !== undefined) throw new Broken(`${after}, ${via} still shows ${show(item.id)}`);
    }
  }

  /** No item of the account has this URL; one that has is owned from now on. Throws Broken. */
  async expectNoUrl(url: string, after: string): Promise<void> {
    await this.expectNoUrls([url], after);
  }

  /** No item of the account has one of these URLs. */
  async expectNoUrls(urls: readonly string[], after: string): Promise<void> {
    if (!this.#parts.contract.roles.has('list')) return;
    const field = this.#parts.contract.item.fields.get('url');
    const wrong = (await this.list()).filter((entry) =>
      urls.includes(String(field && at(entry, field.view))),
    );
    for (const entry of wrong) await this.own(entry);
    const [first] = wrong;
    if (first !== undefined)
      throw new Broken(`${after}, the list shows ${show(field && at(first, field.view))}`);
  }

  // — inside —

  /** The answer of a fixture's deletion was lost: no other case may be given what is not there any more. */
  async #lost(draft: Draft, error: unknown): Promise<never> {
    const used = draft.role.name === 'delete' && !this.#parts.contract.roles.has('create');
    if (used && (await this.#isGone(draft.id))) await this.#deleted(draft);
    throw error;
  }

  /** Whether a get says that an item is no more; where it says nothing, nobody knows. */
  async #isGone(id: unknown): Promise<boolean> {
    try {
      const answer = await this.#parts.client.send(this.draft('get', { id }), { cleaning: true });
      return answer.status === 404 || answer.status === 410;
    } catch {
      return false;
    }
  }

  /** Takes note that an item is no more, so that nobody removes it again. */
  async #deleted({ id }: Draft): Promise<void> {
    if (typeof id !== 'string' && typeof id !== 'number') return;
    await this.#parts.tracker.removed(this.account, id);
    this.#parts.tracker.bury(this.account, id);
    this.#parts.lease.consume(id);
  }

  #compare({ via, shown }: Sight, earlier: unknown, asked: Asked, after: string): void {
    if (shown === undefined) throw new Broken(`${after}, ${via} does not show the item any more`);
    const change = unexpectedChange(this.#parts.contract.item, earlier ?? shown, shown, asked);
    if (change !== undefined) throw new Broken(`${after}, ${via} shows: ${change}`);
  }

  async #get(id: string | number): Promise<unknown> {
    const role = this.#role('get');
    const answer = await this.send(this.draft('get', { id }));
    if ([400, 404, 410].includes(answer.status)) return undefined;
    if (!this.#parts.judge.works(answer)) throw new CannotJudge(`reading an item failed (see ${role.works})`);
    return shownItem(this.#parts.contract, 'get', answer.body);
  }

  /** An item of ours that a list shows, and that nobody told us of: it is removed in the end. */
  async own(entry: unknown): Promise<void> {
    const id = at(entry, this.#parts.contract.item.id);
    if (typeof id === 'string' || typeof id === 'number') await this.#parts.tracker.found(this.account, id);
  }

  #role(name: RoleName): Role {
    const role = this.#parts.contract.roles.get(name);
    if (!role) throw new TypeError(`the contract has no ${name}`);
    return role;
  }
}
