/** Other values for what an item holds. */
import type { Arena } from '../../runner/races/arena.ts';
import type { Known } from '../../runner/races/grounds.ts';
import type { Asked } from '../../runner/registry/item.ts';
import type { Scene } from '../../runner/cases/scene.ts';

/** Fresh values for each field of an update where updates replace, for one of them where they do not. */
export function otherFields(arena: Arena, scene: Scene, item: Known): Asked {
  const { contract } = scene;
  const names = [...(contract.roles.get('update')?.fields.keys() ?? [])];
  const chosen = contract.update === 'replace' ? names : arena.dice.shuffle(names).slice(0, 1);
  return Object.fromEntries(chosen.map((name) => [name, otherValue(arena, scene, item, name)]));
}

/** Where there are only so many values, one of them by chance. */
export function otherValue(arena: Arena, { registry, contract }: Scene, item: Known, name: string): unknown {
  const field = contract.item.fields.get(name);
  const options = field?.kind === 'choice' ? registry.values.options(field, registry.account) : [];
  if (options.length > 0) return options[arena.dice.below(options.length)];
  return registry.values.other(name, registry.lastSet(item)[name], registry.account);
}
