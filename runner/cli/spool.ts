/** The folder through which a worker hands its results to the command. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { InputError, SuiteError, UnreachableError } from '../../spec/errors.ts';
import { type Finale, SPOOL } from '../job/perform.ts';
import type { EndedData } from '../result/ended.ts';
import type { Failure } from './messages.ts';

/** What the files of a spool say. */
export interface Spooled {
  ended: EndedData[];
  finale: Finale;
  /** The file of every exchange, a line each, where they were kept. */
  exchanges: string;
}

/** A folder for one run's spool: mode 0700, removed by whoever made it. */
export async function makeSpool(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'webhook-conformance-'));
}

export async function removeSpool(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/** Throws the family's errors: what the worker failed at, or SuiteError where it left no result. */
export async function readSpool(folder: string): Promise<Spooled> {
  const failure = await readOptional(join(folder, SPOOL.failure));
  if (failure !== undefined) throw asError(JSON.parse(failure) as Failure);
  const finale = await readOptional(join(folder, SPOOL.finale));
  if (finale === undefined) throw new SuiteError('the run ended without a result');
  const ended = (await readOptional(join(folder, SPOOL.ended))) ?? '';
  return {
    ended: ended
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as EndedData),
    finale: JSON.parse(finale) as Finale,
    exchanges: join(folder, SPOOL.exchanges),
  };
}

async function readOptional(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

function asError({ code, message, stack }: Failure): Error {
  if (code === 'WRONG_INPUT') return new InputError(message);
  if (code === 'UNREACHABLE') return new UnreachableError(message);
  const error = new SuiteError(message);
  error.stack = stack;
  return error;
}
