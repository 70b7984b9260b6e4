/** Random sequences of operations, each step of which the model of the contract must allow. */
import { Broken, CannotJudge } from '../../runner/cases/findings.ts';
import type { Item } from '../../runner/registry/item.ts';
import { type Law, law, type Needs, type Setting, WRITES_URL } from '../../runner/cases/law.ts';
import type { Scene } from '../../runner/cases/scene.ts';
import { type Command, plainer, sequenceKinds } from './commands.ts';
import { shorterLists } from './minimal.ts';
import { Play } from './play.ts';
import { holds } from './property.ts';
import { readCommands } from './recorded.ts';

/** Places that an account at the brink has left. */
const LEFT = 2;

export const sequences: Law = law(
  'properties/sequences',
  {
    title: 'random sequences of operations agree, step by step, with the model of the contract',
    on: WRITES_URL,
    // Of creates, sequences stand at the brink of the limit; of updates, they go over two accounts where there are creates.
    needs: ({ contract, role }: Setting): Needs => {
      if (!contract.roles.has('create')) return { slots: 1 };
      if (role.name === 'update') return { accounts: 2, slots: 5 };
      return contract.limit === undefined ? { slots: 5 } : { full: true };
    },
    effect: ({ contract, role }: Setting) =>
      role.name === 'create' && contract.limit !== undefined ? 'fills' : 'writes',
  },
  async (scene) => {
    const { registry, role, contract } = scene;
    const makes = contract.roles.has('create');
    const registries = makes && role.name === 'update' ? [registry, scene.other] : [registry];
    const places = makes && role.name === 'create' ? await brink(scene) : undefined;
    const fixture: Item | undefined = makes ? undefined : await registry.item();
    const base = registry.values.path();
    let count = 0;
    await holds(scene, {
      kinds: sequenceKinds(registries.length),
      rounds: 1,
      most: 150,
      attempt: async (commands: readonly Command[]) => {
        count += 1;
        const play = new Play(scene, {
          registries,
          places,
          path: `${base}-${String(count).padStart(5, '0')}`,
          fixture,
        });
        try {
          await play.run(commands);
        } catch (error) {
          if (!(error instanceof Broken)) throw error;
          scene.pin();
          await clear(play);
          throw new Broken(`${error.message}, by: ${play.steps.join('; ')}`, {
            counterexample: play.steps,
            blames: error.blames,
            cause: error,
          });
        }
      },
      simpler: function* simpler(commands) {
        yield* shorterLists(commands);
        yield* plainer(commands);
      },
      read: readCommands,
      key: (commands) => JSON.stringify(commands),
    });
  },
);

/** That it cannot be cleared is no reason to forget what was found; what is left, the run removes in the end. */
async function clear(play: Play): Promise<void> {
  try {
    await play.clear();
  } catch (error) {
    if (!(error instanceof CannotJudge)) throw error;
  }
}

/** Fills the account but for a few places. How many are left; undefined where the contract states no limit. */
async function brink(scene: Scene): Promise<number | undefined> {
  if (scene.contract.limit === undefined) return undefined;
  await scene.full.stand(scene.registry, LEFT);
  if (!scene.contract.roles.has('list')) return scene.full.free;
  // A wrong server may have made more than it was asked for: that is no fault of the first create.
  const there = (await scene.registry.list()).length;
  return Math.max(0, scene.full.limit - there);
}
