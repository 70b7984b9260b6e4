/** Examples that failed in earlier runs: as lines of JSON, and as cases of their own that come before all others. */
import { InputError } from '../../spec/errors.ts';
import { isObject } from '../../spec/json.ts';
import type { Case } from '../cases/cases.ts';
import type { EndedData } from '../result/ended.ts';

/** A counterexample as its property generated it: without the run's marker, the sink or an id of the target. */
export interface KnownExample {
  contract: string;
  /** The case that found it. */
  case: string;
  example: unknown;
}

/** Behind the name of the case that found them. */
const SUFFIX = '/corpus';

/** What stands in a corpus, each once. Throws InputError with file and line. */
export function parseCorpus(text: string, from: string): KnownExample[] {
  const entries = text.split('\n').flatMap((line, index): KnownExample[] => {
    if (line.trim() === '') return [];
    const entry = parseLine(line);
    if (entry) return [entry];
    const right = '{"contract": …, "case": …, "example": …}';
    throw new InputError(`${from}:${index + 1}: a line of a corpus is ${right}, as --corpus writes it`);
  });
  return [...new Map(entries.map((entry) => [corpusLine(entry), entry])).values()];
}

function parseLine(line: string): KnownExample | undefined {
  let data: unknown;
  try {
    data = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!isObject(data) || data['example'] === undefined) return undefined;
  const { contract, case: name, example } = data;
  return typeof contract === 'string' && typeof name === 'string'
    ? { contract, case: name, example }
    : undefined;
}

/** The same text for the same example. */
export function corpusLine({ contract, case: name, example }: KnownExample): string {
  return JSON.stringify({ contract, case: name, example });
}

/** The cases with one more for each that has known examples; what no case knows any more is left alone. */
export function withKnown(cases: readonly Case[], known: readonly KnownExample[], contract: string): Case[] {
  const again = cases.flatMap((one): Case[] => {
    const mine = known.filter((entry) => entry.contract === contract && entry.case === one.name);
    if (mine.length === 0 || one.law.examples !== true) return [];
    return [{ ...one, name: one.name + SUFFIX, known: mine.map(({ example }) => example) }];
  });
  return [...again, ...cases];
}

/** What the cases of a run found that is not known yet. */
export function foundBy(
  ended: readonly EndedData[],
  known: readonly KnownExample[],
  contract: string,
): KnownExample[] {
  const old = new Set(known.map(corpusLine));
  return ended.flatMap(({ result, example }) => {
    if (example === undefined || result.status !== 'failed') return [];
    const entry = { contract, case: result.name.replace(/\/corpus$/, ''), example };
    return old.has(corpusLine(entry)) ? [] : [entry];
  });
}
