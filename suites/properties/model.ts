/** What an account should hold, going by the contract, and what the target shows of it. */
import type { Answer } from '../../runner/http/answer.ts';
import { type Asked, type Item, shownItem } from '../../runner/registry/item.ts';
import { Broken } from '../../runner/cases/findings.ts';
import type { Registry } from '../../runner/registry/registry.ts';
import type { Contract, RoleName } from '../../spec/contract.ts';
import { at, show } from '../../spec/json.ts';
import { provedBy } from './refusals.ts';

/** An item of a sequence. */
export interface Kept {
  readonly item: Item;
  /** The name of the URL that it had at first, and of the one that it has. */
  readonly first: string;
  url: string;
  fields: Asked;
  /** The names of the URLs that it gave up for others. */
  readonly left: Set<string>;
  updated: boolean;
  /** What each operation showed of it at first: what nobody may change must stay so. */
  readonly seen: Map<RoleName, unknown>;
}

export class Holding {
  readonly registry: Registry;
  /** In the order in which they were made. */
  readonly all: Kept[] = [];
  readonly #gone = new Set<Kept>();
  readonly #contract: Contract;

  constructor(registry: Registry, contract: Contract) {
    this.registry = registry;
    this.#contract = contract;
  }

  get alive(): Kept[] {
    return this.all.filter((kept) => !this.#gone.has(kept));
  }

  get dead(): Kept[] {
    return [...this.#gone];
  }

  add(made: Pick<Kept, 'item' | 'first' | 'url' | 'fields'>): Kept {
    const kept = { ...made, seen: new Map<RoleName, unknown>(), left: new Set<string>(), updated: false };
    this.all.push(kept);
    return kept;
  }

  drop(kept: Kept): void {
    this.#gone.add(kept);
  }

  holder(url: string, except?: Kept): Kept | undefined {
    return this.alive.find((kept) => kept !== except && kept.url === url);
  }

  /** An update was taken, to this URL if to any. */
  change(kept: Kept, url: string | undefined, fields: Asked): void {
    if (url !== undefined && url !== kept.url) kept.left.add(kept.url);
    kept.url = url ?? kept.url;
    kept.fields = { ...kept.fields, ...fields };
    kept.updated = true;
  }

  /** What an answer shows of an item is what the model has. Throws Broken. */
  expectAnswer(kept: Kept, answer: Answer): void {
    const role = answer.draft.role.name;
    const shown = shownItem(this.#contract, role, answer.body);
    if (shown !== undefined) this.#expect(kept, role, shown);
  }

  /** A list shows what is there, once each, and nothing of the sequence beside it. Throws Broken. */
  expectList(entries: readonly unknown[], isOurs: (url: unknown) => boolean): void {
    const { id: idView, fields } = this.#contract.item;
    const urlView = fields.get('url')?.view ?? '';
    for (const kept of this.alive) {
      const [entry, second] = entries.filter((one) => at(one, idView) === kept.item.id);
      const wrong = (what: string): Broken =>
        new Broken(`the list ${what}`, { blames: this.#blamed(kept, 'list') });
      if (second !== undefined) throw wrong(`shows ${show(kept.item.id)} twice`);
      if (entry !== undefined) this.#expect(kept, 'list', entry);
      else if (this.#contract.listIsComplete) throw wrong(`does not show ${show(kept.item.id)}`);
    }
    const extra = entries.find(
      (one) => isOurs(at(one, urlView)) && this.alive.every(({ item }) => item.id !== at(one, idView)),
    );
    if (extra !== undefined) {
      const gone = this.dead.some(({ item }) => item.id === at(extra, idView));
      throw new Broken(
        `the list shows an item too many: ${show(at(extra, idView))} with ${show(at(extra, urlView))}`,
        { blames: gone ? provedBy(this.#contract, ['lifecycle/deleted-is-gone'], 'list') : [] },
      );
    }
  }

  #expect(kept: Kept, via: RoleName, shown: unknown): void {
    const before = kept.seen.get(via) ?? shown;
    kept.seen.set(via, before);
    try {
      this.registry.expectKept([{ via, shown }], [{ via, shown: before }], kept.fields, 'at the last step');
    } catch (error) {
      throw error instanceof Broken ? error.blaming(this.#blamed(kept, via)) : error;
    }
  }

  /** The rules by which an operation shows an item as it was made or changed. */
  #blamed({ updated }: Kept, via: RoleName): string[] {
    return provedBy(
      this.#contract,
      [updated ? 'lifecycle/update-is-shown' : 'lifecycle/created-is-shown'],
      via,
    );
  }
}
