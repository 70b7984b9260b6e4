import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { refuseLostOutputs } from '../../runner/cli/outputs.ts';
import { type Place, refuseUnwritable } from '../../runner/cli/writable.ts';
import { InputError } from '../../spec/errors.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder('writable');
const file = join(folder, 'file');
writeFileSync(file, 'as it was');
mkdirSync(join(folder, 'out.konpro.json'));

const tried = async (path: string, kind: Place['kind']): Promise<void> =>
  refuseUnwritable([{ what: 'the report', path, kind }]);

describe('refuseUnwritable', () => {
  test.each<[string, string, Place['kind']]>([
    ['a new file', join(folder, 'new.json'), 'whole'],
    ['a file that is there', file, 'whole'],
    ['a corpus that is there', file, 'appended'],
    ['a file in folders that are made', join(folder, 'a', 'b', 'new.json'), 'whole'],
    ['a folder that is made', join(folder, 'c'), 'folder'],
    ['what is no file', '/dev/null', 'whole'],
  ])('lets %s pass, and leaves no file', async (_, path, kind) => {
    await tried(path, kind);
    const left = readdirSync(folder, { recursive: true }).map(String);
    expect(left.filter((name) => /tmp|new/.test(name))).toEqual([]);
  });

  test.each<[string, string, Place['kind'], RegExp]>([
    [
      'a directory',
      folder,
      'whole',
      /: the report cannot be written there \(it is a directory\); name a file/,
    ],
    ['a directory as a corpus', folder, 'appended', /it is a directory/],
    ['a file in a file', join(file, 'report.json'), 'whole', /report\.json: .*\(E(NOTDIR|EXIST): [^,]*\)/],
    ['a folder that is a file', file, 'folder', /\(EEXIST: file already exists\); name another folder/],
    ['a file in a folder that can’t be made', '/proc/nowhere/out', 'whole', /ENOENT|EACCES|EPERM/],
  ])('refuses %s in one line', async (_, path, kind, message) => {
    const error: unknown = await tried(path, kind).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InputError);
    expect(String(error)).toMatch(message);
    expect(String(error).split('\n')).toHaveLength(1);
  });

  test('follows a link to the folder that is written to', async () => {
    const link = join(folder, 'link');
    symlinkSync('/dev/null', link);
    await tried(link, 'whole');
  });
});

describe('refuseLostOutputs', () => {
  test('looks at the report of every contract', async () => {
    const report = [{ format: 'json' as const, path: join(folder, 'out.json') }];
    await refuseLostOutputs({ report }, ['konpro']);
    await expect(refuseLostOutputs({ report }, ['energycap', 'konpro'])).rejects.toThrow(
      /out\.konpro\.json: the report cannot be written/,
    );
  });

  test.each([
    [{ repro: file }, /file: scripts of failures cannot/],
    [{ corpus: folder }, /the corpus cannot/],
    [{ history: folder }, /the history .* cannot be opened/],
    [{ history: join(file, 'runs.db') }, /the history .* cannot be opened/],
  ])('looks at %j', async (outputs, message) => {
    await expect(refuseLostOutputs({ report: [], ...outputs }, ['konpro'])).rejects.toThrow(message);
  });
});
