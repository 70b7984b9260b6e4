/** The plain, lawful call of the operation that a case is on, and what it must or must not leave behind. */
import type { Draft } from '../runner/registry/draft.ts';
import type { Answer } from '../runner/http/answer.ts';
import type { Item, Sight } from '../runner/registry/item.ts';
import type { Effect, Needs, Setting } from '../runner/cases/law.ts';
import type { Scene } from '../runner/cases/scene.ts';
import type { RoleName } from '../spec/contract.ts';
import { at } from '../spec/json.ts';
import { closestRead } from './sights.ts';

export class Plain {
  readonly #scene: Scene;
  readonly #item: Item | undefined;
  #before: readonly Sight[];
  /** The URLs of all creates that were drafted. */
  readonly #urls = new Set<string>();

  private constructor(scene: Scene, item: Item | undefined, before: readonly Sight[]) {
    this.#scene = scene;
    this.#item = item;
    this.#before = before;
  }

  /** Makes what the operation works on, and remembers how it looks where the call could change it. */
  static async prepare(scene: Scene): Promise<Plain> {
    const { name } = scene.role;
    if (name === 'create' || name === 'list') return new Plain(scene, undefined, []);
    const item = await scene.registry.item();
    return new Plain(
      scene,
      item,
      name === 'get' ? [] : await scene.registry.behold(item, closestRead(scene)),
    );
  }

  /** What the operation works on; not for create and list, which work on none. */
  get item(): Item {
    if (!this.#item) throw new TypeError(`${this.#scene.role.name} works on no item`);
    return this.#item;
  }

  /** A lawful request, each with values of its own: an update asks for something else than there is. */
  draft(): Draft {
    const { registry, role } = this.#scene;
    if (role.name === 'update') return registry.change(this.item, otherValues(this.#scene));
    const draft = registry.draft(role.name, this.#item && { id: this.#item.id });
    if (role.name === 'create' && typeof draft.asked['url'] === 'string') this.#urls.add(draft.asked['url']);
    return draft;
  }

  /** An update of all but the URL; where updates replace, the URL is given as it shows. None of other operations. */
  sameUrl(): Draft | undefined {
    const { registry, role, contract } = this.#scene;
    const view = contract.item.fields.get('url')?.view;
    const shown = this.#before.map(({ shown: one }) => (view === undefined ? undefined : at(one, view)));
    const url = shown.find((one) => typeof one === 'string');
    if (role.name !== 'update' || url === undefined || role.fields.size < 2) return undefined;
    return registry.change(this.item, { ...otherValues(this.#scene), url });
  }

  /** Sends a draft that must be refused. What a wrong server creates all the same goes at once. */
  async send(draft: Draft): Promise<Answer> {
    const answer = await this.#scene.registry.send(draft);
    if (draft.role.name === 'create' && answer.status < 300) await this.#undo(answer);
    return answer;
  }

  /** Nothing came of any draft so far. Throws Broken. */
  async expectNothingDone(after: string): Promise<void> {
    const { registry } = this.#scene;
    if (this.#urls.size > 0) await registry.expectNoUrls([...this.#urls], after);
    if (this.#before.length === 0) return;
    registry.expectKept(await registry.see(this.item, closestRead(this.#scene)), this.#before, {}, after);
  }

  /** Nor on any other account of the run, where it is the credentials that name the account. Throws Broken. */
  async expectNothingElsewhere(after: string): Promise<void> {
    const { contract, elsewhere } = this.#scene;
    if (this.#urls.size === 0 || !contract.authentication.perAccount) return;
    for (const registry of elsewhere)
      await registry.expectNoUrls([...this.#urls], `${after}, of another account`);
  }

  /** The draft was carried out as it was meant, and nothing else, as far as these reads show. Throws Broken. */
  async expectDone(draft: Draft, answer: Answer, after: string, reads?: readonly RoleName[]): Promise<void> {
    const { registry, role } = this.#scene;
    if (role.name === 'create') {
      const item = registry.adopt(answer);
      if (!item) this.#scene.cannotJudge(`the create was answered ${answer.status} without an id`);
      registry.expectAs(await registry.see(item, reads), draft.asked, after);
      await registry.remove(item);
      this.#urls.delete(item.url);
    }
    if (role.name === 'update') {
      registry.expectAnswered(answer, this.#before, draft.asked);
      const sights = await registry.see(this.item, reads);
      registry.expectKept(sights, this.#before, draft.asked, after);
      const others = this.#before.filter((earlier) => !sights.some(({ via }) => via === earlier.via));
      this.#before = [...sights, ...others];
    }
    if (role.name === 'delete') await registry.expectGone(this.item, after);
  }

  /** Where the contract leaves open whether a draft is taken: whichever it was, it was that altogether. */
  async expectEither(draft: Draft, answer: Answer, what: string): Promise<void> {
    if (answer.status < 300) await this.expectDone(draft, answer, `after ${what} was taken`);
    else await this.expectNothingDone(`after ${what} was refused`);
  }

  async #undo(answer: Answer): Promise<void> {
    const { registry } = this.#scene;
    const item = registry.adopt(answer);
    // Whether that works is not the point: it may have been made where we cannot reach it.
    if (item) await registry.send(registry.draft('delete', { id: item.id }));
  }
}

/** Lawful values for an update, other than those that the set-up gave where a field has more than one. */
export function otherValues({ role, registry }: Scene): Record<string, unknown> {
  const { values, account } = registry;
  const other = (name: string): unknown => values.other(name, values.lawful(name, account), account);
  return Object.fromEntries([...role.fields.keys()].map((name) => [name, other(name)]));
}

/** What the plain call of an operation needs: an item of its own, or a place for the one it may make. */
export function plainNeeds({ role }: Pick<Setting, 'role'>): Needs {
  return role.name === 'list' ? {} : { slots: 1 };
}

/** The plain call of a read reads only, unless there must first be something to read. */
export function plainEffect({ contract, role }: Setting): Effect {
  if (role.name === 'list') return 'reads';
  return role.name === 'get' && !contract.roles.has('create') ? 'reads' : 'writes';
}
