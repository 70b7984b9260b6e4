/** Ids that are none, nobody's or almost somebody's: none of them leads anywhere. */

import { hostileIds, lenientIds, malformedIds, nearMisses, unknownId } from '../fixtures/generators/ids.ts';
import { shownItem } from '../runner/registry/item.ts';
import { BY_ID, type Law, law } from '../runner/cases/law.ts';
import type { Scene } from '../runner/cases/scene.ts';
import { at, show } from '../spec/json.ts';
import { plainEffect, plainNeeds } from './plain.ts';
import { Bench } from './probing.ts';

const FOR_IDS = { on: BY_ID, needs: plainNeeds, effect: plainEffect };

export const laws: readonly Law[] = [
  law(
    'ids/malformed',
    {
      title: 'an id that is none is refused',
      ...FOR_IDS,
      inapplicable: ({ role, with: { lenient } }) =>
        lenient === undefined || role.name === 'get'
          ? undefined
          : 'with.lenient is for get alone, which only looks',
    },
    async (scene) => {
      const bench = await Bench.open(scene);
      await refuse(scene, bench, malformedIds(bench.item.id, scene.contract.item));
      if (scene.has('lenient')) await readLeniently(scene, bench);
    },
  ),

  law('ids/unknown', { title: 'a well-formed id that nobody has is refused', ...FOR_IDS }, async (scene) => {
    const bench = await Bench.open(scene);
    await refuse(scene, bench, [await nobodysId(scene, bench)]);
  }),

  law(
    'ids/near-miss',
    { title: 'an id that differs from a real one in one place is never taken for it', ...FOR_IDS },
    async (scene) => {
      const bench = await Bench.open(scene);
      await refuse(scene, bench, nearMisses(bench.item.id, scene.contract.item));
    },
  ),

  law(
    'ids/hostile',
    {
      title: 'an id of quotes, NUL, names that languages keep for themselves, or of great length is refused',
      ...FOR_IDS,
    },
    async (scene) => {
      const bench = await Bench.open(scene);
      await refuse(scene, bench, hostileIds(bench.item.id));
    },
  ),
];

/** Sends the plain call with each of these ids; nothing comes of any. */
async function refuse(scene: Scene, bench: Bench, ids: readonly unknown[]): Promise<void> {
  const outcomes = [scene.expect, ...scene.list('as').map(String)];
  await scene.each(ids, async (id) => {
    await bench.demand(bench.draft().address(id), outcomes, id);
  });
  await bench.expectNothing(`after a ${scene.role.name} with an id that is not the item's`);
}

/** A number in a spelling of its own: read as the number or refused, as the contract has it, and never as another's. */
async function readLeniently(scene: Scene, bench: Bench): Promise<void> {
  const { contract, role } = scene;
  await scene.each(lenientIds(bench.item.id, contract.item), async (id) => {
    const answer = await bench.demand(bench.draft().address(id), [scene.needText('lenient')], id);
    if (answer.status >= 300) return;
    const read = at(shownItem(contract, role.name, answer.body), contract.item.id);
    scene.require(
      read === bench.item.id,
      `${show(id)} is answered with ${show(read)}, not ${show(bench.item.id)}`,
      id,
    );
  });
}

/** An id that no item has: neither the list shows it nor, where it may be one page of several, get. */
async function nobodysId(scene: Scene, bench: Bench): Promise<string | number> {
  const { registry, contract, role } = scene;
  const id = unknownId(bench.item.id, contract.item, scene.seed);
  const listed =
    contract.roles.has('list') && (await registry.list()).some((entry) => at(entry, contract.item.id) === id);
  // To get it is what a case on get is about, and does no harm.
  const look = !contract.listIsComplete && role.name !== 'get' && contract.roles.has('get');
  const got = look && (await registry.see({ id })).some(({ shown }) => at(shown, contract.item.id) === id);
  if (listed || got) scene.cannotJudge(`${id} was to be nobody's id, and somebody has it`);
  return id;
}
