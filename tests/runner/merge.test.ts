import { describe, expect, test } from 'vitest';

import { merge, type Piece } from '../../runner/result/merge.ts';
import { type RunResult, summarise, worst } from '../../runner/result/result.ts';
import { InputError } from '../../spec/errors.ts';
import { caseOf, conformant, failing, rule } from '../reporters/samples.ts';

/** A whole run whose rules are as bad as their cases. */
function whole(of: RunResult): RunResult {
  const rules = of.rules.map((one) => ({ ...one, status: worst(one.cases.map(({ status }) => status)) }));
  return { ...of, rules, summary: summarise(rules) };
}

/** The same run as parts, its cases dealt out in turn. */
function split(result: RunResult, count: number): Piece[] {
  const all = [...new Set(result.rules.flatMap(({ cases }) => cases.map(({ name }) => name)))];
  return Array.from({ length: count }, (_, at) => {
    const own = all.filter((_name, index) => index % count === at);
    const rules = result.rules.map((one) => {
      const cases = one.cases.filter(({ name }) => own.includes(name));
      return { ...one, cases, status: worst(cases.map(({ status }) => status)) };
    });
    const shard = { index: at + 1, count, cases: own, all };
    return { from: `part-${at + 1}.json`, result: { ...result, shard, rules, summary: summarise(rules) } };
  });
}

function statuses({ rules }: RunResult): string[] {
  return rules.map(({ id, status, cases }) => `${id} ${status} ${cases.length}`);
}

test.each([1, 2, 3, 5])('%i parts, in any order, come to what the whole came to', (count) => {
  for (const run of [whole(conformant()), whole(failing())]) {
    const joined = merge(split(run, count).toReversed(), []);
    expect(statuses(joined)).toEqual(statuses(run));
    expect(joined.summary).toEqual(run.summary);
    expect(joined.verdict).toBe(run.verdict);
    expect(joined.readings.map(({ gap }) => gap)).toEqual(run.readings.map(({ gap }) => gap));
    expect(joined.requests.total).toBe(run.requests.total * count);
    expect(joined.shard).toBeUndefined();
    expect(joined.parts?.map(({ index }) => index)).toEqual(Array.from({ length: count }, (_, at) => at + 1));
  }
});

describe('what is not all of one run is refused, by name', () => {
  const parts = split(whole(conformant()), 3);
  const [one, two, three] = parts as [Piece, Piece, Piece];
  const changed = (piece: Piece, change: Partial<RunResult>): Piece => ({
    ...piece,
    result: { ...piece.result, ...change },
  });
  const lost = two.result.shard?.cases[0] ?? '';
  const without = two.result.rules.map((each) => ({
    ...each,
    cases: each.cases.filter(({ name }) => name !== lost),
  }));
  const dealtTwice = {
    ...two.result.shard!,
    cases: [...two.result.shard!.cases, one.result.shard!.cases[0]!],
  };
  const notDealt = { ...two.result.shard!, cases: two.result.shard!.cases.slice(1) };
  test.each<[string, Piece[], string]>([
    ['nothing', [], 'nothing to merge'],
    ['a part is missing', [one, three], 'part 2/3 is missing'],
    ['a part is there twice', [one, two, three, two], 'part-2.json and part-2.json are both part 2/3'],
    ['a whole run', [changed(one, { shard: undefined as never })], 'part-1.json: it is no part of a run'],
    ['parts of other numbers', [one, two, ...split(whole(conformant()), 2)], 'is part 1/2'],
    ['another contract', [one, two, changed(three, { contract: 'other' })], 'differ in contract'],
    [
      'another target',
      [one, two, changed(three, { target: { baseUrl: 'http://other' } })],
      'differ in target',
    ],
    [
      'a deployment between parts',
      [one, two, changed(three, { target: { ...three.result.target, version: '2' } })],
      'differ in version of the target',
    ],
    ['another mode', [one, two, changed(three, { mode: 'safe' })], 'differ in mode'],
    [
      'a case without result',
      [one, changed(two, { rules: without }), three],
      `case ${lost} is missing: part-2.json`,
    ],
    [
      'a case dealt twice',
      [one, changed(two, { shard: dealtTwice }), three],
      'is double: part-1.json and part-2.json',
    ],
    [
      'a case dealt to none',
      [one, changed(two, { shard: notDealt }), three],
      `case ${lost} is missing: no part`,
    ],
    ['a result twice', [one, changed(two, { rules: one.result.rules }), three], 'is double'],
  ])('%s', (_, pieces, words) => {
    expect(() => merge(pieces, [])).toThrow(InputError);
    expect(() => merge(pieces, [])).toThrow(words);
  });
});

test('a part that could not reach the target makes its rules inconclusive', () => {
  const [one, two] = split(whole(conformant()), 2) as [Piece, Piece];
  const rules = two.result.rules.map((each) => ({
    ...each,
    status: 'inconclusive' as const,
    reason: 'the target cannot be reached',
    cases: [],
  }));
  const joined = merge([one, { ...two, result: { ...two.result, rules, verdict: 'inconclusive' } }], []);
  expect(joined.verdict).toBe('inconclusive');
  expect(joined.rules.every(({ status }) => status === 'inconclusive')).toBe(true);
});

test('a listed failure is known wherever it shows, and red only when no part shows it', () => {
  const broken = rule('SAM-GET-01', [caseOf('ids/one/get', 'passed'), caseOf('ids/two/get', 'failed')]);
  const entry = { rule: 'SAM-GET-01', names: new Set(['SAM-GET-01']) };
  const run = { ...whole(conformant()), rules: [broken] };
  expect(merge(split(run, 2), [entry]).rules[0]?.status).toBe('expected-failure');
  const held = { ...run, rules: [rule('SAM-GET-01', [caseOf('ids/one/get', 'passed')])] };
  expect(merge(split(held, 2), [entry]).rules[0]?.status).toBe('failed');
});
