/** Two parts of a run, at one server and on one ledger at the same time: neither is in the other's way. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import type { RunResult } from '../../runner/result/result.ts';
import { command } from './command.ts';
import { type Stage, stage } from './killed.ts';

let at: Stage;

beforeAll(async () => {
  at = await stage('kompliant');
});

afterAll(async () => at.close());

const read = (path: string): RunResult => JSON.parse(readFileSync(path, 'utf8')) as RunResult;

test('both end with 0, and joined they are the whole run', async () => {
  const parts = [1, 2].map((index) => join(at.folder, `${index}.json`));
  const suites = ['--suite', 'lifecycle,duplicates', '--seed', '3'];
  const ends = await Promise.all(
    parts.map(async (path, index) =>
      at.command(['run', ...at.target, ...suites, '--shard', `${index + 1}/2`, '--report', `json=${path}`]),
    ),
  );
  for (const { status, output } of ends) expect(status, output).toBe(0);

  const merged = join(at.folder, 'all.json');
  const { status, stderr } = await command(['merge', ...parts, '--report', `json=${merged}`]);
  expect(status, stderr).toBe(0);
  const [all, ...each] = [merged, ...parts].map(read);
  const dealt = each.flatMap(({ shard }) => shard?.cases ?? []);
  expect([...dealt].sort()).toEqual([...(each[0]?.shard?.all ?? [])].sort());
  expect(all?.cleanup.left).toEqual([]);
  expect(all?.cleanup.created).toBe(each.reduce((sum, { cleanup }) => sum + cleanup.created, 0));
  expect(all?.cleanup.removed).toBe(all?.cleanup.created);

  // Nothing is left at the server, no account is still held, and the ledger has nothing more to remove.
  expect(at.untouched()).toBe(true);
  expect(readdirSync(join(at.folder, 'state')).filter((name) => name.endsWith('.lock'))).toEqual([]);
  const again = await at.command(['cleanup', ...at.target]);
  expect(again.output).toMatch(/removed 0, restored 0, left 0/);
  expect(again.status).toBe(0);
}, 240_000);
