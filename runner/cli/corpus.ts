/** `--corpus FILE`: counterexamples outlive the run that found them. */
import { appendFile, readFile } from 'node:fs/promises';

import { InputError } from '../../spec/errors.ts';
import { corpusLine, type KnownExample, parseCorpus } from '../job/corpus.ts';

/** A file that is not there yet is empty. Throws InputError for one that cannot be read, or is no corpus. */
export async function readCorpus(path: string | undefined): Promise<KnownExample[]> {
  if (path === undefined) return [];
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return '';
    throw new InputError(`${path}: it cannot be read (${cause.code}); give a file for --corpus`, { cause });
  });
  return parseCorpus(text, path);
}

/** Adds lines in one piece: runs side by side may share a file. What was written to. Throws InputError where that cannot be done. */
export async function keepFound(path: string | undefined, found: readonly KnownExample[]): Promise<string[]> {
  if (path === undefined || found.length === 0) return [];
  const lines = found.map((entry) => `${corpusLine(entry)}\n`);
  await appendFile(path, lines.join('')).catch((cause: NodeJS.ErrnoException) => {
    throw new InputError(`${path}: counterexamples cannot be written to it (${cause.code})`, { cause });
  });
  return [path];
}
