/** One cause, told once; two causes, told as two. */
import { describe, expect, test } from 'vitest';

import { findingsOf } from '../../reporters/findings.ts';
import { renderSummary } from '../../reporters/terminal.ts';
import type { CaseResult, RunResult } from '../../runner/result/result.ts';
import { caseOf, exchange, resultOf, rule } from './samples.ts';

/** `RULE-1 suite/law/operation: sentence`: each a failure of its own. */
function failures(...lines: string[]): RunResult {
  return resultOf(
    lines.map((line) => {
      const [, id = '', name = '', message = ''] = /^(\S+) (\S+): (.*)$/s.exec(line) ?? [];
      return rule(id, [failed(name, message)]);
    }),
  );
}

function failed(name: string, message: string, exchanges = 1): CaseResult {
  return caseOf(name, 'failed', { message, exchanges: Array.from({ length: exchanges }, () => exchange()) });
}

const found = (result: RunResult): string[][] =>
  findingsOf(result, 'failed').map(({ rules }) => rules.map(({ id }) => id).sort());

const URL = 'https://hooks.example.com/wc-0123456789/abcdef-1';

describe('one cause', () => {
  test.each<[string, string[]]>([
    [
      'a field of another form, wherever it is shown',
      [
        'A-1 ids/unknown/get: list: data.configs[0].created_at: must match Z$, got "2026-11-21T16:19:21"',
        'A-2 lifecycle/deleted/list: list: data.configs[7].created_at: must match Z$, got "2027-11-21T16:19:21"',
        'A-3 urls/kept/create: get: data.created_at: must match Z$, got "2026" (seen in 27 cases)',
      ],
    ],
    [
      'a list that does not show an item, under many laws',
      [
        'A-1 urls/kept/create: after a create with dots, list does not show the item (and 1 of 20 probes like it)',
        'A-2 duplicates/same-url/create: after a URL that is taken was accepted, list does not show the item any more',
        'A-3 ids/unknown/get: webhook.list does not show an item that exists (seen in 11 cases)',
        'A-4 properties/sequences/create: the list does not show "w_1", by: create 0; list (case seed 1, path 0:0)',
      ],
    ],
    [
      'URLs that are cut at one character',
      [
        `A-1 urls/kept/create: after a create with two of them, get shows "${URL}?a=/in", not "${URL}?a=/in?b=1" (two)`,
        `A-2 urls/kept/update: after an update with two of them, list shows "${URL}?a", not "${URL}?a?b" (two)`,
        `A-3 properties/urls/update: after an update, get shows "${URL}?", not "${URL}??" (generated) (case seed 1, path 0)`,
      ],
    ],
    [
      'a status that every operation has',
      ['get', 'list', 'update'].map(
        (name, at) =>
          `A-${at} authentication/refused/${name}/any-part: ${name} for "no-key": demanded unauthorised (401), got status 403, which looks like forbidden`,
      ),
    ],
    [
      'an object that lacks all of its fields',
      ['id', 'url', 'status'].map((name, at) => `A-${at} ids/unknown/get: create: ${name}: is missing`),
    ],
    [
      'races of every kind',
      ['last-place', 'same-url', 'random'].map(
        (name, at) =>
          `A-${at} races/${name}/create: one of them; no order of these operations explains their answers: x ${at}`,
      ),
    ],
  ])('%s', (_, lines) => {
    expect(found(failures(...lines))).toHaveLength(1);
  });
});

describe('two causes', () => {
  test.each<[string, string, string]>([
    [
      'two fields',
      'A-1 a/b/get: get: data.created_at: must be string, got 1',
      'A-2 a/b/get: get: data.updated_at: must be string, got 1',
    ],
    [
      'two demands of one field',
      'A-1 a/b/get: get: data.url: must be string, got 1',
      'A-2 a/b/get: get: data.url: must match ^https:, got "http:"',
    ],
    [
      'two checks that are missing',
      'A-1 urls/refused/create: create for "http://x": demanded bad-request (400), got status 200, which looks like success',
      'A-2 fields/absent/create/id: create for "no id": demanded bad-request (400), got status 200, which looks like success',
    ],
    [
      'two things that are done to URLs',
      `A-1 urls/kept/create: after a create, get shows "${URL}/a%20b", not "${URL}/a+b"`,
      `A-2 urls/kept/create/case: after a create, get shows "${URL}/ab", not "${URL}/aB"`,
    ],
    [
      'two refusals',
      'A-1 limits/last/create: create: demanded success (200), got status 400, which looks like limit-reached',
      'A-2 limits/last/create: create: demanded success (200), got status 400, which looks like url-taken',
    ],
    [
      'what a list and what a get does not show',
      'A-1 ids/foreign/delete: after a refused delete, get does not show the item any more',
      'A-2 ids/foreign/delete: after a refused delete, list does not show the item any more',
    ],
    [
      'deletes that are refused but done, and creates that are not kept',
      'A-1 ids/foreign/delete: after a refused delete, get does not show the item any more',
      'A-2 lifecycle/created/get: after a create, get does not show the item',
    ],
  ])('%s', (_, one, other) => {
    expect(found(failures(one, other))).toHaveLength(2);
  });
});

test('a scenario tells a finding before a search does, the shorter before the longer', () => {
  const missing = 'the list does not show "w_1"';
  const result = resultOf([
    rule('A-1', [failed('properties/sequences/list', missing)]),
    rule('A-2', [failed('duplicates/twins/list', missing, 9), failed('lifecycle/created/list', missing, 3)]),
  ]);
  const [finding] = findingsOf(result, 'failed');
  expect(finding?.example?.name).toBe('lifecycle/created/list');
  expect(finding?.cases).toHaveLength(3);
});

test('what shows most often comes first', () => {
  const result = failures(
    'A-1 a/b/get: get: data.url: must be string, got 1',
    'A-2 a/b/get: get: data.created_at: must be string, got 1 (seen in 12 cases)',
  );
  expect(found(result)).toEqual([['A-2'], ['A-1']]);
});

test('the summary fits one screen, whatever fails, with one line to run again for each finding', () => {
  const laws = Array.from({ length: 30 }, (_, at) => 'x'.repeat(at + 1));
  const result = failures(
    ...laws.map(
      (law, at) => `SAM-LIST-${at} lifecycle/${law}/list: after ${law}, list does not show the item`,
    ),
    ...laws.map(
      (law, at) => `SAM-URL-${at} urls/${law}/create: the answer to ${law} holds nothing that is ${law}`,
    ),
  );
  const lines = renderSummary(result, { colour: false, width: 100, verbose: false }).trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(40);
  expect(lines[0]).toMatch(/^FAILED lifecycle\/x+\/list/);
  const blocks = lines.filter((line) => line.startsWith('FAILED'));
  expect(blocks.length).toBeGreaterThan(1);
  expect(lines.filter((line) => line.startsWith('  again '))).toHaveLength(blocks.length);
  expect(lines).toContainEqual(expect.stringMatching(/^… and \d+ other findings, of \d+ rules/));
});
