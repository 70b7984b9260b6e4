/** Races with a delete. */
import { type Law, law } from '../../runner/cases/law.ts';
import { Arena } from '../../runner/races/arena.ts';
import type { Known } from '../../runner/races/grounds.ts';
import type { Lane } from '../../runner/races/volley.ts';
import type { Scene } from '../../runner/cases/scene.ts';
import { otherFields } from './changes.ts';
import { FIXTURES, namesOf, ROUNDS, usingUp } from './needs.ts';

export const laws: readonly Law[] = [
  law(
    'races/update-against-delete',
    {
      title: 'after an update and a delete at the same time the item is gone, whatever their order',
      on: ['update'],
      ...usingUp(2),
    },
    async (scene) =>
      deletions(scene, 'what was deleted is gone, whatever else was under way', (arena, item, clients) => {
        const { registry } = scene;
        const updates = Array.from({ length: clients - 1 }, () =>
          arena.lane(registry.change(item, otherFields(arena, scene, item))),
        );
        // In the midst of them, so that some are ahead of it.
        return [
          ...updates.slice(0, -1),
          arena.lane(registry.draft('delete', { id: item.id })),
          ...updates.slice(-1),
        ];
      }),
  ),

  law(
    'races/delete-twice',
    { title: 'of several deletes of one item at the same time, one succeeds', on: ['delete'], ...usingUp(2) },
    async (scene) =>
      deletions(scene, 'an item can be deleted once', (arena, item, clients) =>
        Array.from({ length: clients }, () =>
          arena.lane(scene.registry.draft('delete', { id: item.id }), { late: 1 }),
        ),
      ),
  ),
];

/** Rounds that use an item up each; of fixtures, there are only so many. */
async function deletions(
  scene: Scene,
  demand: string,
  lanes: (arena: Arena, item: Known, clients: number) => readonly Lane[],
): Promise<void> {
  const fixtures = !scene.contract.roles.has('create');
  const arena = new Arena(scene, namesOf(scene, 'not-found'));
  let left = fixtures ? FIXTURES : Infinity;
  await arena.enter();
  await arena.run({
    rounds: Math.min(left, scene.runs(ROUNDS)),
    demand,
    plan: async () => {
      let [item] = arena.here.items;
      if (!item) {
        if (left === 0) return [];
        left -= 1;
        item = await arena.here.add({});
      }
      return lanes(arena, item, Math.min(6, arena.clients));
    },
  });
}
