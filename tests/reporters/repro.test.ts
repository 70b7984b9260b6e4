import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { SERVERS } from '../../fixtures/servers/index.ts';
import { Engagement } from '../../library/engagement.ts';
import type { TargetData } from '../../library/options.ts';
import { type Failure, renderRepro } from '../../reporters/repro.ts';
import { schemeOf, writeRepros } from '../../runner/cli/repro.ts';
import { rolesOf } from '../../runner/job/perform.ts';
import { loadContract } from '../../spec/load.ts';
import { packageFile } from '../../spec/package-root.ts';
import { LAWS } from '../../suites/index.ts';
import { exchange, HOSTILE } from './samples.ts';

interface Ran {
  status: number;
  stdout: string;
  stderr: string;
}

/** Runs a script in an empty environment, but for what it is given. */
async function sh(script: string, environment: Record<string, string>): Promise<Ran> {
  const env = { PATH: process.env['PATH'] ?? '', ...environment };
  return new Promise((resolve) => {
    const child = execFile('sh', [script], { env }, (_, stdout, stderr) =>
      resolve({ status: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

interface Sample {
  contract: string;
  fault: string;
  name: string;
  /** Begins the id of one that is broken. */
  rule: string;
  /** The status of the script at a right server. */
  right: number;
}

/** Finds a failure of a broken server, and sends it again by its script: to that server, and to a right one. */
async function repeated({
  contract: name,
  fault,
  name: one,
}: Sample): Promise<{ text: string; wrong: Ran; right: Ran }> {
  const folder = mkdtempSync(join(tmpdir(), 'repro-'));
  const reference = SERVERS.get(name);
  if (!reference) throw new TypeError('no such server');
  const [broken, fine] = await Promise.all([reference.start({ fault }), reference.start()]);
  try {
    const target: TargetData = { ...(broken.target as TargetData), baseUrl: broken.baseUrl };
    const engagement = await Engagement.begin({ target, cases: [one], state: folder, seed: 1 });
    const ended = await Promise.all(engagement.cases.map(async (each) => engagement.run(each)));
    const result = await engagement.finish();
    const contract = await loadContract(packageFile(`spec/${name}`), rolesOf(LAWS));
    const [path = ''] = await writeRepros(folder, result, contract, ended);
    const secrets = Object.fromEntries(
      Object.entries({ ...target.auth, ...target.accounts?.[0]?.auth }).map(([key, value]) => [
        key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase(),
        value,
      ]),
    );
    const text = readFileSync(path, 'utf8');
    for (const secret of Object.values(secrets)) expect(text).not.toContain(secret.slice(0, 12));
    // Twice: what the first left behind would be in the way of the second.
    await sh(path, secrets);
    return {
      text,
      wrong: await sh(path, secrets),
      right: await sh(path, { ...secrets, BASE_URL: fine.baseUrl }),
    };
  } finally {
    await broken.close();
    await fine.close();
  }
}

describe('a script shows the wrong answer again, and a right server another one', () => {
  test.each<Sample>([
    {
      contract: 'kompliant',
      fault: 'token-not-checked',
      name: 'authentication/refused/create/wrong-tokens',
      rule: 'KOM-AUTH',
      right: 1,
    },
    {
      contract: 'konpro',
      fault: 'update-without-url',
      name: 'fields/absent/update/endpoint_id',
      rule: 'KON-UPDATE-03',
      // Only the body is wrong, which a reader must see.
      right: 0,
    },
  ])('$contract: $fault', async (sample) => {
    const { wrong, right, text } = await repeated(sample);
    expect(wrong.stderr).toBe('');
    expect(wrong.status, wrong.stdout).toBe(0);
    expect(right.status, right.stdout).toBe(sample.right);
    expect(wrong.stdout).toContain('(as recorded)');
    expect(text).toContain(`# ${sample.rule}`);
  });
});

const failureOf = (overrides: Partial<Failure>): Failure => ({
  name: 'shape/x/get',
  findings: [{ rules: ['SAM-1'], message: 'wrong', sources: ['here'] }],
  exchanges: [exchange()],
  replay: 'webhook-conformance run sample --case shape/x/get',
  baseUrl: 'http://127.0.0.1:9',
  tool: 'webhook-conformance 0.1.0',
  race: false,
  ...overrides,
});

test('nothing that a server, a contract or a name says gets out of its quotes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'repro-'));
  const trap = `'; touch ${folder}/caught; '"; touch ${folder}/caught; $(touch ${folder}/caught)\`touch ${folder}/caught\`\ntouch ${folder}/caught\n${HOSTILE.replaceAll('\u0000', '')}`;
  const attacked = exchange({
    request: { method: trap, url: `http://127.0.0.1:9/${trap}`, headers: { [trap]: trap }, body: trap },
    response: { status: 200, headers: {}, body: JSON.stringify({ id: trap, [trap]: `${trap}2` }) },
  });
  const text = renderRepro(
    failureOf({
      name: trap,
      findings: [{ rules: [trap], message: trap, sources: [trap] }],
      exchanges: [
        attacked,
        exchange({ request: { ...attacked.request, body: JSON.stringify({ id: `${trap}2` }) } }),
      ],
      replay: trap,
      baseUrl: `http://127.0.0.1:9/${trap}`,
      tool: trap,
      race: true,
    }),
    { names: ['apiKey'] },
  );
  const path = join(folder, 'script.sh');
  writeFileSync(path, text);
  await sh(path, {});
  expect(existsSync(join(folder, 'caught'))).toBe(false);
});

test('forged credentials are made from the right ones; a body that was cut is not sent', async () => {
  const contract = await loadContract(packageFile('spec/kompliant'), rolesOf(LAWS));
  const text = renderRepro(
    failureOf({
      exchanges: [
        exchange({
          request: {
            method: 'POST',
            url: 'http://127.0.0.1:9/x',
            headers: {
              authorization: 'KSig1-HMAC-SHA256 <signature>',
              'x-api-auth-token': '<authToken 1-9>q',
              'x-api-key': '',
            },
            body: 'long',
          },
        }),
        exchange({
          request: { method: 'POST', url: 'http://127.0.0.1:9/x', headers: {}, body: 'cut', truncated: true },
        }),
      ],
    }),
    schemeOf(contract),
  );
  expect(text).toContain(`'x-api-auth-token: '"$(part "$AUTH_TOKEN" 1 9)"'q'`);
  expect(text).toContain(`'authorization: KSig1-HMAC-SHA256 '"$SIGNATURE"`);
  expect(text).toContain(`-H 'x-api-key;'`);
  expect(text).toContain(`SIGNATURE=$(signature "$API_KEY" "$SECRET_KEY")`);
  expect(text).toContain('2: not sent: its body is longer than a report keeps');
});
