import { expect, test } from 'vitest';

import { compare } from '../../runner/history/compare.ts';
import { pastRun } from '../../runner/history/store.ts';
import type { Changes, RunResult, Status } from '../../runner/result/result.ts';
import { caseOf, conformant, rule } from '../reporters/samples.ts';

const ID = 'SAM-GET-01';

/** A run of one rule whose cases ended so. */
function run(status: Status, version?: string, listed?: Status): RunResult {
  const one = rule(ID, [caseOf('lifecycle/read/get', status)], listed ? { status: listed } : {});
  const target = { baseUrl: 'https://staging.example', ...(version === undefined ? {} : { version }) };
  return { ...conformant(), target, rules: [one], readings: [] };
}

function changes(...runs: RunResult[]): Changes {
  const last = runs.pop();
  if (!last) throw new Error('no run');
  return compare(last, runs.map(pastRun));
}

const ids = (found: { rule: string }[]): string[] => found.map((one) => one.rule);

test('a night without a verdict on a rule hides no change', () => {
  const found = changes(run('passed'), run('inconclusive'), run('failed'));
  expect(ids(found.broken)).toEqual([ID]);
  expect(changes(run('failed'), run('not-run')).fixed).toEqual([]);
});

test('other verdicts of one version are flaky at once; of two versions they are not', () => {
  expect(ids(changes(run('passed', '1'), run('failed', '1')).flaky)).toEqual([ID]);
  const deployed = changes(run('passed', '1'), run('failed', '2'));
  expect([ids(deployed.broken), deployed.flaky]).toEqual([[ID], []]);
  expect(changes(run('failed', '1'), run('passed', '2'), run('passed', '2')).flaky).toEqual([]);
});

test('where no version is told, one change may be a new version’s; there and back is flaky', () => {
  expect(changes(run('passed'), run('failed')).flaky).toEqual([]);
  expect(changes(run('passed'), run('failed'), run('passed')).flaky).toEqual([
    { rule: ID, title: `what ${ID} demands`, verdicts: ['held', 'broken', 'held'] },
  ]);
});

test('flakiness is forgotten after the runs that are looked at', () => {
  const quiet = Array.from({ length: 11 }, () => run('passed', '1'));
  expect(changes(run('failed', '1'), ...quiet).flaky).toEqual([]);
});

test('a list of expected failures changes statuses, not what the target does', () => {
  const before = run('failed');
  expect(changes(before, run('failed', undefined, 'expected-failure')).fixed).toEqual([]);
  // An expected failure that holds fails the run, but the target is fixed.
  expect(ids(changes(before, run('passed', undefined, 'failed')).fixed)).toEqual([ID]);
});
