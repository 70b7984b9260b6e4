/** Lists while something is going on, on two accounts. */
import { type Law, law } from '../../runner/cases/law.ts';
import { Arena } from '../../runner/races/arena.ts';
import { namesOf, racing, ROUNDS } from './needs.ts';

/** Items on the account that is raced on, so that a list takes a while. */
const STANDING = 3;

export const laws: readonly Law[] = [
  law(
    'races/create-against-list',
    {
      title: 'every list shows what was there throughout, and what was created before it was asked for',
      on: ['list'],
      ...racing(6, { accounts: 2 }),
    },
    async (scene) => {
      const { registry, other } = scene;
      const arena = new Arena(scene, namesOf(scene));
      const there = arena.open(other);
      await arena.enter();
      await Promise.all(
        [there, ...Array<typeof there>(STANDING).fill(arena.here)].map(async (on) => on.add({})),
      );
      await arena.run({
        rounds: scene.runs(ROUNDS),
        demand: 'a list shows what is there, all of it and of this account alone',
        plan: async () => {
          const list = () => registry.draft('list');
          const reader = (late: number) => arena.lane([list(), list()], { late });
          const elsewhere = () => arena.lane(other.draft('list'), { on: there, late: 8 });
          // One goes before the next one comes: no list may show both, even if it takes them one by one.
          const replaced = arena.here.items
            .slice(0, 3)
            .map(({ id }) =>
              arena.lane([registry.draft('delete', { id }), registry.draft('create'), list()], { late: 3 }),
            );
          return [
            reader(0),
            elsewhere(),
            ...replaced,
            reader(8),
            elsewhere(),
            arena.lane(list(), { late: 1 }),
          ];
        },
      });
    },
  ),
];
