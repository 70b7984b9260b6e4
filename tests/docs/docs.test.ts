/** Every page of the documentation is done, command by command, as its reader would. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { packageFile } from '../../spec/package-root.ts';
import { stepsOf } from './page.ts';
import { Workplace } from './workplace.ts';

/** A page is several commands, each a process of its own; a busy machine takes its time for them. */
const TIMEOUT_MS = 240_000;

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(packageFile('docs')).map((name) => join('docs', name)),
]
  .filter((path) => path.endsWith('.md'))
  .map((path) => ({ path, steps: stepsOf(readFileSync(packageFile(path), 'utf8')) }))
  .filter(({ steps }) => steps.length > 0);

test('there are pages whose commands run', () => {
  expect(pages.map(({ path }) => path)).toEqual(
    expect.arrayContaining([
      'docs/add-a-law.md',
      'docs/check-your-implementation.md',
      'docs/write-a-contract.md',
    ]),
  );
});

test.each(pages)(
  'the commands of $path do what it says',
  async ({ path, steps }) => {
    const workplace = new Workplace();
    try {
      for (const step of steps) {
        await workplace.do(step).catch((cause: unknown) => {
          throw new Error(`${path}:${step.line}: ${cause instanceof Error ? cause.message : ''}`, { cause });
        });
      }
    } finally {
      await workplace.close();
    }
  },
  TIMEOUT_MS,
);

test('a mark that is none, or that no block follows, is told', () => {
  expect(() => stepsOf('<!-- runs: sometimes -->\n```sh\nls\n```')).toThrow(
    'line 1: "runs: sometimes" is no mark',
  );
  expect(() => stepsOf('text\n<!-- runs -->\ntext')).toThrow('line 2: no fenced block follows');
});
