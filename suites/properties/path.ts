/** The path to one example: its round and kind, and which of the simpler examples was taken, step by step. */
import * as fc from 'fast-check';

export interface Path {
  /** Rounds and kinds count from 0. */
  readonly round: number;
  readonly kind: number;
  /** Of each example on the way, the place of the next one among those that are simpler than it. */
  readonly trail: readonly number[];
}

/** What a path is walked through: the same for the same seed. */
export interface Ground<T> {
  readonly seed: number;
  readonly kinds: readonly fc.Arbitrary<T>[];
  readonly simpler: (probe: T) => Iterable<T>;
}

/** `2:5:0:14`. */
export function writePath({ round, kind, trail }: Path): string {
  return [round, kind, ...trail].join(':');
}

/** The example at the end of a path; undefined where it leads nowhere. */
export function exampleAt<T>(text: string, { seed, kinds, simpler }: Ground<T>): T | undefined {
  const [round, kind, ...trail] = text.split(':').map(Number);
  if (round === undefined || kind === undefined) return undefined;
  let probe = roundAt(seed, round, kinds)?.[kind];
  for (const step of trail) {
    if (probe === undefined) return undefined;
    probe = nth(simpler(probe), step);
  }
  return probe;
}

function roundAt<T>(seed: number, round: number, kinds: readonly fc.Arbitrary<T>[]): T[] | undefined {
  let found: T[] | undefined;
  const look = fc.property(fc.tuple(...kinds), (one) => {
    found = one;
  });
  fc.check(look, { seed, path: String(round), numRuns: 1 });
  return found;
}

function nth<T>(all: Iterable<T>, index: number): T | undefined {
  let count = 0;
  for (const one of all) {
    if (count === index) return one;
    count += 1;
  }
  return undefined;
}
