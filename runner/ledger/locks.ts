/** One run at a time on an account. A lock is a file; it is void when the process that took it is gone. */
import { createHash, randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { InputError } from '../../spec/errors.ts';

/** How often the holder of a lock shows that it lives: processes of another machine can't be asked. */
const HEARTBEAT_MS = 20_000;
/** A lock of another machine that was silent for so long is void. */
const SILENT_MS = 5 * 60_000;

/** How often one who waits looks again. */
const AGAIN_MS = 250;
/** A look and a removal take a moment; a guard that stands for so long has lost its owner. */
const GUARD_MS = 10_000;

interface Holder {
  pid: number;
  host: string;
  since: string;
}

/** The locks of this very process: another process of a restarted container has had the same name and number. */
const HELD = new Set<string>();

export interface Locks {
  release(): Promise<void>;
}

/** What to do where another run holds an account; without it, give up. */
export interface Waiting {
  /** Told once for each holder that is waited for. */
  say: (line: string) => void;
  /** Ends the waiting. */
  signal: AbortSignal;
}

/** Takes a lock for every account of a ledger, or none. Throws InputError naming who holds one. */
export async function lockAccounts(
  ledger: string,
  accounts: readonly string[],
  waiting?: Waiting,
): Promise<Locks> {
  const base = resolve(ledger);
  await mkdir(dirname(ledger), { recursive: true, mode: 0o700 });
  const held: string[] = [];
  const release = async (): Promise<void> => {
    clearInterval(heartbeat);
    await Promise.all(held.map(async (path) => rm(path, { force: true })));
    for (const path of held) HELD.delete(path);
  };
  const heartbeat = setInterval(() => {
    const now = new Date();
    for (const path of held) void utimes(path, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  heartbeat.unref();
  try {
    // In one order, so that two runs never hold what the other waits for.
    for (const account of [...accounts].sort()) {
      const path = `${base}.${createHash('sha256').update(account).digest('hex').slice(0, 10)}.lock`;
      await lock(path, account, waiting);
      held.push(path);
    }
    return { release };
  } catch (error) {
    await release();
    throw error;
  }
}

async function lock(path: string, account: string, waiting: Waiting | undefined): Promise<void> {
  let told = '';
  for (;;) {
    if (await take(path)) return;
    if (await isVoid(path)) {
      await removeVoid(path);
      continue;
    }
    const who = await heldBy(path, account);
    if (!waiting) throw new InputError(`${who}; wait until it has ended (--wait), or use another account`);
    if (who !== told) waiting.say(`${who}; waiting until it has ended`);
    told = who;
    await sleep(AGAIN_MS, undefined, { signal: waiting.signal }).catch(() => undefined);
    if (waiting.signal.aborted) throw new InputError(`${who}, and the waiting for it was interrupted`);
  }
}

/** Whether the lock is ours now. */
async function take(path: string): Promise<boolean> {
  const holder: Holder = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
  // Linked into its place when it is whole: nobody ever sees half a lock.
  const own = `${path}.${process.pid}-${randomBytes(4).toString('hex')}`;
  if (HELD.has(path)) return false;
  HELD.add(path);
  try {
    await writeFile(own, JSON.stringify(holder), { flag: 'wx', mode: 0o600 });
    await link(own, path);
    return true;
  } catch (cause) {
    HELD.delete(path);
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    throw new InputError(`the lock ${path} cannot be written (${code})`, { cause });
  } finally {
    await rm(own, { force: true });
  }
}

/** Two that find a lock void must not remove, one after the other, the lock that the first has taken since. */
async function removeVoid(path: string): Promise<void> {
  const guard = `${path}.void`;
  try {
    await writeFile(guard, '', { flag: 'wx', mode: 0o600 });
  } catch {
    // Somebody else is at it; if he died at it, his guard is removed when it is old.
    const { mtimeMs } = await stat(guard).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > GUARD_MS) await rm(guard, { force: true });
    await sleep(AGAIN_MS / 10);
    return;
  }
  try {
    if (await isVoid(path)) await rm(path, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}

async function heldBy(path: string, account: string): Promise<string> {
  const holder = await read(path);
  const who = holder ? ` (process ${holder.pid} on ${holder.host}, since ${holder.since})` : '';
  return `account ${account} is being used by another run${who}`;
}

async function isVoid(path: string): Promise<boolean> {
  const holder = await read(path);
  // One that is gone by now is nobody's to remove: whoever takes the next must find it.
  const silent = await stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  if (!holder) return silent > SILENT_MS;
  if (holder.host !== hostname()) return silent > SILENT_MS;
  return holder.pid === process.pid ? !HELD.has(path) : !isAlive(holder.pid);
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
