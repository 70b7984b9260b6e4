import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { SERVERS } from '../../fixtures/servers/index.ts';
import { InputError, run, type RunResult, type TargetData, UnreachableError } from '../../library/index.ts';
import { describeConformance, type Harness } from '../../library/vitest.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { play } from './harness.ts';

type Server = Awaited<ReturnType<NonNullable<ReturnType<(typeof SERVERS)['get']>>['start']>>;

let right: Server;
let wrong: Server;
const cheap = 'lifecycle/deleted-is-gone/delete';
const limit = 'limits/one-past-the-limit/create/as-limit-reached';
const state = temporaryFolder('library');

beforeAll(async () => {
  const kompliant = SERVERS.get('kompliant');
  if (!kompliant) throw new TypeError('no such server');
  right = await kompliant.start();
  wrong = await kompliant.start({ fault: 'limit-of-21' });
});

afterAll(async () => {
  await right.close();
  await wrong.close();
});

const targetOf = ({ target, baseUrl }: Server): TargetData => ({ ...(target as TargetData), baseUrl });

describe('run', () => {
  test('against an embedded server, with a result that says so', async () => {
    const result = await run({ contract: 'kompliant', cases: [cheap], seed: 1 });
    expect(result.verdict).toBe('conformant');
    expect(result.seed).toBe(1);
    expect(result.summary.passed).toBeGreaterThan(0);
    expect(result.cleanup.left).toEqual([]);
  });

  test('a broken rule is a result, and the ledger owes nothing after it', async () => {
    const result = await run({ target: targetOf(wrong), cases: [limit], state });
    expect(result.verdict).toBe('non-conformant');
    expect(result.rules.find(({ id }) => id === 'KOM-CREATE-12')?.status).toBe('failed');
    expect(result.cleanup.created).toBe(result.cleanup.removed);
    const again = await run({ target: targetOf(right), cases: [cheap], state });
    expect(again.verdict).toBe('conformant');
  });

  test('what is wrong or not there is an error of the family', async () => {
    await expect(run({ contract: 'komplian' })).rejects.toThrow(InputError);
    await expect(run({})).rejects.toThrow(/needs a contract/);
    await expect(run({ target: { ...targetOf(right), auth: {} } })).rejects.toThrow(/auth\.\w+ is missing/);
    const nowhere = { ...targetOf(right), baseUrl: 'http://127.0.0.1:9' };
    await expect(run({ target: nowhere, state })).rejects.toThrow(UnreachableError);
  });

  test('an aborted run cleans up and is inconclusive', async () => {
    const result = await run({
      contract: 'kompliant',
      cases: [cheap, limit],
      signal: AbortSignal.abort(),
    });
    expect(result.verdict).toBe('inconclusive');
    expect(result.cleanup.left).toEqual([]);
  });
});

describe('describeConformance', () => {
  const started = (server: () => Server, results: RunResult[]) => (harness: Harness) =>
    describeConformance(harness, {
      contract: 'kompliant',
      cases: [cheap, limit],
      target: () => targetOf(server()),
      state,
      onResult: (result) => void results.push(result),
    });

  test('a test a case, and one for the whole; the server is asked for when the first one runs', async () => {
    const results: RunResult[] = [];
    const { tests, after } = await play(started(() => right, results));
    expect(tests.size).toBe(3);
    expect([...tests.values()].filter((outcome) => !/^(passed|skipped)/.test(outcome))).toEqual([]);
    expect([...tests.keys()].at(-1)).toBe('every rule holds');
    expect(after).toBeUndefined();
    expect(results[0]?.verdict).toBe('conformant');
  });

  test('a broken rule fails the test of its case and that of the whole, in sentences', async () => {
    const results: RunResult[] = [];
    const { tests } = await play(started(() => wrong, results));
    const message = tests.get(limit);
    expect(message).toMatch(/demanded limit-reached/);
    expect(message).toMatch(/breaks .*KOM-CREATE-12/);
    expect(message).toMatch(/again: webhook-conformance run kompliant .*--case limits\/one-past-the-limit/);
    expect(tests.get('every rule holds')).toMatch(/^non-conformant:\nKOM-CREATE-12: /);
  });

  test('only what is not filtered away is run', async () => {
    const results: RunResult[] = [];
    const { tests } = await play(
      started(() => right, results),
      (name) => name === cheap,
    );
    const ran = results[0]?.rules.flatMap(({ cases }) => cases.map(({ name }) => name)) ?? [];
    expect(tests.size).toBeGreaterThan(0);
    expect([...new Set(ran)].sort()).toEqual([...tests.keys()].sort());
  });

  test('a server that is not there fails every test with the reason', async () => {
    const gone = (harness: Harness): void =>
      describeConformance(harness, {
        contract: 'kompliant',
        cases: [cheap],
        target: targetOf(right),
        baseUrl: () => 'http://127.0.0.1:9',
        state,
      });
    const { tests } = await play(gone);
    expect([...tests.values()]).toEqual([
      expect.stringContaining('cannot be reached'),
      expect.stringContaining('cannot be reached'),
    ]);
  });

  test('reports are written, without a secret', async () => {
    const path = join(state, 'report.json');
    const target = targetOf(wrong);
    await play((harness) =>
      describeConformance(harness, {
        contract: 'kompliant',
        cases: [limit],
        target,
        state,
        reports: [{ format: 'json', path }],
      }),
    );
    const text = readFileSync(path, 'utf8');
    expect(text).toContain('non-conformant');
    for (const secret of Object.values(target.auth ?? {})) expect(text).not.toContain(secret);
  });
});
