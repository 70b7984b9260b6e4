// A test as a user of the package has it, in a project with a vitest of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

import { afterAll, beforeAll, describe, test } from 'vitest';
import { InputError, run } from 'webhook-conformance';
import { describeConformance } from 'webhook-conformance/vitest';

let baseUrl = '';
let server: ChildProcess;

beforeAll(async () => {
  const command = 'node_modules/webhook-conformance/dist/runner/cli/main.js';
  const fault = process.env['FAULT'] === undefined ? [] : ['--fault', process.env['FAULT']];
  const args = [command, 'serve', 'kompliant', '--write-target', 'target.yaml', ...fault];
  server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: server.stdout! });
  baseUrl = await new Promise<string>((resolve) => lines.once('line', resolve));
});

afterAll(() => {
  server.kill();
});

describeConformance(
  { describe, test, afterAll },
  {
    contract: 'kompliant',
    target: () => 'target.yaml',
    baseUrl: () => baseUrl,
    seed: 1,
    state: 'state',
    onResult: (result) => writeFileSync('result.json', JSON.stringify(result)),
  },
);

test('run from code', async () => {
  const { verdict } = await run({ contract: 'konpro', cases: ['lifecycle/deleted-is-gone/delete'] });
  if (verdict !== 'conformant') throw new Error(verdict);
  const refused: unknown = await run({ contract: 'nosuch' }).catch((error: unknown) => error);
  if (!(refused instanceof InputError)) throw new Error('no InputError');
});
