/** Generated pairs of URLs that are nearly the same: two items can have them side by side. */
import { type TailPair, tailPairKinds } from '../../fixtures/generators/arbitrary-url-pairs.ts';
import { verdictOf } from '../../fixtures/generators/url-verdict.ts';
import { formsOf } from '../../fixtures/generators/urls.ts';
import type { Item } from '../../runner/registry/item.ts';
import { type Law, law, type Setting } from '../../runner/cases/law.ts';
import type { Scene } from '../../runner/cases/scene.ts';
import { draftWith, oneForm } from '../url-trials.ts';
import { simplerTexts } from './minimal.ts';
import { holds } from './property.ts';
import { readTailPair } from './recorded.ts';
import { closestRead } from '../sights.ts';

export const distinct: Law = law(
  'properties/distinct-urls',
  {
    title: 'two URLs that differ in one letter, or in its case alone, can stand side by side',
    on: ['update'],
    needs: { slots: 2 },
    inapplicable: ({ contract }: Setting) =>
      contract.item.fields.has('url') && contract.roles.has('create')
        ? undefined
        : 'it takes two items with URLs',
  },
  async (scene) => {
    const { registry } = scene;
    const items = [await registry.item(), await registry.item()] as const;
    const base = registry.values.path();
    let count = 0;
    await holds(scene, {
      kinds: tailPairKinds(),
      rounds: 1,
      attempt: async ({ one, other }) => {
        count += 1;
        const start = `${registry.values.mark.sink}${base}-${String(count).padStart(5, '0')}`;
        await sideBySide(scene, items, { one: start + one, other: start + other });
      },
      simpler: simplerPairs,
      read: readTailPair,
      key: ({ one, other }) => `${one}\n${other}`,
    });
  },
);

async function sideBySide(
  scene: Scene,
  [first, second]: readonly [Item, Item],
  pair: TailPair,
): Promise<void> {
  const { registry, role } = scene;
  const { one, other } = pair;
  const taken = await registry.send(draftWith(registry, one, first));
  // Where no document says that the first must be taken, its refusal says nothing; nor does that of a longer one.
  if (verdictOf(one) !== 'kept' && taken.status >= 400 && taken.status < 500) return;
  const about = [one, other];
  await scene.demand(taken, about).toBe(role.success);
  if (verdictOf(other) !== 'kept' && Buffer.byteLength(other) !== Buffer.byteLength(one)) return;
  await scene.demand(registry.send(draftWith(registry, other, second)), about).toBe(role.success);
  const sights = await registry.see(second, closestRead(scene));
  oneForm(
    scene,
    sights,
    { url: other, why: `beside ${one}` },
    (url) => formsOf(url, 'normal-form'),
    'after both',
  );
  // And what is the same stays refused, however odd it is.
  const duplicate = scene.text('duplicate');
  if (duplicate === undefined) return;
  await scene.demand(registry.send(draftWith(registry, other, first)), [other, other]).toBe(duplicate);
}

/** Both are cut alike, before and behind the place where they differ. */
function* simplerPairs({ one, other }: TailPair): Generator<TailPair> {
  const [a, b] = [Array.from(one), Array.from(other)];
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const difference = (text: readonly string[]): string => text.slice(start, text.length - end).join('');
  const make = (before: string, after: string): TailPair => ({
    one: before + difference(a) + after,
    other: before + difference(b) + after,
  });
  const [before, after] = [a.slice(0, start).join(''), a.slice(a.length - end).join('')];
  for (const less of simplerTexts(before)) yield make(less, after);
  for (const less of simplerTexts(after)) yield make(before, less);
}
