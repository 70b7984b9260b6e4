import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';

import { SERVERS } from '../../fixtures/servers/index.ts';
import { run, type RunResult } from '../../library/index.ts';
import { replay } from '../../runner/cli/replay/index.ts';
import { temporaryFolder } from '../temporary-folder.ts';

type Server = Awaited<ReturnType<NonNullable<ReturnType<(typeof SERVERS)['get']>>['start']>>;

const LIMIT = 'limits/one-past-the-limit/create/as-limit-reached';
const HOLDS = 'lifecycle/deleted-is-gone/delete';
const folder = temporaryFolder('replay');

let wrong: Server;
let right: Server;
let result: RunResult;
let report: string;
let target: string;

beforeAll(async () => {
  const kompliant = SERVERS.get('kompliant');
  if (!kompliant) throw new TypeError('no such server');
  wrong = await kompliant.start({ fault: 'limit-of-21' });
  right = await kompliant.start();
  target = write('target.json', { ...wrong.target, baseUrl: wrong.baseUrl });
  result = await run({ target, cases: [LIMIT, HOLDS], state: folder, seed: 5 });
  report = write('report.json', result);
});

afterAll(async () => {
  await wrong.close();
  await right.close();
});

afterEach(() => {
  vi.restoreAllMocks();
});

function write(name: string, data: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof data === 'string' ? data : JSON.stringify(data));
  return path;
}

/** The status, and what was printed. */
async function replayed(...args: Parameters<typeof replay>): Promise<{ status: number; printed: string }> {
  let printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  const status = await replay(...args);
  return { status, printed };
}

test('a case that still fails is 1, sent on fresh items', async () => {
  expect(result.verdict).toBe('non-conformant');
  const { status, printed } = await replayed(report, [], { target, state: folder });
  expect(status).toBe(1);
  expect(printed).toMatch(new RegExp(`still fails +${LIMIT} \\(KOM-CREATE-12.*: .*demanded limit-reached`));
  expect(printed).not.toContain(HOLDS);
});

test('a case that holds now is 0; where it is sent is said', async () => {
  const { baseUrl } = right;
  const { status, printed } = await replayed(report, [LIMIT], { target, baseUrl, state: folder });
  expect(status).toBe(0);
  expect(printed).toContain(`at ${baseUrl}; the report is of ${wrong.baseUrl}`);
  expect(printed).toMatch(/holds now +limits.*the report said: .*demanded limit-reached/);
});

test('the base URL of a report directs nobody’s secrets anywhere', async () => {
  const forged = write('forged.json', { ...result, target: { baseUrl: 'http://127.0.0.1:9' } });
  const { status } = await replayed(forged, [LIMIT], { target, state: folder });
  expect(status).toBe(1);
});

test('what is broken in passing only is judged as well', async () => {
  const server = await SERVERS.get('kompliant')?.start({ fault: 'create-without-meta' });
  if (!server) throw new TypeError('no such server');
  const path = write('passing-target.json', { ...server.target, baseUrl: server.baseUrl });
  try {
    const options = { target: path, cases: [HOLDS], rules: ['KOM-ENV-04'], state: folder };
    const found = await run({ ...options, seed: 1 });
    const failed = found.rules.filter(({ status }) => status === 'failed');
    expect(failed.length).toBeGreaterThan(0);
    expect(failed[0]?.cases[0]?.replay).toContain(`--case ${HOLDS} --rule ${failed[0]?.id}`);
    const { status, printed } = await replayed(write('passing.json', found), [], {
      target: path,
      state: folder,
    });
    expect(printed).toContain(failed[0]?.id);
    expect(status).toBe(1);
  } finally {
    await server.close();
  }
});

test.each<[string, () => [string, string[], { target?: string }], RegExp]>([
  ['no report', () => [join(folder, 'nowhere.json'), [], {}], /nowhere\.json: there is no such file/],
  ['no JSON', () => [write('x.json', '{'), [], {}], /it is no JSON/],
  ['no report of ours', () => [write('y.json', { rules: [] }), [], {}], /no report of schema version 1/],
  ['a case that held', () => [report, [HOLDS], { target }], /no case "lifecycle.*" failed there/],
  ['no target file', () => [report, [], {}], /give --target FILE/],
  [
    'nothing that failed',
    () => [write('z.json', { ...result, rules: [] }), [], { target }],
    /there is nothing to replay/,
  ],
  [
    'another contract',
    () => [write('konpro.json', { ...result, contract: 'konpro' }), [], { target }],
    /its contract is kompliant, that of the report is konpro/,
  ],
  [
    'a case that is no more',
    () => [
      write('old.json', JSON.stringify(result).replaceAll(LIMIT, 'limits/of-old/create')),
      [],
      { target },
    ],
    /unknown case "limits\/of-old\/create"/,
  ],
])('%s is refused', async (_, args, message) => {
  const [path, names, options] = args();
  await expect(replay(path, names, { ...options, state: folder })).rejects.toThrow(message);
});
