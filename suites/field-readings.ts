/** What a field may read as where that is not simply what was written. */
import { type Item, readsBack, type Sight, word } from '../runner/registry/item.ts';
import type { Scene } from '../runner/cases/scene.ts';
import type { Field } from '../spec/contract.ts';
import { at, same, show } from '../spec/json.ts';
import type { Look } from './probing.ts';

/** Nothing is said. */
export const asAnything: Look = () => undefined;

/** As it read before: the value counts as not given. */
export function asLeft(scene: Scene, field: Field): Look {
  return ({ via, shown }, before) => {
    const [now, was] = [at(shown, field.view), at(before, field.view)];
    if (same(now, was) || (field.shows === 'mapped' && word(now) === word(was))) return;
    scene.fail(`${field.name} was not given, and ${via} shows ${show(now)} where ${show(was)} was`);
  };
}

/** As one of these values. */
export function asOneOf(scene: Scene, field: Field, candidates: readonly unknown[], written: unknown): Look {
  return ({ via, shown }) => {
    const now = at(shown, field.view);
    if (candidates.some((candidate) => readsBack(field, candidate, now))) return;
    scene.fail(`${field.name} was set to ${show(written)}, and ${via} shows ${show(now)}`, written);
  };
}

/**
 * As a list reads after it was reset to "all": empty or null, or with every name spelt out. The former names left as
 * they were are no reset.
 */
export function asEmptied(scene: Scene, field: Field, written: unknown, former: readonly unknown[]): Look {
  const { emptyReadsBack } = field;
  if (!emptyReadsBack) return asOneOf(scene, field, [written], written);
  const { gap, first, otherwise } = emptyReadsBack;
  const known = scene.registry.values.options(field, scene.registry.account);
  return ({ via, shown }) => {
    const now = at(shown, field.view);
    if (first.some((value) => same(value, now))) return scene.read(gap, `reads back as ${show(now)}`);
    const names: readonly unknown[] = Array.isArray(now) ? now : [];
    const holds = (all: readonly unknown[]): boolean =>
      all.every((name) => names.some((other) => same(name, other)));
    // Whoever checks no names takes those of one page, and may know only those of another.
    const hasAll = [[...known, ...former], ...(field.candidates ?? [])].some(holds);
    if (names.length <= former.length || !hasAll) {
      scene.fail(`${field.name} was set to ${show(written)}, and ${via} shows ${show(now)}`, written);
    }
    scene.read(gap, otherwise);
    scene.observe(`${field.name} after ${show(written)}: ${otherwise} (${gap})`);
  };
}

/** The words that a mapped field shows for these values, in every read. */
export async function wordsOf(
  scene: Scene,
  item: Item,
  field: Field,
  values: readonly unknown[],
): Promise<unknown[]> {
  const seen: Sight[] = [];
  for (const value of values) {
    await scene.registry.update(item, { [field.name]: value });
    seen.push(...(await scene.registry.behold(item)));
  }
  return seen.map(({ shown }) => word(at(shown, field.view)));
}
