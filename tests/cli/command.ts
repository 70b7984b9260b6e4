/** The command as its users run it: built, in a process of its own. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { packageFile } from '../../spec/package-root.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const MAIN = packageFile('dist/runner/cli/main.js');

export interface Outcome {
  status: number;
  stdout: string;
  stderr: string;
}

/** Runs the command to its end. */
export async function command(
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { env: { ...process.env, NO_COLOR: '1', ...environment }, maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(process.execPath, [MAIN, ...args], options, (_, stdout, stderr) => {
      resolve({ status: child.exitCode ?? -1, stdout, stderr });
    });
  });
}

/** A new folder for a test's files. */
export function folder(): string {
  return temporaryFolder('command');
}

export function write(name: string, text: string): string {
  const path = join(folder(), name);
  writeFileSync(path, text);
  return path;
}

export interface Served {
  baseUrl: string;
  target: string;
  child: ChildProcess;
}

/** Starts `serve`, and waits for the line that says that it is ready. */
export async function served(contract: string, ...args: string[]): Promise<Served> {
  const target = join(folder(), 'target.yaml');
  const child = spawn(process.execPath, [MAIN, 'serve', contract, '--write-target', target, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout);
  const baseUrl = await new Promise<string>((resolve) => lines.once('line', resolve));
  return { baseUrl, target, child };
}
