/** The requests of a random race: as the case's seed has it, on whatever is there. */
import type { Draft } from '../../runner/registry/draft.ts';
import type { Asked } from '../../runner/registry/item.ts';
import type { Arena } from '../../runner/races/arena.ts';
import type { Known } from '../../runner/races/grounds.ts';
import type { Scene } from '../../runner/cases/scene.ts';
import type { RoleName } from '../../spec/contract.ts';
import { otherFields } from './changes.ts';

/** Each as often as it stands here. */
const SHARES: readonly RoleName[] = [
  'update',
  'update',
  'update',
  'update',
  'create',
  'delete',
  'list',
  'get',
  'get',
];
/** With as many items there, none is made. */
const ENOUGH = 6;

export class Mix {
  readonly #scene: Scene;
  readonly #arena: Arena;
  /** URLs that several want, where only one may have them. */
  readonly #contested: readonly string[];
  #creates: number;

  constructor(scene: Scene, arena: Arena) {
    this.#scene = scene;
    this.#arena = arena;
    this.#creates = ENOUGH - arena.here.items.length;
    const { values } = scene.registry;
    const held = arena.here.items.slice(0, 1).map(({ fields }) => fields['url'] ?? values.url());
    this.#contested = scene.contract.unique === undefined ? [] : [values.url(), ...held];
  }

  next(): Draft {
    const { registry } = this.#scene;
    const [first, ...rest] = this.#arena.here.items;
    const item = first && this.#arena.dice.pick([first, ...rest]);
    const kind = item ? this.#kind() : 'create';
    switch (kind) {
      case 'create':
        this.#creates -= 1;
        return registry.draft('create', {
          fields: { ...registry.values.all('create', registry.account), ...this.#url() },
        });
      case 'update':
        return registry.change(item as Known, {
          ...otherFields(this.#arena, this.#scene, item as Known),
          ...this.#url(),
        });
      case 'list':
        return registry.draft('list');
      case 'get':
        return registry.draft('get', { id: item?.id });
      case 'delete':
        return registry.draft('delete', { id: item?.id });
      default:
        return kind satisfies never;
    }
  }

  /** What is done next; fixtures are neither made nor deleted. */
  #kind(): RoleName {
    const { roles } = this.#scene.contract;
    const possible = SHARES.filter((kind) => {
      if (!roles.has(kind)) return false;
      if (kind === 'create') return this.#creates > 0;
      if (kind === 'delete') return roles.has('create');
      return kind !== 'list' || this.#arena.here.listsAll;
    });
    return this.#arena.dice.pick(['update', ...possible]);
  }

  #url(): Asked {
    const url = this.#contested[this.#arena.dice.below(2 * this.#contested.length)];
    return url === undefined ? {} : { url };
  }
}
