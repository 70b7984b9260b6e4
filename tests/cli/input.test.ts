import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

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
  ['a seed that is no number', ['run', '--seed', 'x'], /whole number from 0 on/],
  [
    'a seed that is too great',
    ['run', '--seed', '99999999999999999999'],
    /write a whole number from 0 to 9007199254740991\./,
  ],
  [
    'fewer requests than cleaning up takes',
    ['run', 'kompliant', '--max-requests', '40'],
    /--max-requests 40: it takes \d+ to look .* allow \d+ or more/,
  ],
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
  ['a rule to explain that is like no other', ['explain', 'KOM-NOPE'], /unknown rule "KOM-NOPE"$/m],
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

test('no command at all is answered with the help', async () => {
  const { status, stdout, stderr } = await command([]);
  expect(stdout).toMatch(/^Usage: webhook-conformance .*\n[^]*\n {2}run \[options\] \[contract\]/);
  expect(stderr).toBe('');
  expect(status).toBe(2);
  expect(await command(['--help'])).toEqual({ status: 0, stdout, stderr: '' });
});

test('an open question is explained for each contract that asks it', async () => {
  const { status, stdout } = await command(['explain', 'GAP-02']);
  expect(status).toBe(0);
  expect(stdout.match(/^GAP-02 {2}\(open question, .+\)$/gm)).toHaveLength(3);
  const own = await command(['explain', 'GAP-02', '--contract', 'energycap']);
  expect(own.stdout).toMatch(
    /^GAP-02 {2}\(open question, EnergyCAP .*\)\nDoes createdDate have a time.*\nThe documents leave it open/,
  );
});

test('a base URL with what every path begins with', async () => {
  const target = write(
    'target.yaml',
    'contract: konpro\nauth: { apiKey: key }\naccounts: [{ id: user_a }]\nbaseUrl: http://127.0.0.1:9',
  );
  await refused(
    ['run', '--target', target, '--base-url', 'http://127.0.0.1:9/v1/'],
    /--base-url: .* ends with \/v1, .*; leave \/v1 out of the base URL$/m,
  );
});

test('ids in quotes, where the contract has numbers', async () => {
  const target = write(
    'target.yaml',
    [
      'contract: energycap',
      'baseUrl: http://127.0.0.1:9',
      'auth: { apiKey: key }',
      'accounts: [{ id: main, fixtures: { webhookIds: ["101"], eventTypeIds: [1, 2] } }]',
    ].join('\n'),
  );
  await refused(
    ['run', '--target', target],
    /webhookIds of account main holds "101", .* write 101, without quotes/,
  );
});

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

describe('what cannot be written is an error before the first request', () => {
  const file = write('file', '');
  // Where nobody is, the first request would end the run with 3.
  const nowhere = (): string[] => ['run', '--target', server.target, '--base-url', 'http://127.0.0.1:9'];

  test.each<[string, string, RegExp]>([
    ['--report', `json=${file}/report.json`, /report\.json: the report cannot be written there \(E/],
    [
      '--report',
      `json=${dirname(file)}`,
      /the report cannot be written there \(it is a directory\); name a file/,
    ],
    ['--repro', file, /file: scripts of failures cannot be written there/],
    ['--corpus', `${file}/found.jsonl`, /found\.jsonl: /],
    ['--history', `${file}/runs.db`, /runs\.db cannot be opened/],
    ['--state', file, /file: the ledger cannot be written there \(E.*\); name another folder/],
  ])('%s %s', async (option, value, message) => {
    const state = option === '--state' ? [] : ['--state', folder()];
    await refused([...nowhere(), ...state, option, value], message);
  });

  test('one report of several contracts', async () => {
    const path = folder();
    mkdirSync(join(path, 'out.konpro.json'));
    await refused(['run', '--report', `json=${join(path, 'out.json')}`], /out\.konpro\.json: the report/);
  });

  test('--plan writes nothing, and asks for nothing', async () => {
    const { status } = await command([...nowhere(), '--plan', '--report', `json=${file}/report.json`]);
    expect(status).toBe(0);
  });
});

test('two users with one key', async () => {
  const target = write(
    'target.yaml',
    [
      'contract: konpro',
      'baseUrl: http://127.0.0.1:9',
      'auth: { apiKey: key-of-both }',
      'accounts: [{ id: user_a }, { id: user_b }]',
    ].join('\n'),
  );
  await refused(['run', '--target', target], /accounts user_a and user_b have the same credentials/);
});
