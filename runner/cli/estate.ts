/** What a command holds of a target while it works there: the locks of its accounts, and the ledger. */
import type { Contract } from '../../spec/contract.ts';
import { ledgerPath, stateFolder } from '../ledger/file-ledger.ts';
import { lockAccounts, type Waiting } from '../ledger/locks.ts';
import { settle } from '../ledger/settle.ts';
import type { Settings } from '../job/session.ts';
import { TOOL } from './tool.ts';
import { refuseUnwritable } from './writable.ts';

export interface Estate {
  /** The ledger's file. */
  ledger: string;
  /** What earlier runs left and could not be removed now. */
  left: readonly string[];
  removed: number;
  restored: number;
  /** Cleans up after this command's own run, if it died, with so many requests, and gives the locks back. */
  close(most?: number): Promise<void>;
}

/** Locks the accounts and cleans up after earlier runs. Throws InputError where another run is at work and nobody waits, or the ledger can't be written. */
export async function takeOver(
  contract: Contract,
  settings: Settings,
  state: string | undefined,
  waiting?: Waiting,
): Promise<Estate> {
  const folder = stateFolder(state, process.env);
  await refuseUnwritable([{ what: 'the ledger', path: folder, kind: 'folder', mode: 0o700 }]);
  const ledger = ledgerPath(folder, contract.name, settings.baseUrl);
  const locks = await lockAccounts(
    ledger,
    settings.accounts.map(({ id }) => id),
    waiting,
  );
  try {
    const { left, removed, restored } = await settle(contract, settings, ledger, TOOL);
    return {
      ledger,
      left,
      removed,
      restored,
      close: async (most) => {
        try {
          await settle(contract, settings, ledger, TOOL, settings.marker, most);
        } finally {
          await locks.release();
        }
      },
    };
  } catch (error) {
    await locks.release();
    throw error;
  }
}
