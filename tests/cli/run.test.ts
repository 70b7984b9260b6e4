import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import type { RunResult } from '../../runner/result/result.ts';
import { command, folder, served, write } from './command.ts';

test('every built-in contract conforms to its embedded server, and each gets a report of its own', async () => {
  const out = folder();
  const { status, stdout } = await command(['run', '--report', `json=${join(out, 'out.json')}`]);
  expect(stdout).toContain('Conformant');
  expect(status).toBe(0);
  expect(readdirSync(out).sort()).toEqual(['out.energycap.json', 'out.kompliant.json', 'out.konpro.json']);
  for (const name of readdirSync(out)) {
    const result = JSON.parse(readFileSync(join(out, name), 'utf8')) as RunResult;
    expect(result.verdict, name).toBe('conformant');
    expect(result.requests.total, `${name}: some 3,000 requests`).toBeLessThan(3600);
    expect(result.cleanup.left).toEqual([]);
    expect(result.cleanup.created).toBe(result.cleanup.removed);
  }
});

test('a broken rule fails the run, is named with its exchange, and is rerun alone by the line given', async () => {
  const server = await served('kompliant', '--fault', 'limit-of-21');
  try {
    const report = join(folder(), 'out.json');
    const { status } = await command([
      'run',
      '--target',
      server.target,
      '--state',
      folder(),
      '--suite',
      'limits',
      '--report',
      `json=${report}`,
    ]);
    expect(status).toBe(1);
    const result = JSON.parse(readFileSync(report, 'utf8')) as RunResult;
    expect(result.verdict).toBe('non-conformant');
    const rule = result.rules.find(({ id }) => id === 'KOM-CREATE-12');
    const failed = rule?.cases.find((one) => one.status === 'failed');
    expect(failed?.message).toMatch(/limit-reached|one more create was accepted/);
    expect(failed?.exchanges.length).toBeGreaterThan(0);
    const again = await command([...(failed?.replay.split(' ').slice(1) ?? []), '--state', folder()]);
    expect(again.status).toBe(1);
  } finally {
    server.child.kill();
  }
});

test('an expected failure does not fail the run; one that holds does', async () => {
  const { status: holds } = await command([
    'run',
    'kompliant',
    '--suite',
    'limits',
    '--expected-failures',
    expected('KOM-CREATE-12'),
  ]);
  expect(holds).toBe(1);
  const server = await served('kompliant', '--fault', 'limit-of-21');
  try {
    const args = [
      'run',
      '--target',
      server.target,
      '--state',
      folder(),
      '--case',
      'limits/one-past-the-limit/create/as-limit-reached',
    ];
    const { stdout } = await command(args);
    const ids = [...new Set(stdout.match(/KOM-[A-Z]+-\d+/g))];
    const { status } = await command([...args, '--expected-failures', expected(...ids)]);
    expect(status).toBe(0);
  } finally {
    server.child.kill();
  }
});

function expected(...ids: string[]): string {
  return write('expected.yaml', ids.map((id) => `- ${id}\n`).join(''));
}
