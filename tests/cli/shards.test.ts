import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import type { RunResult } from '../../runner/result/result.ts';
import { command, folder, served } from './command.ts';

const read = (path: string): RunResult => JSON.parse(readFileSync(path, 'utf8')) as RunResult;

test('parts run side by side on one ledger, and are merged into what the whole run says', async () => {
  const server = await served('kompliant', '--fault', 'limit-of-21');
  try {
    const out = folder();
    const suites = ['--suite', 'limits', '--seed', '7'];
    const target = ['--target', server.target, '--state', folder(), ...suites];
    const part = async (index: number, count = 2): Promise<number> => {
      const report = `json=${join(out, `${index}.json`)}`;
      return (await command(['run', ...target, '--shard', `${index}/${count}`, '--report', report])).status;
    };
    // Five parts are too many for the accounts, which is said before anything is sent.
    const [tooMany, ...statuses] = await Promise.all([part(1, 5), part(1), part(2)]);
    expect(tooMany).toBe(2);
    expect(statuses).toContain(1);
    const parts = [1, 2].map((index) => join(out, `${index}.json`));
    const history = join(out, 'history.sqlite');
    const merged = join(out, 'all.json');
    const again = [...parts, '--history', history, '--report', `json=${merged}`];
    const { status, stdout } = await command(['merge', ...again]);
    expect(status).toBe(1);
    expect(stdout).toContain('the first run of this target');
    const all = read(merged);
    expect(all.rules.find(({ id }) => id === 'KOM-CREATE-12')?.status).toBe('failed');
    expect(all.cleanup.left).toEqual([]);
    const cases = parts.flatMap((path) => read(path).shard?.cases ?? []);
    expect([...cases].sort()).toEqual([...(read(parts[0] ?? '').shard?.all ?? [])].sort());
  } finally {
    server.child.kill();
  }
}, 120_000);
