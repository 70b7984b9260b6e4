/** A workbench for laws that send many requests, each wrong in one way: one item, one look at the end. */
import type { Draft } from '../runner/registry/draft.ts';
import type { Answer } from '../runner/http/answer.ts';
import type { Asked, Item, Sight } from '../runner/registry/item.ts';
import type { Scene } from '../runner/cases/scene.ts';
import type { Field, RoleName } from '../spec/contract.ts';
import { at } from '../spec/json.ts';
import { otherValues } from './plain.ts';
import { inAnswer } from './sights.ts';

/** Says more of what an answer or a read shows, `before` being what was there; throws Broken. */
export type Look = (sight: Sight, before: unknown) => void;

/** Beside the asked values: a field that need not read as it was asked, and what is said instead or besides. */
export interface Reading {
  free?: Field;
  look: Look;
}

export class Bench {
  readonly #scene: Scene;
  readonly #item: Item | undefined;
  #before: readonly Sight[];
  /** URLs of drafts that may have made an item, and must not have. */
  readonly #urls = new Set<string>();

  private constructor(scene: Scene, item: Item | undefined, before: readonly Sight[]) {
    this.#scene = scene;
    this.#item = item;
    this.#before = before;
  }

  /** Makes what the operation works on, and looks at it, by these reads, where the operation could change it. */
  static async open(scene: Scene, reads?: readonly RoleName[]): Promise<Bench> {
    const { name } = scene.role;
    if (name === 'create' || name === 'list') return new Bench(scene, undefined, []);
    const item = await scene.registry.item();
    return new Bench(scene, item, name === 'get' ? [] : await scene.registry.behold(item, reads));
  }

  /** What the operation works on; not for create and list. */
  get item(): Item {
    if (!this.#item) throw new TypeError(`${this.#scene.role.name} works on no item`);
    return this.#item;
  }

  /** How the item looked when it was last seen. */
  get before(): readonly Sight[] {
    return this.#before;
  }

  /** A lawful request to bend. An update asks for another value of every field, so that a half of it shows. */
  draft(fields: Asked = {}): Draft {
    const { registry, role } = this.#scene;
    const { values, account } = registry;
    if (role.name === 'create') {
      return registry.draft('create', { fields: { ...values.all('create', account), ...fields } });
    }
    if (role.name === 'update') return registry.change(this.item, { ...otherValues(this.#scene), ...fields });
    return registry.draft(role.name, role.name === 'list' ? {} : { id: this.item.id });
  }

  /** Sends a draft and demands one of these outcomes; `about` is the probe. What must not be made goes at once. */
  async demand(draft: Draft, outcomes: readonly string[], about: unknown): Promise<Answer> {
    const answer = await this.#scene.registry.send(draft);
    try {
      await this.#scene.demand(answer, about).toBeOneOf(outcomes);
    } catch (broken) {
      await this.#discard(answer);
      throw broken;
    }
    const { url } = draft.asked;
    if (answer.status >= 300 && typeof url === 'string') this.#urls.add(url);
    return answer;
  }

  /** Nothing came of any refused draft, as far as the reads show that looked before. Throws Broken. */
  async expectNothing(after: string): Promise<void> {
    const { registry, contract, role } = this.#scene;
    // An update may make something, too, where its id was the probe.
    const made = role.name === 'create' || (role.name === 'update' && contract.roles.has('create'));
    if (made && this.#urls.size > 0) await registry.expectNoUrls([...this.#urls], after);
    if (this.#before.length === 0) return;
    const reads = [...contract.roles.keys()].filter((name) => this.#before.some(({ via }) => via === name));
    registry.expectKept(await registry.see(this.item, reads), this.#before, {}, after);
  }

  /** A create or update that was taken did what it was asked, and nothing else. Throws Broken. */
  async expectTaken(answer: Answer, asked: Asked, after: string, reading?: Reading): Promise<void> {
    const { registry, role } = this.#scene;
    if (role.name === 'create') {
      const item = registry.adopt(answer);
      if (!item) return this.#scene.fail(`${after}, there is no id in its answer`);
      this.#judge(inAnswer(this.#scene, answer), [], asked, 'in its answer', reading);
      this.#judge(await registry.see(item), [], asked, after, reading);
      await this.#discard(answer);
    }
    if (role.name === 'update') {
      const [first] = this.#before;
      const before = first ? [{ ...first, via: role.name }] : [];
      this.#judge(inAnswer(this.#scene, answer), before, asked, 'in its answer', reading);
      const sights = await registry.see(this.item);
      this.#judge(sights, this.#before, asked, after, reading);
      this.#before = sights;
    }
  }

  /** An update of these fields alone has this outcome, does that and nothing else. Throws Broken. */
  async change(fields: Asked, outcome: string, after: string, reading?: Reading): Promise<void> {
    const draft = this.#scene.registry.draft('update', { id: this.item.id, fields });
    const answer = await this.demand(draft, [outcome], fields);
    await this.expectTaken(answer, fields, after, reading);
  }

  #judge(
    sights: readonly Sight[],
    before: readonly Sight[],
    asked: Asked,
    after: string,
    reading?: Reading,
  ): void {
    for (const sight of sights) {
      const free = reading?.free;
      // What it reads as is for `look` to judge: here it is taken as asked for.
      const expected = free ? { ...asked, [free.name]: at(sight.shown, free.view) } : asked;
      this.#scene.registry.expectKept([sight], before, expected, after);
      reading?.look(sight, before.find(({ via }) => via === sight.via)?.shown);
    }
  }

  /** Removes what a create made. That it cannot be removed is not this case's finding. */
  async #discard(answer: Answer): Promise<void> {
    const { registry, role } = this.#scene;
    if (role.name !== 'create' || answer.status >= 300) return;
    const item = registry.adopt(answer);
    if (!item) return;
    const draft = registry.draft('delete', { id: item.id });
    // It may stand in the account that the probe named.
    const account = role.account?.in === 'body' ? at(answer.draft.body, role.account.at) : undefined;
    if (typeof account === 'string') draft.set(draft.role.account, account);
    await registry.send(draft);
  }
}
