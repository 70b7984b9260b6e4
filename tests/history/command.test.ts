import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

import { expect, test, vi } from 'vitest';

import { remembered } from '../../runner/cli/remembered.ts';
import { history, type HistoryOptions } from '../../runner/cli/history.ts';
import { remember } from '../../runner/history/remember.ts';
import type { RunResult } from '../../runner/result/result.ts';
import { InputError } from '../../spec/errors.ts';
import { caseOf, conformant, rule } from '../reporters/samples.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder('history');
const place = join(folder, 'history.sqlite');
const base = { history: place, last: 20, json: false };

function night(day: number, broken: boolean, port: number): RunResult {
  const one = rule('SAM-GET-01', [caseOf('lifecycle/read/get', broken ? 'failed' : 'passed')]);
  return {
    ...conformant(),
    contract: 'kompliant',
    target: { baseUrl: `http://127.0.0.1:${port}/api`, version: `1.${day}` },
    startedAt: `2026-01-0${day}T03:00:00.000Z`,
    verdict: broken ? 'non-conformant' : 'conformant',
    rules: [one],
  };
}

/** What the command prints. */
async function printed(options: HistoryOptions): Promise<string> {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    await history(options);
    return stripVTControlCharacters(write.mock.calls.map(([text]) => String(text)).join(''));
  } finally {
    write.mockRestore();
  }
}

test('history shows when each run was, how it ended, and when a rule changed', async () => {
  // On this machine a server is on another port each night.
  for (const [day, broken] of [false, true, false].entries()) {
    await remember(place, night(day + 1, broken, 4000 + day));
  }
  const target = join(folder, 'target.yaml');
  writeFileSync(target, 'contract: kompliant\nbaseUrl: http://127.0.0.1:4999/api\n');
  const shown = await printed({ ...base, target });
  expect(shown).toMatchInlineSnapshot(`
    "kompliant  http://127.0.0.1/api
    when                  version  verdict           p95    requests  failed
    2026-01-01 03:00 UTC  1.1      ✓ Conformant      12 ms  1,234     0
    2026-01-02 03:00 UTC  1.2      ✗ Not conformant  12 ms  1,234     1: SAM-GET-01
    2026-01-03 03:00 UTC  1.3      ✓ Conformant      12 ms  1,234     0
    SAM-GET-01  broken 2026-01-02 03:00 UTC (1.2), fixed 2026-01-03 03:00 UTC (1.3)
    "
  `);
  const told = await printed({ ...base, contract: 'kompliant', last: 2, json: true });
  expect(JSON.parse(told)).toMatchObject([
    {
      contract: 'kompliant',
      runs: [
        { verdict: 'non-conformant', failed: ['SAM-GET-01'] },
        { version: '1.3', failed: [] },
      ],
      rules: [{ rule: 'SAM-GET-01', changes: [{ to: 'held', version: '1.3' }] }],
    },
  ]);
});

test('what is not known is said, with what is', async () => {
  const wrong = history({ ...base, contract: 'konpro' });
  await expect(wrong).rejects.toThrow(InputError);
  await expect(wrong).rejects.toThrow(/it knows kompliant at http:\/\/127\.0\.0\.1\/api$/);
  const missing = { ...base, history: join(folder, 'misspelt.sqlite') };
  await expect(history(missing)).rejects.toThrow(/there is no such file/);
});

test('a history that fails after the run costs a line, not the verdict', async () => {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    const result = night(4, true, 4000);
    expect(await remembered(result, folder)).toBe(result);
    expect(String(write.mock.calls[0]?.[0])).toMatch(
      /^webhook-conformance: the run was not remembered in .*; its verdict stands\n$/,
    );
  } finally {
    write.mockRestore();
  }
});
