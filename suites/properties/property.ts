/** A property of generated probes: tried in the order that the case's seed gives, and shrunk where it does not hold. */
import * as fc from 'fast-check';

import { Broken, CannotJudge, Doubt } from '../../runner/cases/findings.ts';
import type { Scene } from '../../runner/cases/scene.ts';
import { show } from '../../spec/json.ts';
import { minimise, type Minimising } from './minimal.ts';
import { exampleAt, writePath } from './path.ts';

export interface Property<T> extends Omit<Minimising<T>, 'fails'> {
  /** A round has an example of each kind: where examples are few, chance would leave kinds out. */
  kinds: readonly fc.Arbitrary<T>[];
  /** How many rounds by default. */
  rounds: number;
  /** Tries one probe. Throws Broken where the property does not hold for it. */
  attempt: (probe: T) => Promise<void>;
  /** An example of an earlier run, as far as it is one; undefined otherwise. */
  read: (data: unknown) => T | undefined;
  /** How many of the last probes have left something that is yet to be looked at; none, if it is not told. */
  open?: () => number;
}

/** What a property knows of its scene. */
export type Run = Pick<Scene, 'seed' | 'path' | 'known' | 'progress' | 'examples' | 'each'>;

/** Throws Broken with the smallest counterexample. What says nothing about the target is thrown as it is. */
export async function holds<T>(scene: Run, property: Property<T>): Promise<void> {
  if (scene.known) return knownHold(scene, property, scene.known);
  if (scene.path !== undefined) return again(scene, property, scene.path);
  const { kinds } = property;
  const { progress, seed } = scene;
  let index = -1;
  let last: T | undefined;
  const result = await fc.check(
    fc.asyncProperty(fc.tuple(...kinds), async (round) => {
      for (const probe of round) {
        index += 1;
        // Tried by an earlier attempt at the case, which a bad moment ended.
        if (index < progress.done) continue;
        last = probe;
        await property.attempt(probe);
        progress.done = Math.max(progress.done, index + 1 - (property.open?.() ?? 0));
      }
    }),
    // What fails is shrunk below, where a trial can be dear and its verdict none.
    {
      seed,
      numRuns: Math.ceil(scene.examples(property.rounds * kinds.length) / kinds.length),
      endOnFailure: true,
      markInterruptAsFailure: true,
    },
  );
  if (!result.failed) return;
  const error = result.errorInstance;
  if (!(error instanceof Broken) || last === undefined) {
    throw error instanceof Error ? error : new CannotJudge('the property ended before its runs were done');
  }
  const { probe, failure, trail } = await minimise(
    { probe: last, failure: error },
    { ...property, fails: async (next) => failureOf(property, next) },
  );
  const start = { round: Math.floor(index / kinds.length), kind: index % kinds.length };
  // Once more, so that the evidence ends with it: the search went on to simpler ones that hold.
  const repeated = await failureOf(property, probe);
  throw withPath(
    repeated instanceof Broken ? repeated : failure,
    seed,
    writePath({ ...start, trail }),
    probe,
  );
}

/** Tries the one example that a path leads to. */
async function again<T>(scene: Run, property: Property<T>, path: string): Promise<void> {
  const probe = exampleAt(path, { ...property, seed: scene.seed });
  if (probe === undefined) throw new CannotJudge(`--path ${path} leads to no example of seed ${scene.seed}`);
  try {
    await property.attempt(probe);
  } catch (error) {
    throw error instanceof Broken ? withPath(error, scene.seed, path, probe) : error;
  }
}

/** Tries what failed in earlier runs. Throws Broken for the first that still does, with how many do. */
async function knownHold<T>(scene: Run, property: Property<T>, known: readonly unknown[]): Promise<void> {
  await scene.each(known, async (example) => {
    const probe = property.read(example);
    if (probe === undefined)
      throw new CannotJudge(`${show(example)} in the corpus is no example of this case: take the line out`);
    await property.attempt(probe);
  });
}

function withPath(failure: Error, seed: number, path: string, example: unknown): Broken {
  const { counterexample, blames = [] } = failure instanceof Broken ? failure : {};
  return new Broken(`${failure.message} (case seed ${seed}, path ${path})`, {
    ...(counterexample === undefined ? {} : { counterexample }),
    path,
    example,
    blames,
    cause: failure,
  });
}

async function failureOf<T>(property: Property<T>, probe: T): Promise<Broken | 'stop' | undefined> {
  try {
    await property.attempt(probe);
    return undefined;
  } catch (error) {
    if (error instanceof Broken) return error;
    // One bad answer more is no reason to give up what was found; a target that is gone is.
    if (error instanceof Doubt) return undefined;
    if (error instanceof Error && error.name !== 'TypeError') return 'stop';
    throw error;
  }
}
