/** What is on one account in a race: the suite's own items there, as they were last seen. */
import type { Contract } from '../../spec/contract.ts';
import { at } from '../../spec/json.ts';
import type { Answer } from '../http/answer.ts';
import { isId } from '../ledger/records.ts';
import type { Asked, Item } from '../registry/item.ts';
import type { Registry } from '../registry/registry.ts';
import type { Interpreter } from './interpreter.ts';
import type { Fields, ListedItem, WebhookOperation } from './webhook-calls.ts';
import type { ExistingEndpoint } from './webhook-contract.ts';

export interface Known extends Item {
  fields: Fields;
}

export class Grounds {
  readonly registry: Registry;
  /** Our own items, oldest first. */
  items: readonly Known[] = [];
  /** How many items of others are there. */
  others = 0;
  readonly #contract: Contract;
  readonly #interpreter: Interpreter;
  /** Every id of ours, the deleted ones too. */
  readonly #ids = new Set<string>();

  constructor(registry: Registry, contract: Contract, interpreter: Interpreter) {
    this.registry = registry;
    this.#contract = contract;
    this.#interpreter = interpreter;
  }

  get existing(): ExistingEndpoint[] {
    return this.items.map(({ id, fields }) => ({ id: String(id), url: fields['url'] ?? '', fields }));
  }

  /** Makes an item, or takes a leased fixture, as set-up. */
  async add(fields: Asked): Promise<Known> {
    const item = await this.registry.item(fields);
    const asked = this.registry.lastSet(item);
    const [sight] = 'url' in asked ? [] : await this.registry.behold(item, ['get']);
    const known = {
      ...item,
      fields: sight ? this.#interpreter.view(sight.shown) : this.#interpreter.asked(asked),
    };
    this.know(String(item.id));
    this.items = [...this.items, known];
    return known;
  }

  /** Removes an item, as set-up. */
  async remove(item: Known): Promise<void> {
    await this.registry.remove(item);
    this.items = this.items.filter((other) => other !== item);
  }

  /** The id of something that was made in a race. */
  know(id: string): void {
    this.#ids.add(id);
  }

  /** Whether a list shows all that there is, so that absence from it says something. */
  get listsAll(): boolean {
    return this.#contract.roles.has('list') && this.#contract.listIsComplete;
  }

  /** What the answer of a list shows of ours: others may come and go on a live account. */
  listed(answer: Answer): ListedItem[] {
    return this.#ours(this.registry.entries(answer)).map((entry) => this.#interpreter.listed(entry));
  }

  /** Reads what is there, as the last operations of a history; from now on that is known. */
  async look(): Promise<WebhookOperation[]> {
    return this.listsAll ? [await this.#readList()] : this.#readEach();
  }

  async #readList(): Promise<WebhookOperation> {
    const invokedAt = performance.now();
    const entries = await this.registry.list();
    const completedAt = performance.now();
    const ours = this.#ours(entries);
    this.others = entries.length - ours.length;
    this.items = this.#inOrder(ours);
    for (const entry of ours) await this.registry.own(entry);
    for (const { id } of this.items) this.know(String(id));
    const answer = { outcome: 'ok', items: ours.map((entry) => this.#interpreter.listed(entry)) } as const;
    return { ...this.#reader(invokedAt, completedAt), call: { kind: 'list' }, answer };
  }

  async #readEach(): Promise<WebhookOperation[]> {
    const read = await Promise.all(
      this.items.map(async (item) => {
        const invokedAt = performance.now();
        const [sight] = await this.registry.see(item, ['get']);
        const view = sight?.shown === undefined ? undefined : this.#interpreter.view(sight.shown);
        return { item, view, reader: this.#reader(invokedAt, performance.now()) };
      }),
    );
    this.items = read.flatMap(({ item, view }) => (view ? [{ ...item, fields: view }] : []));
    return read.map(({ item: { id }, view, reader }) => ({
      ...reader,
      call: { kind: 'get', id: String(id) },
      answer: view ? { outcome: 'ok', view } : { outcome: 'not-found' },
    }));
  }

  #reader(
    invokedAt: number,
    completedAt: number,
  ): Pick<WebhookOperation, 'client' | 'account' | 'invokedAt' | 'completedAt'> {
    return { client: 'reader', account: this.registry.account.id, invokedAt, completedAt };
  }

  #ours(entries: readonly unknown[]): unknown[] {
    const { item } = this.#contract;
    const url = item.fields.get('url');
    return entries.filter((entry) => {
      if (this.#ids.has(String(at(entry, item.id)))) return true;
      return url !== undefined && String(at(entry, url.view)).startsWith(this.registry.values.prefix);
    });
  }

  /** Those that were known before in their old order, then the new ones. */
  #inOrder(entries: readonly unknown[]): Known[] {
    const order = new Map(this.items.map(({ id }, index) => [String(id), index]));
    const rank = ({ id }: Known): number => order.get(String(id)) ?? order.size;
    const items = entries.flatMap((entry): Known[] => {
      const id = at(entry, this.#contract.item.id);
      if (!isId(id)) return [];
      const fields = this.#interpreter.view(entry);
      return [{ account: this.registry.account, id, url: fields['url'] ?? '', fields }];
    });
    return items.sort((a, b) => rank(a) - rank(b));
  }
}
