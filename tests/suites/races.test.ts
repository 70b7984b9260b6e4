import { expect, test } from 'vitest';

import type { CaseResult, RunResult } from '../../runner/result/result.ts';
import { caught, type Catch } from './caught.ts';
import { troubles, tryCases } from './try.ts';

function casesOf(result: RunResult): CaseResult[] {
  return result.rules.flatMap(({ cases }) => cases.filter(({ suite }) => suite === 'races'));
}

test.each(['kompliant', 'konpro', 'energycap'])('the reference server of %s passes', async (contract) => {
  const result = await tryCases(contract, { suites: ['races'] });
  expect(troubles(result)).toEqual([]);
  expect(result.cleanup.left).toEqual([]);
  const messages = casesOf(result).map(({ message }) => message);
  expect(messages).not.toEqual([]);
  for (const { message, race } of casesOf(result)) {
    expect(race?.rounds).toBe(Number(message?.[0]));
    expect(message).toMatch(
      /^[23] rounds, median [2-8] of [68] in flight together, 0 violations: 95 % sure that fewer than (64|78) rounds in 100 would show one$/,
    );
  }
});

test.each(['rare-503-html', 'jitter', 'close-each'])('a server that is %s passes', async (variant) => {
  const result = await tryCases('konpro', { suites: ['races'], variants: [variant] });
  expect(troubles(result)).toEqual([]);
  expect(result.cleanup.left).toEqual([]);
});

const CATCHES: readonly Catch[] = [
  ['kompliant', 'race-on-limit', 'races/last-place/create', 'KOM-CREATE-12'],
  ['kompliant', 'race-on-uniqueness-of-create', 'races/same-url/create', 'KOM-CREATE-13'],
  ['kompliant', 'race-between-create-and-update', 'races/same-url/create', 'KOM-GUIDE-23'],
  ['kompliant', 'race-on-uniqueness-of-update', 'races/update-to-same-url/update', 'KOM-UPDATE-11'],
  ['kompliant', 'race-of-update-with-delete', 'races/update-against-delete/update', 'KOM-UPDATE-14'],
  ['kompliant', 'race-of-two-deletes', 'races/delete-twice/delete', 'KOM-DELETE-04'],
  ['kompliant', 'race-loses-creates', 'races/create-against-list/list', 'KOM-LIST-03'],
  ['kompliant', 'race-mixes-up-ids', 'races/create-against-list/list', 'KOM-GUIDE-29'],
  ['kompliant', 'race-of-reads-mixes-accounts', 'races/create-against-list/list', 'KOM-LIST-03'],
  ['kompliant', 'race-list-reads-in-parts', 'races/create-against-list/list', 'KOM-LIST-03'],
  ['kompliant', 'race-loses-updates', 'races/random/update/url-taken/limit-reached', 'KOM-UPDATE-01'],
  ['konpro', 'racing-updates-lose-one', 'races/partial-updates/update', 'KON-UPDATE-18'],
  ['konpro', 'update-racing-a-delete-revives', 'races/update-against-delete/update', 'KON-DELETE-04'],
  ['konpro', 'racing-deletes-both-succeed', 'races/delete-twice/delete', 'KON-DELETE-03'],
  ['konpro', 'racing-adds-share-an-id', 'races/create-against-list/list', 'KON-ADD-01'],
  ['konpro', 'racing-adds-lose-one', 'races/create-against-list/list', 'KON-LIST-01'],
  ['energycap', 'concurrent-edits-mix', 'races/random/update', 'ECA-EDIT-01'],
  ['energycap', 'half-an-edit-is-readable', 'races/random/update', 'ECA-EDIT-01'],
  ['energycap', 'edit-answer-read-late', 'races/random/update', 'ECA-EDIT-18'],
  ['energycap', 'edit-stored-after-its-answer', 'races/random/update', 'ECA-EDIT-01'],
  ['energycap', 'edit-takes-the-webhook-away-meanwhile', 'races/random/update', 'ECA-EDIT-01'],
  ['energycap', 'concurrent-edits-share-a-buffer', 'races/random/update', 'ECA-EDIT-01'],
  ['energycap', 'concurrent-deletes-all-succeed', 'races/delete-twice/delete', 'ECA-DELETE-03'],
  [
    'energycap',
    'edit-revives-a-webhook-deleted-meanwhile',
    'races/update-against-delete/update',
    'ECA-DELETE-01',
  ],
];

test.each(CATCHES)('%s: %s fails %s at %s', async (...entry) => {
  expect(await caught(entry)).toBe(true);
});

test('a violation is told by its fewest operations and drawn', async () => {
  const result = await tryCases('kompliant', {
    cases: ['races/delete-twice/delete'],
    fault: 'race-of-two-deletes',
  });
  const [failed] = casesOf(result).filter(({ status }) => status === 'failed');
  expect(failed?.message).toMatch(
    /^an item can be deleted once; .*delete whc_\w+ → ok; delete whc_\w+ → ok \(round/,
  );
  expect(failed?.counterexample).toHaveLength(2);
  expect(failed?.timeline).toMatch(/^client \d .*├─+1─+┤/m);
  expect(failed?.timeline).toMatch(/^ {2}1 .*delete whc_\w+ → ok$/m);
});
