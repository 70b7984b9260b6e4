/** What a run owns on the target. Kept by whoever must clean up: a file that outlives the process, or memory. */
import type { Id } from './records.ts';

/** A create that is about to be sent. */
export interface Intent {
  key: string;
  account: string;
  url: string;
}

export interface Ledger {
  /** Durable before it resolves: the create may be sent. */
  intend(account: string, url: string): Promise<Intent>;
  /** The create brought this id. */
  created(intent: Intent, id: Id): Promise<void>;
  /** The create was refused: it brought nothing that we know of. */
  refused(intent: Intent): Promise<void>;
  /** An item of ours that no create's answer told of. */
  found(account: string, id: Id): Promise<void>;
  removed(account: string, id: Id): Promise<void>;
  /** The first state of a fixture, durable before it resolves: the fixture may be edited. */
  editing(account: string, id: Id, state: unknown): Promise<void>;
  restored(account: string, id: Id): Promise<void>;
  /** A look at the account showed that nothing of the run is left there. */
  swept(account: string): Promise<void>;
  close(): Promise<void>;
}

/** A ledger that ends with the process: for servers that do too. */
export function memoryLedger(): Ledger {
  let count = 0;
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    intend: (account, url) => Promise.resolve({ key: String((count += 1)), account, url }),
    created: nothing,
    refused: nothing,
    found: nothing,
    removed: nothing,
    editing: nothing,
    restored: nothing,
    swept: nothing,
    close: nothing,
  };
}
