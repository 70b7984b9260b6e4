import { readFile, readdir, symlink, writeFile, lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { FORMATS, ReportError, isFormat, reportPath, writeReport } from '../../reporters/index.ts';
import { writeWhole } from '../../reporters/write.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { conformant, failing, hostile } from './samples.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder('reports');
});

describe('writing a report', () => {
  test.each(FORMATS)('%s: into folders that are not there yet, and nothing beside it', async (format) => {
    const path = join(folder, 'a', 'b', `out.${format}`);
    await writeReport(format, path, conformant());
    await writeReport(format, path, failing());
    expect((await readFile(path, 'utf8')).length).toBeGreaterThan(100);
    expect(await readdir(join(folder, 'a', 'b'))).toEqual([`out.${format}`]);
  });

  test('JSON is the result itself, whatever is in it', async () => {
    const path = join(folder, 'out.json');
    await writeReport('json', path, hostile());
    const text = await readFile(path, 'utf8');
    expect(JSON.parse(text)).toEqual(hostile());
    expect(text).not.toMatch(/[^\P{C}\n]/u);
  });

  test('an error names path and reason', async () => {
    await mkdir(join(folder, 'taken'));
    const failure = writeReport('json', join(folder, 'taken'), conformant());
    await expect(failure).rejects.toThrow(ReportError);
    await expect(failure).rejects.toThrow(
      `cannot write the report ${join(folder, 'taken')}: it is a directory`,
    );
    await writeFile(join(folder, 'file'), '');
    await expect(writeReport('json', join(folder, 'file', 'x.json'), conformant())).rejects.toThrow(/file/);
  });

  test('what broke half-way leaves the old report as it was', async () => {
    const path = join(folder, 'out.txt');
    await writeFile(path, 'old');
    const half = function* (): Generator<string> {
      yield 'new';
      throw new Error('broken');
    };
    await expect(writeWhole(path, half)).rejects.toThrow('broken');
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['out.txt']);
  });

  test('a link stays a link', async () => {
    await writeFile(join(folder, 'real'), 'old');
    await symlink(join(folder, 'real'), join(folder, 'link'));
    await writeWhole(join(folder, 'link'), () => ['new']);
    expect((await lstat(join(folder, 'link'))).isSymbolicLink()).toBe(true);
    expect(await readFile(join(folder, 'real'), 'utf8')).toBe('new');
  });

  test('a device is written to, never replaced', async () => {
    await writeWhole('/dev/null', () => ['x']);
    expect((await lstat('/dev/null')).isCharacterDevice()).toBe(true);
  });
});

describe('names', () => {
  test.each([
    ['out.json', 'a', false, 'out.json'],
    ['out.json', 'a', true, 'out.a.json'],
    ['dir.x/out', 'a', true, 'dir.x/out.a'],
    ['out.tar.json', '../my/contract', true, 'out.tar.my-contract.json'],
    ['out.json', '..', true, 'out.contract.json'],
  ])('%s of %s', (path, contract, several, expected) => {
    expect(reportPath(path, contract, several)).toBe(expected);
  });

  test('formats are known by name', () => {
    expect(FORMATS.every(isFormat)).toBe(true);
    expect(isFormat('toString')).toBe(false);
  });
});
