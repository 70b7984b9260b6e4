/** The list of known failures: what may stand in it, and what it makes of a run. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import { toExpect } from '../../reporters/terminal/to-expect.ts';
import { readExpected } from '../../runner/cli/expected-failures.ts';
import { type ExpectedFailure, excuse } from '../../runner/result/expected-failures.ts';
import type { Status } from '../../runner/result/result.ts';
import pc from 'picocolors';
import { failing, hostile } from '../reporters/samples.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const KNOWN = ['AB-CREATE-01', 'AB-UPDATE-01', 'AB-UPDATE-02', 'AB-UPDATE-03'];
const TODAY = '2026-06-15';

async function list(text: string): Promise<readonly ExpectedFailure[]> {
  const path = join(temporaryFolder('expected'), 'known.yaml');
  writeFileSync(path, text);
  return readExpected(path, KNOWN);
}

describe('the file', () => {
  test('has plain ids, and entries with a pattern, a reason, a link and a last day', async () => {
    const [plain, pattern] = await list(
      '- AB-CREATE-01\n- { rule: AB-UPDATE-*, reason: it is being mended, issue: "https://x/1", expires: 2026-06-30 }\n',
    );
    expect(plain).toEqual({ rule: 'AB-CREATE-01', names: new Set(['AB-CREATE-01']) });
    expect(pattern?.names).toEqual(new Set(KNOWN.slice(1)));
    expect(pattern).toMatchObject({
      reason: 'it is being mended',
      issue: 'https://x/1',
      expires: '2026-06-30',
    });
  });

  test.each([
    [
      '- AB-CREATE-01\n- AB-CREAT-01\n',
      /known\.yaml:2: unknown rule "AB-CREAT-01" — did you mean "AB-CREATE-01"\?/,
    ],
    ['- AB-UPDAT-*\n', /known\.yaml:1: no rule is named by "AB-UPDAT-\*" — did you mean "AB-UPDATE-\*"\?/],
    ['- { rule: AB-CREATE-01, expire: 2026-06-30 }\n', /unknown key "expire" — did you mean "expires"\?/],
    [
      '- { rule: AB-CREATE-01, expires: 2026-02-30 }\n',
      /expires must be a day like 2026-12-31, got "2026-02-30"/,
    ],
    ['- { rule: AB-CREATE-01, expires: soon }\n', /expires must be a day/],
    ['- { reason: none }\n', /an entry needs a rule/],
    ['- 7\n', /an entry is a rule id/],
    ['rule: AB-CREATE-01\n', /it must be a list/],
    ['', /it must be a list/],
    ['- [\n', /known\.yaml:2:1: /],
  ])('%j is refused', async (text, words) => {
    await expect(list(text)).rejects.toThrow(words);
  });
});

describe('a listed rule', () => {
  const end = async (text: string, statuses: Record<string, Status>, id: string): Promise<string> => {
    const entries = (await list(text)).filter(({ names }) => names.has(id));
    const { status, reason } = excuse(entries, new Map(Object.entries(statuses)), id, 'it broke', TODAY);
    return `${status}: ${reason ?? ''}`;
  };
  const pattern = '- { rule: AB-UPDATE-*, reason: being mended, issue: "#12" }\n';

  test.each<[string, string, Record<string, Status>, string, string]>([
    [
      'that fails is no failure',
      '- AB-CREATE-01\n',
      { 'AB-CREATE-01': 'failed' },
      'AB-CREATE-01',
      'expected-failure: it broke',
    ],
    [
      'says why',
      pattern,
      { 'AB-UPDATE-01': 'failed' },
      'AB-UPDATE-01',
      'expected-failure: it broke (known: being mended, #12)',
    ],
    [
      'that holds is red',
      '- AB-CREATE-01\n',
      { 'AB-CREATE-01': 'observed' },
      'AB-CREATE-01',
      'failed: expected to fail, but it holds: take it off the list',
    ],
    [
      'of a pattern may hold while another fails',
      pattern,
      { 'AB-UPDATE-01': 'passed', 'AB-UPDATE-02': 'failed' },
      'AB-UPDATE-01',
      'passed: it broke',
    ],
    [
      'of a pattern is red when none fails',
      pattern,
      { 'AB-UPDATE-01': 'passed', 'AB-UPDATE-02': 'not-run' },
      'AB-UPDATE-01',
      'failed: expected to fail (AB-UPDATE-*), but of the rules that this names none does: take it off the list',
    ],
    [
      'of a pattern is not red while another could not be judged',
      pattern,
      { 'AB-UPDATE-01': 'passed', 'AB-UPDATE-02': 'inconclusive' },
      'AB-UPDATE-01',
      'passed: it broke',
    ],
    [
      'that was not judged stays so',
      '- AB-CREATE-01\n',
      { 'AB-CREATE-01': 'inconclusive' },
      'AB-CREATE-01',
      'inconclusive: it broke',
    ],
    [
      'is excused on the last day',
      `- { rule: AB-CREATE-01, expires: ${TODAY} }\n`,
      { 'AB-CREATE-01': 'failed' },
      'AB-CREATE-01',
      'expected-failure: it broke',
    ],
    [
      'is not excused any more on the day after',
      '- { rule: AB-CREATE-01, expires: 2026-06-14, issue: "#3" }\n',
      { 'AB-CREATE-01': 'failed' },
      'AB-CREATE-01',
      'failed: it broke (the expected failure AB-CREATE-01 expired on 2026-06-14, #3)',
    ],
  ])('%s', async (_, text, statuses, id, ending) => {
    expect(await end(text, statuses, id)).toBe(ending);
  });
});

test('the entries that a run proposes can be pasted, whatever the server sent', () => {
  for (const result of [failing(), hostile()]) {
    const [, ...lines] = toExpect(result, pc.createColors(false));
    const entries = parse(lines.join('\n')) as { rule: string; reason: string; expires: string }[];
    const failed = result.rules.filter(
      ({ status, expected }) => status === 'failed' && expected === undefined,
    );
    expect(entries.map(({ rule }) => rule)).toEqual(failed.map(({ id }) => id.toWellFormed()));
    expect(entries.every(({ expires }) => /^\d{4}-\d\d-\d\d$/.test(expires))).toBe(true);
  }
});
