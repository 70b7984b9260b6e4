/** Races of updates, and mixes of everything. */
import { type Law, law } from '../../runner/cases/law.ts';
import { Arena } from '../../runner/races/arena.ts';
import { otherValue } from './changes.ts';
import { Mix } from './mix.ts';
import { FIXTURES, namesOf, racing, ROUNDS } from './needs.ts';

export const laws: readonly Law[] = [
  law(
    'races/partial-updates',
    {
      title: 'of two updates of different fields at the same time both hold',
      on: ['update'],
      inapplicable: ({ contract }) =>
        contract.update === 'partial' ? undefined : 'updates name every field',
      ...racing(3),
    },
    async (scene) => {
      const { registry, role } = scene;
      const arena = new Arena(scene, namesOf(scene, 'not-found'));
      const names = [...role.fields.keys()];
      await arena.enter();
      await Promise.all(Array.from({ length: 3 }, async () => arena.here.add({})));
      await arena.run({
        rounds: scene.runs(ROUNDS),
        demand: 'an update leaves what it does not name',
        plan: async () =>
          arena.here.items.flatMap((item) =>
            arena.dice
              .shuffle(names)
              .slice(0, 2)
              .map((name) =>
                arena.lane(registry.change(item, { [name]: otherValue(arena, scene, item, name) })),
              ),
          ),
      });
    },
  ),

  law(
    'races/random',
    {
      title: 'random mixes of operations at the same time agree with one order of them',
      on: ['update'],
      ...racing(6),
    },
    async (scene) => {
      const arena = new Arena(scene, namesOf(scene, 'not-found'));
      const mayCreate = scene.contract.roles.has('create');
      await arena.enter();
      await arena.run({
        rounds: scene.runs(ROUNDS),
        demand: 'what each client saw agrees with one order of what all did',
        plan: async () => {
          while (arena.here.items.length < (mayCreate ? 3 : FIXTURES)) await arena.here.add({});
          const mix = new Mix(scene, arena);
          return Array.from({ length: arena.clients }, () =>
            arena.lane([mix.next(), mix.next()], { late: 4 }),
          );
        },
      });
    },
  ),
];
