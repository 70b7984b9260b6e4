/** What the reads of one account show, and how it must compare. */
import type { RoleName } from '../../spec/contract.ts';
import { at, show } from '../../spec/json.ts';
import { Broken, CannotJudge } from '../cases/findings.ts';
import type { Answer } from '../http/answer.ts';
import { type Id, isId } from '../ledger/records.ts';
import { type Asked, type Item, shownItem, type Sight, unexpectedChange, unexpectedChanges } from './item.ts';
import { Requests } from './requests.ts';

export class Reads extends Requests {
  /** What each read operation shows of an item, or only those named. */
  async see(item: Pick<Item, 'id'>, reads: readonly RoleName[] = ['get', 'list']): Promise<Sight[]> {
    const { contract } = this.parts;
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
        const { works } = this.role(via);
        this.parts.record.find({
          rule: works,
          kind: 'broken',
          message: `${this.role(via).operation.id} does not show an item that exists`,
        });
        throw new CannotJudge(`${via} does not show the item that the case stands on (see ${works})`);
      }
    }
    return sights;
  }

  /** Every item of the account, as the list shows them. */
  async list(): Promise<unknown[]> {
    const role = this.role('list');
    const answer = await this.send(this.draft('list'));
    if (!this.parts.judge.works(answer)) throw new CannotJudge(`the list failed (see ${role.works})`);
    const entries = this.entries(answer);
    this.#lookForSpills(entries);
    return entries;
  }

  /** The items in the answer of a list. */
  entries(answer: Answer): unknown[] {
    const role = this.role('list');
    for (const place of role.items ?? []) {
      const items = at(answer.body, place.pointer);
      if (!Array.isArray(items)) continue;
      if (place.gap !== undefined && place.reading !== undefined) {
        this.parts.record.read({ gap: place.gap, reading: place.reading, rules: [role.shape] });
      }
      return items;
    }
    this.parts.record.find({
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
    const { updated: _, ...view } = this.parts.contract.item;
    const change = unexpectedChange(view, one.shown, other.shown, {});
    if (change !== undefined)
      throw new Broken(`${after}, ${other.via} shows otherwise than ${one.via}: ${change.text}`);
  }

  /** Of these URLs, the list shows no other item than this one, and this one once. Throws Broken. */
  async expectOnly(item: Item, urls: readonly string[], after: string): Promise<void> {
    const { contract } = this.parts;
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
    const shown = shownItem(this.parts.contract, answer.draft.role.name, answer.body);
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
    if (!this.parts.contract.roles.has('list')) return;
    const field = this.parts.contract.item.fields.get('url');
    const wrong = (await this.list()).filter((entry) =>
      urls.includes(String(field && at(entry, field.view))),
    );
    for (const entry of wrong) await this.own(entry);
    const [first] = wrong;
    if (first !== undefined)
      throw new Broken(`${after}, the list shows ${show(field && at(first, field.view))}`);
  }

  /** An item of ours that a list shows, and that nobody told us of: it is removed in the end. */
  async own(entry: unknown): Promise<void> {
    const id = at(entry, this.parts.contract.item.id);
    if (isId(id)) await this.parts.tracker.found(this.account, id);
  }

  /** An item that was there before the run, and that it never touched, shows none of its URLs. */
  #lookForSpills(entries: readonly unknown[]): void {
    const { contract, tracker, record } = this.parts;
    const { id: idView, fields } = contract.item;
    const view = fields.get('url')?.view;
    const writer = contract.roles.get('update') ?? contract.roles.get('create');
    if (view === undefined || !writer) return;
    for (const entry of entries) {
      const [id, url] = [at(entry, idView), at(entry, view)];
      if (typeof url !== 'string' || !url.includes(this.values.prefix)) continue;
      if (!tracker.isForeign(this.account, id)) continue;
      const message = `${writer.operation.id}: the list shows ${show(id)}, which the run never touched, with a URL of the run`;
      record.find({ rule: writer.works, kind: 'broken', message });
    }
  }

  #compare({ via, shown }: Sight, earlier: unknown, asked: Asked, after: string): void {
    if (shown === undefined) throw new Broken(`${after}, ${via} does not show the item any more`);
    for (const { pointer, text } of unexpectedChanges(
      this.parts.contract.item,
      earlier ?? shown,
      shown,
      asked,
    )) {
      const rule = this.#keeper(pointer, asked);
      if (rule === undefined) throw new Broken(`${after}, ${via} shows: ${text}`);
      // Once a case is enough, whatever the values are.
      if (this.parts.record.findings.some((known) => known.rule === rule)) continue;
      const message = `${this.role(via).operation.id}: ${after}, ${via} shows: ${text}`;
      this.parts.record.find({ rule, kind: 'broken', message });
    }
  }

  /** The rule by which an update leaves alone what it was not asked to change: the case's own is no matter of that. */
  #keeper(pointer: string, asked: Asked): string | undefined {
    const { kept, fields } = this.parts.contract.item;
    const views = Object.keys(asked).map((name) => fields.get(name)?.view);
    return views.length === 0 || views.includes(pointer) ? undefined : kept.get(pointer);
  }

  /** A fixture that is not there (any more) is handed to nobody else: they would be blamed for its loss. */
  async #get(id: Id): Promise<unknown> {
    const role = this.role('get');
    const answer = await this.send(this.draft('get', { id }));
    if ([404, 410].includes(answer.status)) this.parts.lease.consume(id);
    if ([400, 404, 410].includes(answer.status)) return undefined;
    if (!this.parts.judge.works(answer)) throw new CannotJudge(`reading an item failed (see ${role.works})`);
    return shownItem(this.parts.contract, 'get', answer.body);
  }
}
