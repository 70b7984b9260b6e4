/** The item that a property's probes are tried on. It is looked at by the cheapest read, one request a probe. */
import type { Asked, Item, Sight } from '../../runner/registry/item.ts';
import type { Scene } from '../../runner/cases/scene.ts';
import { at } from '../../spec/json.ts';
import { closestRead } from '../sights.ts';

export class Subject {
  readonly #scene: Scene;
  #item: Item | undefined;
  /** How it looked last; undefined once nobody knows. */
  #last: readonly Sight[] | undefined;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  /** The item, as it is now: a new one where the last is no more. */
  async ready(): Promise<Item> {
    this.#item ??= await this.#scene.registry.item();
    this.#last ??= await this.#scene.registry.behold(this.#item, closestRead(this.#scene));
    return this.#item;
  }

  /** Something was done to it that should not have been: it is looked at anew before the next probe. */
  async doubt(): Promise<void> {
    const { registry, role } = this.#scene;
    this.#last = undefined;
    if (role.name !== 'delete' || !this.#item) return;
    // Whether it is gone or not, the next probe needs one that is there, and no more than one at a time.
    const item = this.#item;
    this.#item = undefined;
    if (this.#scene.contract.roles.has('create'))
      await registry.send(registry.draft('delete', { id: item.id }));
  }

  /** It was deleted as it was asked. */
  gone(): void {
    this.#item = undefined;
    this.#last = undefined;
  }

  /** Nothing changed. Throws Broken. */
  async expectSame(after: string): Promise<void> {
    await this.expectNow({}, after);
  }

  /** The asked values are there, and nothing else changed but what is `free` to. Throws Broken. */
  async expectNow(asked: Asked, after: string, free: ReadonlySet<string> = new Set()): Promise<void> {
    const { registry, contract } = this.#scene;
    const item = await this.ready();
    const before = this.last;
    this.#last = undefined;
    const sights = await this.look(item);
    for (const sight of sights) {
      // What is free is taken as asked for in whatever form it shows.
      const shown = [...free].map((name) => [
        name,
        at(sight.shown, contract.item.fields.get(name)?.view ?? ''),
      ]);
      registry.expectKept([sight], before, { ...asked, ...Object.fromEntries(shown) }, after);
    }
    this.#last = sights;
  }

  /** What the reads show of an item: the cheapest one, or all. */
  async look(item: Item, everywhere = false): Promise<readonly Sight[]> {
    return this.#scene.registry.see(item, everywhere ? undefined : closestRead(this.#scene));
  }

  get last(): readonly Sight[] {
    return this.#last ?? [];
  }

  /** From now on it looks so. */
  remember(sights: readonly Sight[]): void {
    const [closest] = closestRead(this.#scene);
    this.#last = sights.filter(({ via }) => via === closest);
  }
}
