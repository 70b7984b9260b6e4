/** The last look at the accounts: whatever the run made is removed, every fixture put back. */
import { Cleaner } from './cleaner.ts';
import type { Session } from '../job/session.ts';

/** Cleans up after all cases; gives a line for everything that is left. */
export async function sweep(session: Session): Promise<string[]> {
  const left: string[] = [];
  const { contract, client, settings, ledger, tally, mark, before } = session;
  if (settings.mode !== 'read-only') {
    const cleaner = new Cleaner(contract, client);
    for (const account of settings.accounts) {
      const known = [...tally.alive.values()].filter((one) => one.account === account.id).map(({ id }) => id);
      const cleaned = await cleaner.sweep(account, mark.marker, known, ledger, (id) =>
        before.has(account, id),
      );
      tally.removed += cleaned.removed;
      left.push(...cleaned.left);
    }
  }
  left.push(...(await session.fixtures.restore()));
  return left;
}
