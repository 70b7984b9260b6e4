/** From a counterexample to a smallest one: nothing can be left out of it or made simpler. */

/** Every trial costs requests. */
const MOST_TRIALS = 250;

export interface Minimising<T> {
  /** Simpler probes to try next, the simplest first. */
  simpler: (probe: T) => Iterable<T>;
  /** Equal for probes that say the same. */
  key: (probe: T) => string;
  /** Whether a probe still fails: its failure. Undefined: it passes, or cannot be told. `stop`: nothing can any more. */
  fails: (probe: T) => Promise<Error | 'stop' | undefined>;
  /** Trials at most. */
  most?: number;
}

export interface Smallest<T> {
  probe: T;
  failure: Error;
  trials: number;
  /** Which of the simpler probes was taken each time: its place among them. */
  trail: readonly number[];
}

/** Greedy: takes the first simpler probe that still fails, and begins again from there. */
export async function minimise<T>(
  found: { probe: T; failure: Error },
  { simpler, key, fails, most = MOST_TRIALS }: Minimising<T>,
): Promise<Smallest<T>> {
  const tried = new Set([key(found.probe)]);
  let { probe, failure } = found;
  const trail: number[] = [];
  let trials = 0;
  search: for (;;) {
    let place = -1;
    for (const next of simpler(probe)) {
      place += 1;
      const name = key(next);
      if (tried.has(name)) continue;
      if (trials >= most) break search;
      tried.add(name);
      trials += 1;
      const result = await fails(next);
      if (result === 'stop') break search;
      if (result === undefined) continue;
      probe = next;
      failure = result;
      trail.push(place);
      continue search;
    }
    break;
  }
  return { probe, failure, trials, trail };
}

const LONG = 30;

/** A text with something left out, large pieces first, or with one character made the plainest there is. */
export function* simplerTexts(text: string): Generator<string> {
  // By characters: half an emoji is another matter than none.
  const characters = Array.from(text);
  // Where its length alone is what counts, this saves hundreds of trials.
  if (characters.length > LONG) yield 'a'.repeat(characters.length);
  for (const shorter of shorterLists(characters)) yield shorter.join('');
  if (characters.length === 1) yield '';
  yield* simplerEscapes(text);
  for (const [index, character] of characters.entries()) {
    if (character !== 'a') yield characters.with(index, 'a').join('');
  }
}

/** The plainest escape that no reader of URLs undoes. */
const ESCAPE = '%20';

/** Escapes go as a whole: without its end one would be none. Those that make one character together are no plainer apart. */
function* simplerEscapes(text: string): Generator<string> {
  for (const { index, 0: run } of text.matchAll(/(?:%[\da-f]{2}){2,}/gi)) {
    for (const plain of ['', ESCAPE, ESCAPE + ESCAPE]) {
      if (run !== plain) yield text.slice(0, index) + plain + text.slice(index + run.length);
    }
  }
  for (const { index, 0: escape } of text.matchAll(/%[\da-f]{2}/gi)) {
    for (const plain of ['', 'a', ESCAPE]) {
      if (escape !== plain) yield text.slice(0, index) + plain + text.slice(index + escape.length);
    }
  }
}

/** A list with something left out, large pieces first. */
export function* shorterLists<T>(list: readonly T[]): Generator<T[]> {
  for (let size = Math.max(1, Math.floor(list.length / 2)); size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < list.length; from += size) {
      if (size < list.length) yield [...list.slice(0, from), ...list.slice(from + size)];
    }
  }
}
