// Runs the scripts of the ready-made automation with the built command against a reference server.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const folder = mkdtempSync(join(tmpdir(), 'automation-check-'));
const main = resolve('dist/runner/cli/main.js');
const target = join(folder, 'target.yaml');
const server = spawn(process.execPath, [main, 'serve', 'kompliant', '--write-target', target], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
await new Promise((ready) => createInterface(server.stdout).once('line', ready));
const environment = { AUTOMATION_COMMAND: `${process.execPath} ${main}`, AUTOMATION_TARGET: target };
const { status } = spawnSync(
  'npx',
  [
    'vitest',
    'run',
    '--project',
    'rooms',
    '--testTimeout',
    '300000',
    '--no-file-parallelism',
    'tests/automation',
  ],
  { stdio: 'inherit', env: { ...process.env, ...environment } },
);
server.kill();
rmSync(folder, { recursive: true, force: true });
process.exitCode = status ?? 1;
