/** A property of generated probes: tried in the order that the case's seed gives, and shrunk where it does not hold. */
import * as fc from 'fast-check';

import { Broken, CannotJudge, Doubt } from '../../runner/findings.ts';
import type { Scene } from '../../runner/scene.ts';
import { minimise, type Minimising } from './minimal.ts';

export interface Property<T> extends Omit<Minimising<T>, 'fails'> {
  /** A round has an example of each kind: where examples are few, chance would leave kinds out. */
  kinds: readonly fc.Arbitrary<T>[];
  /** How many rounds by default. */
  rounds: number;
  /** Tries one probe. Throws Broken where the property does not hold for it. */
  attempt: (probe: T) => Promise<void>;
}

/** Throws Broken with the smallest counterexample. What says nothing about the target is thrown as it is. */
export async function holds<T>(scene: Scene, property: Property<T>): Promise<void> {
  const { seed } = scene;
  const { kinds } = property;
  let last: T | undefined;
  const result = await fc.check(
    fc.asyncProperty(fc.tuple(...kinds), async (round) => {
      for (const probe of round) {
        last = probe;
        await property.attempt(probe);
      }
    }),
    // What fails is shrunk below, where a trial can be dear and its verdict none.
    {
      seed,
      numRuns: Math.ceil(scene.runs(property.rounds * kinds.length) / kinds.length),
      endOnFailure: true,
      markInterruptAsFailure: true,
    },
  );
  if (!result.failed) return;
  const error = result.errorInstance;
  if (!(error instanceof Broken) || last === undefined) {
    throw error instanceof Error ? error : new CannotJudge('the property ended before its runs were done');
  }
  const { failure, trials } = await minimise(
    { probe: last, failure: error },
    { ...property, fails: async (probe) => failureOf(property, probe) },
  );
  const { counterexample } = failure as Broken;
  const path = result.counterexamplePath ?? '0';
  throw new Broken(
    `${failure.message} (case seed ${seed}, path ${path}: round ${result.numRuns}, made smaller in ${trials} trials)`,
    counterexample === undefined ? { cause: failure } : { counterexample, cause: failure },
  );
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
