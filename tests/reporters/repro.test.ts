import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { type Failure, renderRepro } from '../../reporters/repro.ts';
import { schemeOf } from '../../runner/cli/repro.ts';
import { rolesOf } from '../../runner/job/perform.ts';
import { loadContract } from '../../spec/load.ts';
import { packageFile } from '../../spec/package-root.ts';
import { LAWS } from '../../suites/index.ts';
import { temporaryFolder } from '../temporary-folder.ts';
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

const failureOf = (overrides: Partial<Failure>): Failure => ({
  name: 'shape/x/get',
  findings: [
    {
      rules: ['SAM-1'],
      message: 'wrong',
      sources: ['here'],
      facts: [{ kind: 'status', exchange: 0, is: 200 }],
    },
  ],
  exchanges: [exchange()],
  replay: 'webhook-conformance run sample --case shape/x/get',
  baseUrl: 'http://127.0.0.1:9',
  tool: 'webhook-conformance 0.1.0',
  cut: false,
  ...overrides,
});

// Where an answer was recorded, the script gives up without one; else it goes on to what it checks.
test.each([true, false])(
  'nothing that anybody says gets out of its quotes; answered: %s',
  async (answered) => {
    const folder = temporaryFolder('repro');
    const trap = `'; touch ${folder}/caught; '"; touch ${folder}/caught; $(touch ${folder}/caught)\`touch ${folder}/caught\`\ntouch ${folder}/caught\n${HOSTILE.replaceAll('\u0000', '')}`;
    const attacked = exchange({
      request: { method: trap, url: `http://127.0.0.1:9/${trap}`, headers: { [trap]: trap }, body: trap },
      response: { status: 200, headers: {}, body: JSON.stringify({ id: trap, [trap]: `${trap}2` }) },
    });
    const { response: _, ...silent } = attacked;
    const first = answered ? attacked : silent;
    const text = renderRepro(
      failureOf({
        name: trap,
        findings: [
          {
            rules: [trap],
            message: trap,
            sources: [trap],
            facts: [
              {
                kind: 'value',
                place: { exchange: 0, pointer: `/${trap}`, element: { pointer: trap, is: trap } },
                is: { [trap]: trap },
              },
              { kind: 'header', exchange: 0, name: trap, is: trap },
              { kind: 'form', place: { exchange: 0, pointer: trap }, is: trap },
              {
                kind: 'outside',
                exchange: 0,
                forms: [
                  {
                    status: [200],
                    body: [
                      [trap, { any: [trap] }],
                      [trap, { like: trap, ignoringCase: true }],
                    ],
                  },
                ],
              },
            ],
          },
        ],
        exchanges: [
          first,
          { ...first, request: { ...attacked.request, body: JSON.stringify({ id: `${trap}2` }) } },
        ],
        replay: trap,
        baseUrl: `http://127.0.0.1:9/${trap}`,
        tool: trap,
      }),
      { names: ['apiKey'] },
    );
    const path = join(folder, 'script.sh');
    writeFileSync(path, text);
    const { stderr, stdout } = await sh(path, {});
    expect(stderr).not.toContain('yntax');
    if (answered) expect(stderr).toContain('could not be tried');
    else expect(stdout).toContain('does not show');
    expect(existsSync(join(folder, 'caught'))).toBe(false);
  },
);

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
  expect(text).toContain("give_up 'the body of step 2 is longer than a report keeps'");
});
