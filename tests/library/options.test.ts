/** The options of `run` from code, beyond those that say what is run. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { SERVERS } from '../../fixtures/servers/index.ts';
import { InputError, type Options, run, type TargetData } from '../../library/index.ts';
import { describeConformance } from '../../library/vitest.ts';
import { lockAccounts } from '../../runner/ledger/locks.ts';
import { ledgerPath } from '../../runner/ledger/file-ledger.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { play } from './harness.ts';

type Server = Awaited<ReturnType<NonNullable<ReturnType<(typeof SERVERS)['get']>>['start']>>;

let server: Server;
const folder = temporaryFolder('options');
const state = join(folder, 'state');
const cheap = 'lifecycle/deleted-is-gone/delete';
const limit = 'limits/one-past-the-limit/create/as-limit-reached';
const property = 'properties/ids/get/malformed-id';

beforeAll(async () => {
  const kompliant = SERVERS.get('kompliant');
  if (!kompliant) throw new TypeError('no such server');
  server = await kompliant.start({ fault: 'ids-with-line-feed' });
});

afterAll(async () => server.close());

const target = (): TargetData => ({ ...(server.target as TargetData), baseUrl: server.baseUrl });
const nowhere = (): Options => ({ target: { ...target(), baseUrl: 'http://127.0.0.1:9' }, state });

describe('run', () => {
  test('maxRequests holds', async () => {
    const short = run({ target: target(), state, cases: [cheap], maxRequests: 1 });
    await expect(short).rejects.toThrow(/--max-requests 1: it takes \d+ to look at the target/);
  });

  test('reserve keeps places free, so no account is filled', async () => {
    const { rules } = await run({ target: target(), state, cases: [limit], reserve: 2 });
    const messages = rules.flatMap((rule) => rule.cases.map(({ message }) => message));
    expect(messages.length).toBeGreaterThan(0);
    for (const message of messages) expect(message).toMatch(/reserve/);
  });

  test('a version is told by the target, or by who runs; changes come from the history', async () => {
    const history = join(folder, 'runs.db');
    const options = { target: { ...target(), version: '1.10' }, state, cases: [cheap], history };
    const first = await run(options);
    expect(first.target.version).toBe('1.10');
    const second = await run({ ...options, targetVersion: '1.11' });
    expect(second.target.version).toBe('1.11');
    expect(second.changes).toBeDefined();
  });

  test('a corpus keeps what was found, which is tried first; failures become scripts', async () => {
    const [corpus, repro] = [join(folder, 'corpus', 'found.jsonl'), join(folder, 'scripts')];
    const options = { target: target(), state, cases: [property], seed: 1, corpus, repro };
    const first = await run(options);
    expect(first.verdict).toBe('non-conformant');
    const kept = readFileSync(corpus, 'utf8');
    expect(kept.trim().split('\n')).toHaveLength(1);
    expect(readdirSync(repro)).toEqual([`${property.replaceAll('/', '.')}.sh`]);
    const again = await run({ ...options, cases: [`${property}/corpus`], seed: 2 });
    const failed = again.rules.flatMap(({ cases }) => cases).filter(({ status }) => status === 'failed');
    expect(failed.map(({ name }) => name)).toContain(`${property}/corpus`);
    expect(failed[0]?.replay).toContain(`--corpus ${corpus} --seed 2`);
    expect(readFileSync(corpus, 'utf8')).toBe(kept);
  });

  test('wait lets another run end first; an aborted wait is an error', async () => {
    const options = { target: target(), state, cases: [cheap] };
    const ids = (target().accounts ?? []).map(({ id }) => String(id));
    const other = await lockAccounts(ledgerPath(state, 'kompliant', server.baseUrl), ids);
    await expect(run(options)).rejects.toThrow(/is being used by another run/);
    const interrupted = run({ ...options, wait: true, signal: AbortSignal.abort() });
    await expect(interrupted).rejects.toThrow(/the waiting for it was interrupted/);
    const waiting = run({ ...options, wait: true });
    await other.release();
    await expect(waiting).resolves.toMatchObject({ verdict: 'conformant' });
  });

  test.each<[Record<string, unknown>, string]>([
    [{ maxRequest: 5 }, 'unknown option "maxRequest" — did you mean "maxRequests"?'],
    [{ maxRequests: 0 }, 'the option maxRequests must be a whole number from 1 on, got 0'],
    [{ reserve: 1.5 }, 'the option reserve must be a whole number from 0 on, got 1.5'],
    [{ rate: '5' }, 'the option rate must be a number above 0, got "5"'],
    [{ wait: 'yes' }, 'the option wait must be true or false, got "yes"'],
    [{ suites: 'limits' }, 'the option suites must be a list of texts, got "limits"'],
    [{ mode: 'gentle' }, 'the option mode must be full, safe or read-only, got "gentle"'],
    [{ targetVersion: '' }, 'the option targetVersion must be a text that is not empty, got ""'],
  ])('refuses %j', async (wrong, message) => {
    const options: Options = { ...nowhere(), ...wrong };
    await expect(run(options)).rejects.toThrow(new InputError(message));
  });

  test.each(['corpus', 'repro', 'history', 'state'])(
    'a %s that cannot be written is an error before the first request',
    async (name) => {
      const file = join(folder, 'file');
      writeFileSync(file, '');
      const options = { ...nowhere(), [name]: join(file, 'inside') };
      await expect(run(options)).rejects.toThrow(InputError);
    },
  );
});

test('describeConformance has a test for what the corpus knows, and says at once what cannot be written', async () => {
  const corpus = join(folder, 'known.jsonl');
  const example = { contract: 'kompliant', case: property, example: 'a\n' };
  writeFileSync(corpus, `${JSON.stringify(example)}\n`);
  const reports = [{ format: 'json' as const, path: folder }];
  const { tests } = await play((harness) =>
    describeConformance(harness, {
      contract: 'kompliant',
      cases: [`${property}/corpus`],
      corpus,
      reports,
      ...nowhere(),
      target: target(),
    }),
  );
  expect([...tests.keys()]).toEqual([`${property}/corpus`, 'every rule holds']);
  for (const outcome of tests.values()) expect(outcome).toMatch(/the report cannot be written there/);
});
