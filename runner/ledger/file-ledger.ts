/** A ledger that outlives the process: a file a target, appended to, synced before what it announces is done. */
import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

import { InputError } from '../../spec/errors.ts';
import type { Account } from '../accounts/account.ts';
import type { Ledger } from './ledger.ts';
import { type LedgerRecord, parseRecords } from './records.ts';
import { seal } from './seal.ts';

/** The folder of ledgers: `--state`, else the platform's place for state. */
export function stateFolder(given: string | undefined, environment: NodeJS.ProcessEnv): string {
  if (given !== undefined) return given;
  const base =
    process.platform === 'win32'
      ? (environment['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'))
      : (environment['XDG_STATE_HOME'] ?? join(homedir(), '.local', 'state'));
  return join(base, 'webhook-conformance');
}

/** The ledger file of one contract at one base URL. */
export function ledgerPath(folder: string, contract: string, baseUrl: string): string {
  const { host } = new URL(baseUrl);
  const hash = createHash('sha256').update(`${contract}\n${baseUrl}`).digest('hex').slice(0, 10);
  return join(folder, `${contract}-${host.replace(/[^\w.-]/g, '_')}-${hash}.jsonl`);
}

/** Every record of a ledger file; none where there is no file. */
export async function readLedger(path: string): Promise<LedgerRecord[]> {
  try {
    return parseRecords(await readFile(path, 'utf8'));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new InputError(`the ledger ${path} cannot be read (${(cause as NodeJS.ErrnoException).code})`, {
      cause,
    });
  }
}

/** Opens a ledger for one run. Throws InputError where the file cannot be written. */
export async function fileLedger(path: string, run: string, accounts: readonly Account[]): Promise<Ledger> {
  const file = await openFile(path);
  const appender = new Appender(file);
  // A torn line of a crash must not swallow the next record.
  await appender.write('\n');
  let count = 0;
  const append = async (record: LedgerRecord): Promise<void> => appender.write(`${JSON.stringify(record)}\n`);
  return {
    intend: async (account, url) => {
      count += 1;
      const intent = { key: String(count), account, url };
      await append({ t: 'intend', run, ...intent });
      return intent;
    },
    created: async ({ key, account }, id) => append({ t: 'created', run, key, account, id }),
    refused: async ({ key, account }) => append({ t: 'refused', run, key, account }),
    found: async (account, id) => append({ t: 'found', run, account, id }),
    removed: async (account, id) => append({ t: 'removed', run, account, id }),
    editing: async (account, id, state) => {
      const credentials = accounts.find((one) => one.id === account)?.credentials ?? {};
      await append({ t: 'editing', run, account, id, sealed: seal(state, credentials) });
    },
    restored: async (account, id) => append({ t: 'restored', run, account, id }),
    swept: async (account) => append({ t: 'swept', run, account }),
    close: async () => {
      await appender.idle();
      await file.close();
    },
  };
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return await open(path, 'a', 0o600);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new InputError(`the ledger ${path} cannot be written (${code}); name another folder with --state`, {
      cause,
    });
  }
}

/** Appends and syncs; what is asked for while one sync lasts goes into the next together. */
class Appender {
  readonly #file: FileHandle;
  #waiting = '';
  #next: Promise<void> | undefined;
  #current: Promise<void> = Promise.resolve();

  constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Resolves when the text is on the disk. */
  async write(text: string): Promise<void> {
    this.#waiting += text;
    this.#next ??= this.#current.then(async () => {
      const batch = this.#waiting;
      this.#waiting = '';
      this.#current = this.#next ?? Promise.resolve();
      this.#next = undefined;
      await this.#file.appendFile(batch);
      await this.#file.datasync();
    });
    return this.#next;
  }

  async idle(): Promise<void> {
    await this.#next;
    await this.#current;
  }
}
