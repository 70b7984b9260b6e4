/**
 * Runs of the command that are ended at a moment of their course: when the server has been asked so many times. By
 * time, a slow machine would have other moments than a fast one.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { stringify } from 'yaml';

import { SERVERS } from '../../fixtures/servers/index.ts';
import { packageFile } from '../../spec/package-root.ts';
import { type Counting, countingProxy } from '../runner/counting-proxy.ts';
import { settleStrangers } from '../runner/strangers.ts';

const MAIN = packageFile('dist/runner/cli/main.js');

export interface Ended {
  status: number | null;
  /** The signal that it died of. */
  signal: string | null;
  output: string;
}

/** A signal to the process group of a run. */
export interface Kill {
  /** At the n-th request from now. */
  at: number;
  signal: NodeJS.Signals;
  /** After SIGSTOP: what happens until it goes on. */
  meanwhile?: () => Promise<void>;
  /** Told of everything that it prints. */
  said?: (output: string) => void;
}

/** A server with something on it that is not the suite's, a proxy before it, and what a run there needs. */
export interface Stage {
  folder: string;
  counts: Counting['counts'];
  /** Whether the server holds what it held at the beginning, nothing more and nothing less. */
  untouched: () => boolean;
  /** Runs the command to its end. */
  command: (args: readonly string[], kill?: Kill) => Promise<Ended>;
  target: readonly string[];
  close: () => Promise<void>;
}

/** `drop`: whether the answer to the n-th request is lost. */
export async function stage(contract: string, drop?: (number: number) => boolean): Promise<Stage> {
  const server = await SERVERS.get(contract)?.start();
  if (!server) throw new Error(`no reference server ${contract}`);
  await settleStrangers(contract, server);
  const before = essence(server.state());
  const proxy = await countingProxy(server, () => 0, drop);
  const folder = mkdtempSync(join(tmpdir(), 'killed-'));
  const file = join(folder, 'target.yaml');
  const data = { contract, ...server.target, baseUrl: proxy.baseUrl };
  // What may be deleted for good would be.
  writeFileSync(
    file,
    stringify(
      JSON.parse(
        JSON.stringify(data, (key, value: unknown) => (key === 'expendableWebhookIds' ? undefined : value)),
      ),
    ),
  );
  return {
    folder,
    counts: proxy.counts,
    untouched: () => essence(server.state()) === before,
    command: async (args, kill) => {
      const child = spawn(process.execPath, [MAIN, ...args], {
        detached: true,
        env: { ...process.env, NO_COLOR: '1' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const from = proxy.counts.requests;
      if (kill) {
        proxy.counts.heard = (number) => {
          if (number - from !== kill.at) return;
          signalGroup(child, kill.signal);
          // Whoever was stopped goes on after what happens meanwhile.
          void kill.meanwhile?.().finally(() => signalGroup(child, 'SIGCONT'));
        };
      }
      return endOf(child, kill?.said);
    },
    target: ['--target', file, '--state', join(folder, 'state')],
    close: async () => {
      await proxy.close();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What is there, less what every touch changes: when, and what was there once. */
export function essence(state: unknown): string {
  return JSON.stringify(state, (key, value: unknown) =>
    key === 'deleted' || /(updated|modified)/i.test(key) ? undefined : value,
  );
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has just ended by itself.
  }
}

async function endOf(child: ChildProcess, said: (output: string) => void = () => undefined): Promise<Ended> {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      said(output);
    });
  }
  return new Promise((resolve) => {
    child.on('close', (status, signal) => resolve({ status, signal, output }));
  });
}
