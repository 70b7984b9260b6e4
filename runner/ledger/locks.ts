/** One run at a time on an account. A lock is a file; it is void when the process that took it is gone. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';

import { InputError } from '../../spec/errors.ts';

/** How often the holder of a lock shows that it lives: processes of another machine can't be asked. */
const HEARTBEAT_MS = 20_000;
/** A lock of another machine that was silent for so long is void. */
const SILENT_MS = 5 * 60_000;

interface Holder {
  pid: number;
  host: string;
  since: string;
}

export interface Locks {
  release(): Promise<void>;
}

/** Takes a lock for every account of a ledger, or none. Throws InputError naming who holds one. */
export async function lockAccounts(ledger: string, accounts: readonly string[]): Promise<Locks> {
  await mkdir(dirname(ledger), { recursive: true, mode: 0o700 });
  const held: string[] = [];
  const release = async (): Promise<void> => {
    clearInterval(heartbeat);
    await Promise.all(held.map(async (path) => rm(path, { force: true })));
  };
  const heartbeat = setInterval(() => {
    const now = new Date();
    for (const path of held) void utimes(path, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  heartbeat.unref();
  try {
    // In one order, so that two runs never hold what the other waits for.
    for (const account of [...accounts].sort()) {
      const path = `${ledger}.${createHash('sha256').update(account).digest('hex').slice(0, 10)}.lock`;
      await lock(path, account);
      held.push(path);
    }
    return { release };
  } catch (error) {
    await release();
    throw error;
  }
}

async function lock(path: string, account: string): Promise<void> {
  const holder: Holder = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    try {
      await writeFile(path, JSON.stringify(holder), { flag: 'wx', mode: 0o600 });
      return;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw new InputError(
          `the lock ${path} cannot be written (${(cause as NodeJS.ErrnoException).code})`,
          { cause },
        );
      }
      if (!(await isVoid(path))) throw new InputError(await heldBy(path, account), { cause });
      await rm(path, { force: true });
    }
  }
  throw new InputError(`account ${account} is being used by another run`);
}

async function heldBy(path: string, account: string): Promise<string> {
  const holder = await read(path);
  const who = holder ? ` (process ${holder.pid} on ${holder.host}, since ${holder.since})` : '';
  return `account ${account} is being used by another run${who}; wait until it has ended, or use another account`;
}

async function isVoid(path: string): Promise<boolean> {
  const holder = await read(path);
  const silent = await stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => Infinity,
  );
  // Not written yet: its owner is between creating and filling it.
  if (!holder) return silent > SILENT_MS;
  return holder.host === hostname() ? !isAlive(holder.pid) : silent > SILENT_MS;
}

async function read(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
