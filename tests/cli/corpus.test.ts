import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import type { RunResult } from '../../runner/result/result.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { command, served, write } from './command.ts';

const CASE = 'properties/ids/get/malformed-id';

test('a counterexample is kept, tried first by the next run, and rerun alone by its replay line', async () => {
  const folder = temporaryFolder('corpus');
  const [corpus, report] = [join(folder, 'corpus.jsonl'), join(folder, 'report.json')];
  const server = await served('kompliant', '--fault', 'ids-with-line-feed');
  const run = async (
    ...args: string[]
  ): Promise<{ status: number; cases: RunResult['rules'][0]['cases'] }> => {
    const given = ['--target', server.target, '--state', folder, '--report', `json=${report}`, ...args];
    const { status } = await command(['run', ...given]);
    const { rules } = JSON.parse(readFileSync(report, 'utf8')) as RunResult;
    return { status, cases: rules.flatMap(({ cases }) => cases) };
  };
  try {
    const first = await run('--corpus', corpus, '--case', CASE, '--seed', '1');
    expect(first.status).toBe(1);
    const kept = readFileSync(corpus, 'utf8');
    expect(kept.trim().split('\n')).toHaveLength(1);
    expect(kept).not.toMatch(/whc_|wc-[0-9a-f]{10}/);

    const second = await run('--corpus', corpus, '--case', `${CASE}/corpus`, '--seed', '2');
    expect(second.status).toBe(1);
    expect(second.cases.find(({ status }) => status === 'failed')?.name).toBe(`${CASE}/corpus`);
    expect(readFileSync(corpus, 'utf8')).toBe(kept);

    const { replay = '' } = first.cases.find(({ status }) => status === 'failed') ?? {};
    expect(replay).toMatch(/ --path \d+:\d+/);
    const again = await run(...replay.split(' ').slice(5));
    expect(again.status).toBe(1);
    const failed = again.cases.find(({ status }) => status === 'failed');
    expect(
      failed?.exchanges.filter(({ request }) => request.url.endsWith('webhook.config.get')),
    ).toHaveLength(2);
  } finally {
    server.child.kill();
  }
});

test.each([
  ['/', /: it cannot be read \(EISDIR\)/],
  [write('corpus.jsonl', '{"contract": 1}\n'), /corpus\.jsonl:1: a line of a corpus is/],
])('a corpus that is none is refused: %s', async (file, words) => {
  const { status, stderr } = await command(['run', 'kompliant', '--corpus', file]);
  expect(status).toBe(2);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toMatch(words);
});
