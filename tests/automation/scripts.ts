/** Runs the scripts of the automation files as their systems would: in bash, with the environment that they are given. */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { packageFile } from '../../spec/package-root.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { expect } from 'vitest';

/** The real command with a target, by `npm run automation-check`; else something that stands in for it. */
const REAL = process.env['AUTOMATION_COMMAND'];
export const TARGET = process.env['AUTOMATION_TARGET'] ?? 'target.yaml';

/** Notes what it was called with, and writes the reports that it was asked for. */
const STAND_IN = `#!/usr/bin/env bash
echo "$*" >>"$PWD/calls"
for word in "$@"; do
  case $word in *=*.*) mkdir -p "$(dirname "\${word#*=}")" && echo report >"\${word#*=}" ;; esac
done
exit "\${STAND_IN_STATUS:-0}"
`;

export interface Place {
  folder: string;
  command: string;
  /** What the command was called with, a line a call; nothing where it is the real one. */
  calls(): string[];
}

/** An empty folder with a command to call. */
export function place(): Place {
  const folder = temporaryFolder('automation');
  const standIn = join(folder, 'stand-in');
  writeFileSync(standIn, STAND_IN);
  chmodSync(standIn, 0o755);
  const calls = join(folder, 'calls');
  return {
    folder,
    command: REAL ?? standIn,
    calls: () => (existsSync(calls) ? readFileSync(calls, 'utf8').trimEnd().split('\n') : []),
  };
}

export interface Ended {
  status: number;
  output: string;
}

/** GitHub and GitLab end a script at the first command that fails; a bare bash does not. */
export async function script(
  source: string,
  cwd: string,
  environment: Record<string, string>,
  bash: readonly string[] = ['-eo', 'pipefail', '-c'],
): Promise<Ended> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: cwd, NO_COLOR: '1', ...environment };
  const child = spawn('bash', [...bash, source], { cwd, env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (data: string) => {
      output += data;
    });
  }
  const status = await new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? -1)));
  return { status, output };
}

/** A JSON report is there; where the command was the real one, it holds this. */
export function expectReport(path: string, content: object): void {
  expect(existsSync(path), path).toBe(true);
  if (REAL !== undefined) expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject(content);
}

export function automationFile(path: string): string {
  return readFileSync(packageFile(path), 'utf8');
}
