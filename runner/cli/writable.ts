/** Whether files can be written, asked before the first request rather than after an hour of them. */
import { randomBytes } from 'node:crypto';
import { access, constants, mkdir, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { InputError } from '../../spec/errors.ts';

export interface Place {
  /** For the message: `the report`. */
  what: string;
  path: string;
  /** `whole`: a new file takes the place of the old one. `appended`: the file itself is written to. */
  kind: 'whole' | 'appended' | 'folder';
  /** Of a folder that is made. */
  mode?: number;
}

/** Throws InputError for the first place that can't be written; a folder that is missing is made. */
export async function refuseUnwritable(places: readonly Place[]): Promise<void> {
  for (const place of places) {
    const { what, path, kind } = place;
    try {
      await (kind === 'folder' ? tryFolder(path, place.mode) : tryFile(path, kind));
    } catch (cause) {
      const right = kind === 'folder' ? 'another folder' : 'a file that can be written';
      throw new InputError(`${path}: ${what} cannot be written there (${reason(cause)}); name ${right}`, {
        cause,
      });
    }
  }
}

async function tryFile(path: string, kind: 'whole' | 'appended'): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    // A file on the way where a folder should be is told by the attempt to make the folder.
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (!found) return tryFolder(dirname(path));
  if (found.isDirectory()) throw new Error('it is a directory');
  // A pipe or a terminal (/dev/stdout) is written to as it is, and has no folder to look at.
  if (kind === 'appended' || !found.isFile()) return access(path, constants.W_OK);
  return tryFolder(dirname(await realpath(path)));
}

/** Permissions do not tell everything (a file system may be read-only, a quota used up): only trying does. */
async function tryFolder(folder: string, mode = 0o777): Promise<void> {
  await makeFolder(folder, mode);
  const probe = join(folder, `.webhook-conformance.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeFile(probe, '', { flag: 'wx' });
  } finally {
    await rm(probe, { force: true });
  }
}

/** One folder after the other: where a file system refuses with ENOENT (/proc), a recursive mkdir never ends. */
async function makeFolder(folder: string, mode: number): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory()) return;
  const parent = dirname(folder);
  if (!found && parent !== folder) await makeFolder(parent, mode);
  await mkdir(folder, { mode }).catch(async (error: NodeJS.ErrnoException) => {
    // Somebody else may have made it by now.
    const now = await stat(folder).catch(() => undefined);
    if (!now?.isDirectory()) throw error;
  });
}

/** `EACCES: permission denied`; the path is told already. */
function reason(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).replace(/,.*$/s, '');
}
