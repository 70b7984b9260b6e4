/** Races for one URL, and for the last place of an account. */
import { type Law, law } from '../../runner/cases/law.ts';
import { Arena } from '../../runner/races/arena.ts';
import { namesOf, needsUnique, racing, ROUNDS } from './needs.ts';

export const laws: readonly Law[] = [
  law(
    'races/last-place',
    {
      title: 'of many creates at the same time for the last place of an account, one gets it',
      on: ['create'],
      needs: { full: true },
      effect: 'races',
      inapplicable: ({ contract }) =>
        contract.limit === undefined ? 'the contract states no limit' : undefined,
    },
    async (scene) => {
      const { full, registry } = scene;
      await full.stand(registry, 1);
      const standing = new Set(full.items.map(({ id }) => id));
      const arena = new Arena(scene, namesOf(scene, 'limit'));
      const newest = () => arena.here.items.filter(({ id }) => !standing.has(id)).at(-1);
      await arena.enter();
      try {
        await arena.run({
          rounds: scene.runs(ROUNDS),
          demand: 'an account has no more items than it may, and every free place can be had',
          plan: async (round) => {
            const creates = Array.from({ length: arena.clients }, () => arena.lane(registry.draft('create')));
            const last = newest();
            // Now and then the place is freed in the middle of the race.
            if (arena.free === 0 && last && round % 3 === 2) {
              return [arena.lane(registry.draft('delete', { id: last.id })), ...creates];
            }
            for (let item = newest(); arena.free < 1 && item; item = newest()) await arena.here.remove(item);
            return creates;
          },
        });
      } finally {
        for (let item = newest(); item; item = newest()) await arena.here.remove(item);
      }
    },
  ),

  law(
    'races/same-url',
    {
      title: 'of many creates at the same time with one URL, and updates to it, one gets it',
      on: ['create'],
      inapplicable: needsUnique,
      ...racing(4),
    },
    async (scene) => {
      const { registry } = scene;
      const arena = new Arena(scene, namesOf(scene, 'duplicate'));
      await arena.enter();
      await arena.here.add({});
      await arena.run({
        rounds: scene.runs(ROUNDS),
        demand: 'no two items of an account share a URL',
        plan: async (round) => {
          const [oldest, ...others] = arena.here.items;
          if (oldest && others.length > 1) await arena.here.remove(oldest);
          const url = registry.values.url();
          const create = () =>
            arena.lane(
              registry.draft('create', {
                fields: { ...registry.values.all('create', registry.account), url },
              }),
            );
          const creates = Array.from({ length: arena.clients }, create);
          const held = arena.here.items.at(-1);
          // An update ends the race early where it needs no time, so that the first round, with connections still to be opened, has none.
          if (!held || round % 3 === 0) return creates;
          const update = (after: number) => arena.lane(registry.change(held, { url }), { late: 0, after });
          // They have less to do than a create, and are to come while the first one looks or writes.
          return creates.with(1, update(1)).with(Math.floor(arena.clients / 2), update(3));
        },
      });
    },
  ),

  law(
    'races/update-to-same-url',
    {
      title: 'of several updates at the same time to one URL, one gets it',
      on: ['update'],
      inapplicable: needsUnique,
      ...racing(6),
    },
    async (scene) => {
      const { registry } = scene;
      const arena = new Arena(scene, namesOf(scene, 'duplicate'));
      await arena.enter();
      await Promise.all(Array.from({ length: Math.min(6, arena.clients) }, async () => arena.here.add({})));
      await arena.run({
        rounds: scene.runs(ROUNDS),
        demand: 'no two items of an account share a URL',
        plan: async () => {
          const url = registry.values.url();
          return arena.here.items.map((item) => arena.lane(registry.change(item, { url })));
        },
      });
    },
  ),
];
