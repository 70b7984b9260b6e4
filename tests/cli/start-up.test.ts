/** A signal while a run starts, before the first request: it ends with 130, and nothing is left of it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { packageFile } from '../../spec/package-root.ts';
import { type Stage, stage } from './killed.ts';

const MAIN = packageFile('dist/runner/cli/main.js');

let at: Stage;

beforeAll(async () => {
  at = await stage('kompliant');
});

afterAll(async () => at.close());

/** The moments of a start, by what can be seen of them from outside. */
const MOMENTS: Record<string, (child: ChildProcess, temporary: string, state: string) => Promise<void>> = {
  'the process is there': async (child) => new Promise((resolve) => child.once('spawn', () => resolve())),
  'the accounts are being locked': async (_, __, state) => something(state),
  'the spool is there, and vitest loads': async (_, temporary) => something(temporary),
};

/** Until anything has happened in a folder. */
async function something(folder: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(folder, () => {
      watcher.close();
      resolve();
    });
  });
}

test.each(Object.keys(MOMENTS))(
  'when %s',
  async (name) => {
    const temporary = join(at.folder, `tmp-${Object.keys(MOMENTS).indexOf(name)}`);
    const state = join(at.folder, 'state');
    for (const folder of [temporary, state]) mkdirSync(folder, { recursive: true });
    const before = at.counts.requests;
    const child = spawn(process.execPath, [MAIN, 'run', ...at.target, '--suite', 'lifecycle'], {
      env: { ...process.env, NO_COLOR: '1', TMPDIR: temporary },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const ended = new Promise<{ status: number | null; signal: string | null }>((resolve) => {
      child.on('close', (status, signal) => resolve({ status, signal }));
    });
    await MOMENTS[name]?.(child, temporary, state);
    const asked = at.counts.requests - before;
    child.kill('SIGINT');
    const { status, signal } = await ended;
    expect(asked).toBe(0);
    // Before it has read what to do, it simply dies of the signal: a shell calls that 130 as well.
    if (signal === null) expect(status, output).toBe(130);
    else expect(signal).toBe('SIGINT');
    expect(readdirSync(temporary)).toEqual([]);
    expect(existsSync(state) ? readdirSync(state).filter((file) => file.endsWith('.lock')) : []).toEqual([]);
    expect(at.untouched()).toBe(true);
    const { output: cleaned } = await at.command(['cleanup', ...at.target]);
    expect(cleaned).toMatch(/removed 0, restored 0, left 0/);
  },
  120_000,
);
