import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { command, folder, served, type Served, write } from './command.ts';

let server: Served;

beforeAll(async () => {
  server = await served('kompliant');
});

afterAll(() => {
  server.child.kill();
});

/** The target file that fits the server, with one text exchanged. */
function spoilt(from: string | RegExp, to: string): string {
  const text = readFileSync(server.target, 'utf8');
  const after = text.replace(from, to);
  expect(after).not.toBe(text);
  return write('target.yaml', after);
}

/** Standard error is one line that says what is wrong, and the status is 2. */
async function refused(args: readonly string[], message: RegExp): Promise<void> {
  const { status, stdout, stderr } = await command(args);
  expect(stderr).toMatch(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(stdout).toBe('');
  expect(status).toBe(2);
}

test.each<[string, string[], RegExp]>([
  ['an unknown contract', ['run', 'komplient'], /unknown contract "komplient" — did you mean "kompliant"\?/],
  ['an unknown option', ['run', '--targt', 'x'], /--targt.*--target/],
  ['an unknown command', ['rum'], /rum/],
  ['a mode that is none', ['run', '--mode', 'gentle'], /full, safe, read-only/],
  ['a seed that is no number', ['run', '--seed', 'x'], /whole number/],
  ['an unknown format', ['run', '--report', 'jsn=out'], /unknown format "jsn" — did you mean "json"\?/],
  [
    'a target file that is not there',
    ['run', '--target', 'nowhere.yaml'],
    /nowhere\.yaml: there is no such file/,
  ],
  ['a base URL without a target', ['run', 'kompliant', '--base-url', 'http://127.0.0.1:1'], /--target/],
  [
    'an unknown rule',
    ['run', 'kompliant', '--rule', 'KOM-CREATE-1'],
    /unknown rule "KOM-CREATE-1" — did you mean "KOM-CREATE-\d+"\?/,
  ],
  ['an unknown rule to explain', ['explain', 'KOM-CREAT-01'], /did you mean "KOM-CREATE-01"\?/],
  [
    'an unknown fault',
    ['serve', 'kompliant', '--fault', 'limit-of-22'],
    /has no fault "limit-of-22" — did you mean/,
  ],
  [
    'two reports in one place',
    ['run', 'konpro', '--report', 'json=out', '--report', 'html=./out'],
    /--report: two reports would be written to \.\/out/,
  ],
  [
    'a rule in small letters',
    ['run', 'kompliant', '--rule', 'kom-create-12'],
    /did you mean "KOM-CREATE-12"\?/,
  ],
  [
    'an unknown variant',
    ['serve', 'kompliant', '--variant', 'gzip,chunkd'],
    /has no variant "chunkd" — did you mean "chunked"\?/,
  ],
])('%s', async (_, args, message) => refused(args, message));

test('a misspelt key in the target file', async () => {
  await refused(
    ['run', '--target', spoilt('baseUrl:', 'baseUlr:')],
    /target\.yaml:\d+: unknown key "baseUlr" — did you mean "baseUrl"\?/,
  );
});

test('a variable that is not set', async () => {
  await refused(
    ['run', '--target', spoilt(/baseUrl: .*/, 'baseUrl: ${SURELY_NOT_SET}')],
    /SURELY_NOT_SET is not set/,
  );
});

test('a base URL without scheme', async () => {
  await refused(
    ['run', '--target', server.target, '--base-url', '127.0.0.1:4010'],
    /no base URL; write http/,
  );
});

test('a secret that is missing', async () => {
  await refused(['run', '--target', spoilt(/ {2}apiKey: .*\n/, '')], /auth\.apiKey is missing/);
});

test('one account where a rule asked for needs two', async () => {
  const text = readFileSync(server.target, 'utf8').replace(
    /(accounts:\n {2}- id: \S+\n)[\s\S]*?(?=^\w|$(?![\s\S]))/m,
    '$1',
  );
  const target = write('target.yaml', text);
  await refused(
    ['run', '--target', target, '--rule', 'KOM-CREATE-15'],
    /KOM-CREATE-15 needs 2 accounts.*has 1/,
  );
});

test('a target that cannot be reached is no verdict', async () => {
  const { status, stderr } = await command([
    'run',
    '--target',
    server.target,
    '--base-url',
    'http://127.0.0.1:9',
    '--state',
    folder(),
  ]);
  expect(stderr).toMatch(/cannot be reached/);
  expect(status).toBe(3);
});

test('refused credentials are no verdict', async () => {
  const target = spoilt(/authToken: \S+/, 'authToken: somebody-elses-token');
  const { status, stderr } = await command(['run', '--target', target, '--state', folder()]);
  expect(stderr).toMatch(/refuses the credentials/);
  expect(status).toBe(3);
});

test('a report that cannot be written is an error', async () => {
  const path = join(folder(), 'file');
  writeFileSync(path, '');
  const args = [
    'run',
    '--target',
    server.target,
    '--case',
    'lifecycle/deleted-is-gone/delete',
    '--state',
    folder(),
  ];
  const { status, stderr } = await command([...args, '--report', `json=${path}/report.json`]);
  expect(stderr).toMatch(/report\.json/);
  expect(status).not.toBe(0);
  rmSync(path);
});
