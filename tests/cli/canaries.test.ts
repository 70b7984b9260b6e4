/** Secrets in every field that can hold one: nothing that a failing run writes or prints shows any of them. */
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';
import { stringify } from 'yaml';

import { SERVERS } from '../../fixtures/servers/index.ts';
import { FORMATS } from '../../reporters/index.ts';
import { formsOf } from './chatty.ts';
import { command, folder, write } from './command.ts';

/** Everything under these names is a secret. */
const SECRET = /^(apiKey|secretKey|authToken|unprivilegedApiKey|secret)$/;

function secretsOf(data: unknown): string[] {
  if (Array.isArray(data)) return data.flatMap(secretsOf);
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([key, value]) =>
    SECRET.test(key) && typeof value === 'string' ? [value] : secretsOf(value),
  );
}

function filesUnder(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesUnder(join(path, name)));
}

test.each([
  ['kompliant', 'signature-not-asked-for', 'authentication,limits'],
  ['energycap', 'beginning-of-the-key-accepted', 'authentication,replace'],
])('%s', async (contract, fault, suites) => {
  const server = await SERVERS.get(contract)?.start({ fault });
  if (!server) throw new Error('no server');
  try {
    const target = { contract, baseUrl: server.baseUrl, ...server.target };
    const secrets = [...new Set([...secretsOf(target), ...secretsOf(server.state())])];
    expect(secrets.length).toBeGreaterThan(1);
    const out = folder();
    mkdirSync(join(out, 'state'));
    const reports = FORMATS.flatMap((format) => ['--report', `${format}=${join(out, `report.${format}`)}`]);
    const args = [
      '--target',
      write('target.yaml', stringify(target)),
      '--state',
      join(out, 'state'),
      '--verbose',
    ];
    const { status, stdout, stderr } = await command(['run', ...args, '--suite', suites, ...reports]);
    expect(status, stderr).toBe(1);
    const files = filesUnder(out);
    expect(files.length).toBeGreaterThan(FORMATS.length);
    const texts = [stdout, stderr, ...files.map((file) => readFileSync(file, 'utf8'))];
    const shown = secrets.flatMap(formsOf).filter((form) => texts.some((text) => text.includes(form)));
    expect(shown).toEqual([]);
  } finally {
    await server.close();
  }
});
