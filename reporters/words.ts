/** What every report calls the same thing: one word and one symbol a status, so that colour is never needed. */
import type { Status, Verdict } from '../runner/result/result.ts';

/** From what a reader must see first to what can wait. */
export const STATUSES: readonly Status[] = [
  'failed',
  'inconclusive',
  'expected-failure',
  'observed',
  'passed',
  'not-run',
];

export const SYMBOL: Readonly<Record<Status, string>> = {
  passed: '✓',
  failed: '✗',
  'expected-failure': '◇',
  inconclusive: '?',
  'not-run': '–',
  observed: '≈',
};

export const WORD: Readonly<Record<Status, string>> = {
  passed: 'passed',
  failed: 'failed',
  'expected-failure': 'expected failure',
  inconclusive: 'inconclusive',
  'not-run': 'not run',
  observed: 'observed',
};

/** What each status means, for a legend. */
export const MEANING: Readonly<Record<Status, string>> = {
  passed: 'the rule holds',
  failed: 'the server broke the rule',
  'expected-failure': 'broken, and listed as known to be',
  inconclusive: 'was to be judged, but could not be',
  'not-run': 'left out, with the reason',
  observed: 'holds by another answer that the contract accepts, or a recommendation is not met',
};

export const VERDICT: Readonly<Record<Verdict, string>> = {
  conformant: 'Conformant',
  'non-conformant': 'Not conformant',
  inconclusive: 'No verdict',
};

/** `AB-CREATE-12` → `AB-CREATE`: rules are numbered within their family. */
export function familyOf(id: string): string {
  return id.replace(/-\d+[a-z]?$/, '');
}

/** By family, in the order in which families first occur. */
export function byFamily<T>(items: readonly T[], idOf: (item: T) => string): Map<string, T[]> {
  const families = new Map<string, T[]>();
  for (const item of items) {
    const family = familyOf(idOf(item));
    const members = families.get(family);
    if (members === undefined) families.set(family, [item]);
    else members.push(item);
  }
  return families;
}
