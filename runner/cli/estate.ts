/** What a command holds of a target while it works there: the locks of its accounts, and the ledger. */
import type { Contract } from '../../spec/contract.ts';
import { ledgerPath, stateFolder } from '../ledger/file-ledger.ts';
import { lockAccounts, type Waiting } from '../ledger/locks.ts';
import { settle } from '../ledger/settle.ts';
import type { Settings } from '../job/session.ts';
import { TOOL } from './tool.ts';

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

/** Locks the accounts and cleans up after earlier runs. Throws InputError where another run is at work and nobody waits. */
export async function takeOver(
  contract: Contract,
  settings: Settings,
  state: string | undefined,
  waiting?: Waiting,
): Promise<Estate> {
  const ledger = ledgerPath(stateFolder(state, process.env), contract.name, settings.baseUrl);
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
