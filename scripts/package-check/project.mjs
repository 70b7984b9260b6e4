// Projects of a user, made anew: the tarball installed beside what they have already.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Runs a program to its end; its output is shown only where it fails. */
export function run(folder, program, args, environment = {}) {
  try {
    return execFileSync(program, args, {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, CI: '', GITHUB_ACTIONS: '', NO_COLOR: '1', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch (error) {
    process.stderr.write(`${program} ${args.join(' ')} in ${folder}:\n${error.stdout}\n${error.stderr}\n`);
    throw error;
  }
}

/** A folder with packages installed, and files copied from `files`. */
export function project(parent, name, packages, files = []) {
  const folder = join(parent, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  run(folder, 'npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...packages]);
  for (const file of files) cpSync(file, join(folder, file.split(/[/\\]/).at(-1)));
  return folder;
}

/** `ID status` of every rule of a JSON report's or result's text. */
export function verdicts(text) {
  return JSON.parse(text).rules.map(({ id, status }) => `${id} ${status}`);
}
