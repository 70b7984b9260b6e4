/** What is broken is told as closely as it is known: not every rule that a long case proves is blamed. */
import { describe, expect, test } from 'vitest';

import { failed, tryCases } from './try.ts';

/** `contract`, `fault`, the one case that runs, the rules that its failure may be laid to. */
const BROKEN: readonly [string, string, string, readonly string[]][] = [
  ['kompliant', 'uniqueness-folds-path-case', 'properties/sequences/create', ['KOM-GUIDE-08']],
  [
    'kompliant',
    'get-reaches-other-accounts-ids',
    'properties/sequences/update',
    ['KOM-GET-03', 'KOM-GUIDE-24'],
  ],
  [
    'kompliant',
    'update-of-deleted-answers-200',
    'properties/sequences/create',
    ['KOM-UPDATE-14', 'KOM-GUIDE-17', 'KOM-GUIDE-18'],
  ],
  ['konpro', 'update-rotates-secret', 'lifecycle/update-is-shown/update', ['KON-UPDATE-19']],
];

describe('every rule is judged, and one case runs', () => {
  test.each(BROKEN)('%s, %s, %s', async (contract, fault, name, blamed) => {
    const everything = await tryCases(contract, { fault, cases: [name], seed: 5, judgeAll: true });
    expect(failed(everything)).toEqual(blamed);
  });
});

test('where the rules to blame are not judged, those that name the case are', async () => {
  const [contract, fault, name] = BROKEN[0]!;
  const alone = await tryCases(contract, { fault, cases: [name], seed: 5 });
  expect(failed(alone)).toContain('KOM-LIST-03');
  const rule = await tryCases(contract, { fault, cases: [name], rules: ['KOM-GUIDE-08'], seed: 5 });
  expect(failed(rule)).toEqual(['KOM-GUIDE-08']);
});
