import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFile, readdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { fileLedger, readLedger } from '../../runner/ledger/file-ledger.ts';
import { lockAccounts } from '../../runner/ledger/locks.ts';
import { debts } from '../../runner/ledger/records.ts';
import { seal, unseal } from '../../runner/ledger/seal.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const account = { id: 'a', credentials: { apiKey: 'key' }, fixtures: {} };

async function path(): Promise<string> {
  return join(temporaryFolder('ledger'), 'ledger.jsonl');
}

test('what was created and not removed is owed; a lost answer too; what was swept is not', async () => {
  const file = await path();
  const ledger = await fileLedger(file, 'run1', [account]);
  const one = await ledger.intend('a', 'https://x/1');
  await ledger.created(one, 'id1');
  await ledger.removed('a', 'id1');
  const two = await ledger.intend('a', 'https://x/2');
  await ledger.created(two, 'id2');
  await ledger.refused(await ledger.intend('a', 'https://x/3'));
  expect(debts(await readLedger(file))).toEqual([
    { run: 'run1', account: 'a', ids: ['id2'], uncertain: false, fixtures: [] },
  ]);
  await ledger.intend('a', 'https://x/4');
  expect(debts(await readLedger(file))[0]?.uncertain).toBe(true);
  await ledger.swept('a');
  expect(debts(await readLedger(file))).toEqual([]);
  await ledger.close();
});

test('a torn line costs that line alone', async () => {
  const file = await path();
  const first = await fileLedger(file, 'run1', [account]);
  await first.created(await first.intend('a', 'https://x/1'), 'id1');
  await first.close();
  await appendFile(file, '{"t":"removed","run":"run1","acc');
  const second = await fileLedger(file, 'run2', [account]);
  await second.created(await second.intend('a', 'https://x/2'), 'id2');
  await second.close();
  expect(debts(await readLedger(file)).flatMap(({ ids }) => ids)).toEqual(['id1', 'id2']);
});

test('a fixture’s state is sealed, and opens with the same credentials alone', async () => {
  const file = await path();
  const ledger = await fileLedger(file, 'run1', [account]);
  await ledger.editing('a', 1, { secret: 'canary' });
  await ledger.close();
  const [debt] = debts(await readLedger(file));
  const sealed = debt?.fixtures[0]?.sealed ?? '';
  expect(sealed).not.toContain('canary');
  expect(unseal(sealed, { apiKey: 'key' })).toEqual({ secret: 'canary' });
  expect(unseal(sealed, { apiKey: 'other' })).toBeUndefined();
  expect(unseal('garbage', { apiKey: 'key' })).toBeUndefined();
});

test('sealing twice gives two texts', () => {
  expect(seal({ a: 1 }, { apiKey: 'key' })).not.toBe(seal({ a: 1 }, { apiKey: 'key' }));
});

test('a second run on an account is refused, and may begin when the first has ended', async () => {
  const file = await path();
  const locks = await lockAccounts(file, ['a', 'b']);
  await expect(lockAccounts(file, ['b', 'c'])).rejects.toThrow(/account b is being used by another run/);
  await (await lockAccounts(file, ['c'])).release();
  await locks.release();
  await (await lockAccounts(file, ['b', 'c'])).release();
  expect((await readdir(join(file, '..'))).filter((name) => name.endsWith('.lock'))).toEqual([]);
});

test('a second run that waits says so once, and begins when the first has ended', async () => {
  const file = await path();
  const locks = await lockAccounts(file, ['a']);
  const said: string[] = [];
  const { signal } = new AbortController();
  const waiting = lockAccounts(file, ['a'], { signal, say: (line) => said.push(line) });
  await expect.poll(() => said.length).toBe(1);
  await locks.release();
  await (await waiting).release();
  expect(said).toEqual([
    expect.stringMatching(
      /^account a is being used by another run \(process \d+ on .*\); waiting until it has ended$/,
    ),
  ]);
});

test('waiting can be given up', async () => {
  const file = await path();
  const locks = await lockAccounts(file, ['a']);
  const over = new AbortController();
  const waiting = lockAccounts(file, ['a'], { signal: over.signal, say: () => over.abort() });
  await expect(waiting).rejects.toThrow(/the waiting for it was interrupted/);
  await locks.release();
});

test('a container that starts again is not kept out by itself: same host, same number, another process', async () => {
  const file = await path();
  const lock = `${file}.${createHash('sha256').update('a').digest('hex').slice(0, 10)}.lock`;
  await writeFile(lock, JSON.stringify({ pid: process.pid, host: hostname(), since: '2026-01-01' }));
  await (await lockAccounts(file, ['a'])).release();
});

test('of many that find the lock of a dead process one takes it', async () => {
  const file = await path();
  await (await lockAccounts(file, ['a'])).release();
  // The lock of a process that is no more.
  const dead = spawnSync(process.execPath, ['--version']).pid;
  const name = `${file}.${createHash('sha256').update('a').digest('hex').slice(0, 10)}.lock`;
  await writeFile(name, JSON.stringify({ pid: dead, host: hostname(), since: '2026-01-01T00:00:00Z' }));
  const ended = await Promise.allSettled(Array.from({ length: 20 }, async () => lockAccounts(file, ['a'])));
  const holders = ended.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  expect(holders).toHaveLength(1);
  await holders[0]?.release();
  expect((await readdir(join(file, '..'))).filter((one) => one.includes('.lock'))).toEqual([]);
});
