/** The scripts of `--repro`: each fails at the server that is wrong, and at no server that is right. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';

import type { RunningServer } from '../../fixtures/servers/catalogue.ts';
import { SERVERS } from '../../fixtures/servers/index.ts';
import { command, folder, write } from './command.ts';
import { essence } from './killed.ts';

interface Ran {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Only what POSIX has, curl and openssl: a script that needs jq must not find it. */
const TOOLS = [
  'awk',
  'base64',
  'cat',
  'curl',
  'cut',
  'grep',
  'head',
  'mktemp',
  'od',
  'openssl',
  'rm',
  'sed',
  'tr',
];

/** Runs a script in an environment of the secrets, the base URL and those tools alone. */
async function sh(script: string, server: RunningServer): Promise<Ran> {
  const functions = write(
    'tools.sh',
    `for tool in ${TOOLS.join(' ')}; do ln -s "$(command -v "$tool")" "$1/$tool"; done`,
  );
  const path = folder();
  await run('/bin/sh', [functions, path], { PATH: process.env['PATH'] ?? '' });
  return run('/bin/sh', [script], { PATH: path, ...secretsOf(server), BASE_URL: server.baseUrl });
}

async function run(file: string, args: readonly string[], env: Record<string, string>): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(file, args, { env, maxBuffer: 64 * 1024 * 1024 }, (_, stdout, stderr) => {
      resolve({ status: child.exitCode, stdout, stderr });
    });
  });
}

/** The secrets of the server's target file, by the names that scripts ask for. */
function secretsOf({ target }: RunningServer): Record<string, string> {
  const { auth, accounts = [] } = target as {
    auth?: Record<string, string>;
    accounts?: { auth?: Record<string, string> }[];
  };
  const secrets = Object.entries({ ...auth, ...accounts[0]?.auth });
  return Object.fromEntries(
    secrets.map(([name, value]) => [name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase(), value]),
  );
}

/** Has a broken server fail one case, and runs the case's script there and at a right server. */
async function tried(
  contract: string,
  fault: string,
  name: string,
  rule?: string,
): Promise<{ text: string; wrong: Ran; right: Ran }> {
  const reference = SERVERS.get(contract);
  if (!reference) throw new TypeError('no such server');
  const [broken, fine] = await Promise.all([reference.start({ fault }), reference.start()]);
  try {
    const target = write('target.yaml', stringify({ contract, ...broken.target, baseUrl: broken.baseUrl }));
    const out = folder();
    const judged = rule === undefined ? [] : ['--rule', rule];
    const chosen = ['--case', name, ...judged, '--seed', '1', '--state', folder(), '--repro', out];
    const { status, stderr } = await command(['run', '--target', target, ...chosen]);
    expect(status, stderr).toBe(1);
    const [file = ''] = readdirSync(out);
    const script = join(out, file);
    const before = essence(fine.state());
    const found = {
      text: readFileSync(script, 'utf8'),
      // Twice: what the first left behind would be in the way of the second.
      first: await sh(script, broken),
      wrong: await sh(script, broken),
      right: await sh(script, fine),
    };
    expect(found.first.status).toBe(found.wrong.status);
    if (reference.contract !== 'energycap') expect(essence(fine.state())).toBe(before);
    return found;
  } finally {
    await broken.close();
    await fine.close();
  }
}

describe.concurrent(
  'a script exits with 1 where the failure shows again, with 0 where it does not',
  { timeout: 180_000 },
  () => {
    test.each<[contract: string, fault: string, name: string, rule?: string]>([
      // An answer that has another outcome.
      ['kompliant', 'signature-with-more-behind-accepted', 'authentication/refused/list/near-signatures'],
      ['kompliant', 'limit-answers-bad-request', 'limits/one-past-the-limit/create/as-limit-reached'],
      ['kompliant', 'uniqueness-folds-query-case', 'duplicates/case-variants/update'],
      ['konpro', 'codes-in-small-letters', 'authentication/refused/create/one-character-off'],
      ['konpro', 'any-text-accepted-on-update', 'urls/refused/update/not-a-url'],
      ['energycap', 'id-read-as-far-as-it-goes', 'ids/malformed/update'],
      // A generated one: the evidence ends with the smallest counterexample.
      ['kompliant', 'many-accents-answer-500', 'properties/urls/create/hostile-url/tidied'],
      ['kompliant', 'update-in-case-only-ignored', 'properties/sequences/update'],
      // A field that is wrong or missing.
      ['kompliant', 'create-without-trace-id', 'lifecycle/created-is-shown/create', 'KOM-CREATE-09'],
      ['kompliant', 'list-updated-at-1970', 'timestamps/never-updated/list'],
      ['konpro', 'delete-without-deleted-at', 'lifecycle/deleted-is-gone/delete'],
      ['konpro', 'list-shows-no-events', 'lifecycle/created-is-shown/list'],
      ['konpro', 'events-merged-on-update', 'partial/replaces-lists/update/events'],
      ['energycap', 'url-without-its-query', 'urls/either/update/long/as-sent'],
      // Something that is there, or is not.
      ['kompliant', 'list-without-newest', 'lifecycle/listed-ids-work/list'],
      ['kompliant', 'get-shows-deleted', 'lifecycle/deleted-is-gone/delete'],
      // What a refused call did.
      ['kompliant', 'refused-duplicate-update-stores-url', 'duplicates/same-url/update'],
    ])('%s: %s', async (contract, fault, name, rule) => {
      const { wrong, right } = await tried(contract, fault, name, rule);
      expect(wrong.status, wrong.stdout + wrong.stderr).toBe(1);
      expect(wrong.stdout).toContain('shows again: ');
      expect(right.status, right.stdout + right.stderr).toBe(0);
      expect(right.stdout).toContain('does not show: ');
    });
  },
);

test('a race cannot be shown by a script, which says so first', async () => {
  const { wrong, text } = await tried('kompliant', 'race-on-limit', 'races/last-place/create');
  expect(text.split('\n')[1]).toContain('No script can show this');
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toContain('--case races/last-place/create');
});

test('where it cannot be tried, it says neither', async () => {
  const server = await SERVERS.get('kompliant')?.start({ fault: 'get-shows-deleted' });
  if (!server) throw new TypeError('no such server');
  const target = write(
    'target.yaml',
    stringify({ contract: 'kompliant', ...server.target, baseUrl: server.baseUrl }),
  );
  const out = folder();
  const chosen = ['--case', 'lifecycle/deleted-is-gone/delete', '--state', folder(), '--repro', out];
  await command(['run', '--target', target, ...chosen]);
  const script = join(out, readdirSync(out)[0] ?? '');
  const refused = await sh(script, {
    ...server,
    target: { ...server.target, auth: { apiKey: 'a', secretKey: 'Yg==', authToken: 'c' } },
  });
  expect(refused.stderr).toContain('the credentials were refused');
  expect(refused.status).toBe(2);
  await server.close();
  const gone = await sh(script, server);
  expect(gone.stderr).toContain('no answer');
  expect(gone.status).toBe(2);
});
