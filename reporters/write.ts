/** Writes a file whole or not at all: a CI that picks up half a report draws the wrong conclusion from it. */
import { randomBytes } from 'node:crypto';
import { mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export type Chunks = Iterable<string> | AsyncIterable<string>;

/** A report could not be written: the run's outcome is known, but nobody would see it. */
export class ReportError extends Error {
  override readonly name = 'ReportError';
  readonly code = 'REPORT_NOT_WRITTEN';
  readonly path: string;

  constructor(path: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`cannot write the report ${path}: ${reason}`, { cause });
    this.path = path;
  }
}

export async function writeWhole(path: string, chunks: () => Chunks): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const target = await resolved(path);
    // A pipe or a terminal (/dev/stdout) must be written to; renaming over it would replace the device itself.
    if (target.kind === 'special') return await copy(chunks, target.path);
    if (target.kind === 'directory') throw new Error('it is a directory');
    await writeBeside(target.path, chunks);
  } catch (error) {
    throw new ReportError(path, error);
  }
}

async function writeBeside(path: string, chunks: () => Chunks): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await copy(chunks, temporary);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** UTF-8 has no lone surrogates; Node writes U+FFFD for one, and every format has escaped them before. */
async function copy(chunks: () => Chunks, path: string): Promise<void> {
  // Opened first: a stream that opens its file while it is being given up would bring the file back.
  const file = await open(path, 'w');
  await pipeline(Readable.from(chunks()), file.createWriteStream({ encoding: 'utf8' }));
}

/** Where a link leads, so that the link stays one; the path itself where there is nothing yet. */
async function resolved(path: string): Promise<{ path: string; kind: 'file' | 'directory' | 'special' }> {
  try {
    const real = await realpath(path);
    const found = await stat(real);
    const kind = found.isFile() ? 'file' : found.isDirectory() ? 'directory' : 'special';
    // /dev/stdout leads to a name like pipe:[123], which can't be opened; the link can.
    return { path: kind === 'special' ? path : real, kind };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const found = await stat(path).catch(() => undefined);
    return { path, kind: found === undefined || found.isFile() ? 'file' : 'special' };
  }
}
