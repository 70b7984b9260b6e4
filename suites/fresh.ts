/** Values that are made anew for each answer: refusals of several kinds are asked for, again and again. */
import { ANY, type Law, law, type Needs, type Setting } from '../runner/cases/law.ts';
import type { Scene } from '../runner/cases/scene.ts';
import type { Draft } from '../runner/registry/draft.ts';
import { at, isObject, show } from '../spec/json.ts';
import { reasons, refusalNeeds } from './envelope.ts';
import { Plain, plainEffect } from './plain.ts';

/** One more than a small pool of values could give apart. */
const TIMES = 9;

/** Each kind of refusal comes so often at least: the code of one may forget what that of another does. */
const EACH = 3;

/** A request that is refused, and how. */
interface Refused {
  draft: Draft;
  outcome: string;
}

const fresh = law(
  'envelope/fresh',
  {
    title: 'a value that is made anew for each answer is never the same twice',
    on: ANY,
    needs: (setting): Needs => (kinds(setting) ? refusalNeeds(setting, reasonsOf(setting)) : {}),
    effect: (setting) => (kinds(setting) ? plainEffect(setting) : 'reads'),
    inapplicable: (setting) => {
      if (typeof setting.with['place'] !== 'string')
        return 'with.place, a pointer into the answer, is missing';
      const problems = reasonsOf(setting).map((by) =>
        reasons[by] ? reasons[by].cannot(setting) : `there is no refusal by "${by}"`,
      );
      return problems.find((problem) => problem !== undefined);
    },
  },
  async (scene) => {
    const place = scene.needText('place');
    const refusals = await refusalsOf(scene);
    const seen = new Set<unknown>();
    const rounds = Math.max(EACH, Math.ceil(TIMES / refusals.length));
    for (let round = 0; round < rounds; round += 1) {
      for (const { draft, outcome } of refusals) {
        const answer = await scene.demand(scene.registry.send(draft)).toBe(outcome);
        const value = at(answer.body, place);
        if (value === undefined) scene.cannotJudge(`the answer has nothing at ${place}`);
        scene.require(
          !seen.has(value),
          `${scene.role.operation.id}: ${show(value)} at ${place} of two answers`,
          value,
        );
        seen.add(value);
      }
    }
  },
);

/** The outcome of each kind of refusal, by its reason; undefined where the entry names none. */
function kinds({ with: { by } }: Pick<Setting, 'with'>): Readonly<Record<string, unknown>> | undefined {
  return isObject(by) ? by : undefined;
}

function reasonsOf(setting: Setting): string[] {
  return Object.keys(kinds(setting) ?? {});
}

/** The same requests each time, so that a value which is made of the request shows, too. */
async function refusalsOf(scene: Scene): Promise<Refused[]> {
  if (!scene.has('by')) {
    // Refused before anything is looked at, so that no call does anything.
    const draft = scene.registry.draft(scene.role.name, { id: 'none', fields: {} }).forged({});
    return [{ draft, outcome: scene.expect }];
  }
  const plain = await Plain.prepare(scene);
  const refusals: Refused[] = [];
  for (const [by, outcome] of Object.entries(scene.object('by'))) {
    const draft = plain.draft();
    await reasons[by]?.spoil(scene, draft, plain);
    refusals.push({ draft, outcome: String(outcome) });
  }
  return refusals;
}

export const laws: readonly Law[] = [fresh];
