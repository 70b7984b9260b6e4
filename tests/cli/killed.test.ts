/** However a run ends, nothing of it stays and nothing else is touched. `npm run bench:kill` does this 200 times. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import type { RunResult } from '../../runner/result/result.ts';
import { type Ended, type Stage, stage } from './killed.ts';

let at: Stage;

beforeAll(async () => {
  at = await stage('kompliant');
});

afterAll(async () => at.close());

const suites = ['--suite', 'lifecycle'];

test.each([23, 61, 120])('killed at request %d, a run is cleaned up after', async (number) => {
  const killed = await at.command(['run', ...at.target, ...suites], { at: number, signal: 'SIGKILL' });
  expect(killed.signal).toBe('SIGKILL');
  const { status, output } = await at.command(['cleanup', ...at.target]);
  expect(output).toMatch(/removed \d+, restored 0, left 0/);
  expect(status).toBe(0);
  expect(at.untouched()).toBe(true);
});

test.each([
  ['SIGINT', 5],
  ['SIGTERM', 70],
] as const)('on %s at request %d a run cleans up, reports and ends with 130', async (signal, number) => {
  const report = join(at.folder, 'report.json');
  rmSync(report, { force: true });
  const { status, output } = await at.command(
    ['run', ...at.target, ...suites, '--report', `json=${report}`],
    {
      at: number,
      signal,
    },
  );
  expect(status, output).toBe(130);
  expect(at.untouched()).toBe(true);
  const result = JSON.parse(readFileSync(report, 'utf8')) as RunResult;
  expect(result.cleanup.left).toEqual([]);
  expect(result.summary.inconclusive).toBeGreaterThan(0);
});

test('two runs at once on one account: the second is refused, or waits', async () => {
  const run = ['run', ...at.target, '--case', 'lifecycle/created-is-shown/create'];
  let refused: Ended | undefined;
  let waiting: Promise<Ended> | undefined;
  const meanwhile = async (): Promise<void> => {
    refused = await at.command(run);
    await new Promise<void>((resolve) => {
      const said = (output: string): void => {
        if (output.includes('waiting until it has ended')) resolve();
      };
      waiting = at.command([...run, '--wait'], { at: Infinity, signal: 'SIGCONT', said });
    });
  };
  const first = await at.command(run, { at: 5, signal: 'SIGSTOP', meanwhile });
  expect(first.status, first.output).toBe(0);
  expect(refused?.output).toMatch(/account \S+ is being used by another run \(process \d+ on .*--wait/);
  expect(refused?.status).toBe(2);
  const waited = await waiting;
  expect(waited?.output).toContain('Conformant');
  expect(waited?.status).toBe(0);
  expect(at.untouched()).toBe(true);
});
