/** Lists while something is going on, on two accounts. */
import { type Law, law } from '../../runner/cases/law.ts';
import { Arena } from '../../runner/races/arena.ts';
import { namesOf, racing, ROUNDS } from './needs.ts';

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
      await there.add({});
      await arena.run({
        rounds: scene.runs(ROUNDS),
        demand: 'a list shows what is there, all of it and of this account alone',
        plan: async () => {
          const list = () => registry.draft('list');
          const create = () => arena.lane([registry.draft('create'), list()]);
          const reader = () => arena.lane([list(), list()], { late: 8 });
          const elsewhere = () =>
            arena.lane([other.draft('list'), other.draft('list')], { on: there, late: 8 });
          const deletes = arena.here.items
            .slice(0, 2)
            .map(({ id }) => arena.lane(registry.draft('delete', { id })));
          return [create(), reader(), elsewhere(), create(), ...deletes, elsewhere(), create()];
        },
      });
    },
  ),
];
