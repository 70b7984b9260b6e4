/** What sentences tell, without the values; what other cases found is told once. */
import { expect, test } from 'vitest';

import { compose } from '../../runner/result/compose.ts';
import type { EndedData } from '../../runner/result/ended.ts';
import { gist } from '../../runner/result/gist.ts';
import type { Contract, Rule } from '../../spec/contract.ts';
import { caseOf } from '../reporters/samples.ts';

const TIME = String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$`;
const untimely = (at: number, time: string): string =>
  `list: data.configs[${at}].created_at: must match ${TIME}, got "${time}"`;

test.each([
  [untimely(0, '2026-11-21T16:19:21Z'), `${untimely(7, '2026-11-21T16:19:22Z')} (seen in 27 cases)`],
  [
    'update: created_at: must be string, got 1795278801',
    'update: created_at: must be string, got 1795278999',
  ],
  [
    'create number 19 of 20 was refused with status 400',
    'create number 20 of 20 was refused with status 400',
  ],
  [
    'get shows "https://h.example/wc-0123456789/abcdef-1"',
    'get shows "https://h.example/wc-0123456789/fedcba-2-3/x?y" (and 1 of 3 probes like it)',
  ],
])('%s is told by %s too', (one, other) => {
  expect(gist(one)).toBe(gist(other));
});

test.each([
  ['list: created_at: must be string, got 1', 'list: created_at: must be string, got {}'],
  ['list: created_at: must be string, got 1', 'list: updated_at: must be string, got 1'],
  ['get: status: must be "A" or "B", got "C"', 'get: status: must be "A", got "C"'],
  ['list: meta: is missing', 'get: meta: is missing'],
])('%s is another thing than %s', (one, other) => {
  expect(gist(one)).not.toBe(gist(other));
});

test('a hostile sentence is read in a moment', () => {
  const long = ['a: '.repeat(1e5), `: must ${', got "'.repeat(1e5)}`, '"\\'.repeat(1e5), '[0]'.repeat(1e5)];
  for (const text of long) expect(gist(text).length).toBeLessThan(4000);
});

test('what cases of other rules found is one entry, with the number of cases and not of values', () => {
  const source = { document: 'page', section: 'part' };
  const rule: Rule = { id: 'SAM-LIST-01', level: 'must', title: 'times', source, proofs: [] };
  const ended = ['a', 'b', 'c'].map((name): EndedData => ({
    result: caseOf(`lifecycle/${name}/get`, 'passed'),
    rules: [],
    findings: [0, 1].map((at) => ({ rule: rule.id, kind: 'broken', message: untimely(at, `it is ${name}`) })),
    readings: [],
  }));
  const { rules } = compose({
    tool: { name: 'test', version: '0' },
    contract: { name: 'sample', rules: new Map([[rule.id, rule]]), gaps: new Map() } as unknown as Contract,
    settings: { baseUrl: 'http://127.0.0.1', seed: 1, mode: 'full' },
    selected: new Set([rule.id]),
    ended,
    expectedFailures: [],
    strict: false,
    startedAt: new Date(0),
    durationMs: 1,
    requests: { total: 0, byOperation: {}, latencyMs: { p50: 0, p95: 0, p99: 0 } },
    cleanup: { created: 0, removed: 0, left: [] },
  });
  expect(rules[0]?.status).toBe('failed');
  expect(rules[0]?.cases.map(({ message }) => message)).toEqual([
    `${untimely(0, 'it is a')} (seen in 3 cases)`,
  ]);
});
