/** A server that tells secrets in every field that can hold one: a failing run writes and prints none of them. */
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';
import { stringify } from 'yaml';

import { SERVERS } from '../../fixtures/servers/index.ts';
import { FORMATS } from '../../reporters/index.ts';
import { chatty, formsOf } from './chatty.ts';
import { command, folder, write } from './command.ts';

function filesUnder(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesUnder(join(path, name)));
}

test('konpro', async () => {
  const server = await SERVERS.get('konpro')?.start({ fault: 'delete-without-deleted-at' });
  if (!server) throw new Error('no server');
  const proxy = await chatty(server, 'x-api-key');
  try {
    const target = { contract: 'konpro', ...server.target, baseUrl: proxy.baseUrl };
    const out = folder();
    for (const name of ['state', 'tmp', 'repro']) mkdirSync(join(out, name));
    const reports = FORMATS.flatMap((format) => ['--report', `${format}=${join(out, `report.${format}`)}`]);
    const kept = [
      '--state',
      join(out, 'state'),
      '--repro',
      join(out, 'repro'),
      '--corpus',
      join(out, 'corpus.jsonl'),
    ];
    const { status, stdout, stderr } = await command(
      [
        'run',
        '--target',
        write('target.yaml', stringify(target)),
        '--suite',
        'authentication,lifecycle,fields',
        '--verbose',
        '--history',
        join(out, 'history.sqlite'),
        ...kept,
        ...reports,
      ],
      { TMPDIR: join(out, 'tmp') },
    );
    expect(status, stderr).toBe(1);
    expect(readdirSync(join(out, 'repro')).length).toBeGreaterThan(0);
    const accounts = (target as { accounts?: { auth?: { apiKey?: string } }[] }).accounts ?? [];
    const keys = accounts.flatMap(({ auth }) => auth?.apiKey ?? []);
    expect(keys.length).toBeGreaterThan(1);
    expect(proxy.told.size).toBeGreaterThan(10);
    const texts = [stdout, stderr, ...filesUnder(out).map((file) => readFileSync(file, 'utf8'))];
    const shown = [...keys, ...proxy.told]
      .flatMap(formsOf)
      .filter((form) => texts.some((text) => text.includes(form)));
    expect(shown).toEqual([]);
  } finally {
    await proxy.close();
    await server.close();
  }
}, 240_000);
