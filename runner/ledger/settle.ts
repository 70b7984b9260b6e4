/** Pays what earlier runs, or a run that died, still owe the target. */
import type { Contract } from '../../spec/contract.ts';
import { show } from '../../spec/json.ts';
import { Cleaner } from '../accounts/cleaner.ts';
import { FixtureKeeper } from '../accounts/fixture-keeper.ts';
import { Trouble } from '../http/answer.ts';
import { Client } from '../http/client.ts';
import type { Settings } from '../job/session.ts';
import { signerFor } from '../signers/index.ts';
import { fileLedger, readLedger } from './file-ledger.ts';
import { type Debt, debts } from './records.ts';
import { unseal } from './seal.ts';

export interface Settled {
  removed: number;
  restored: number;
  left: string[];
}

/** Cleans up after every run of a ledger file, or after one, with so many requests. Sends nothing where nothing is owed. */
export async function settle(
  contract: Contract,
  settings: Settings,
  path: string,
  tool: { name: string; version: string },
  run?: string,
  most = Infinity,
): Promise<Settled> {
  const open = debts(await readLedger(path))
    .filter((debt) => run === undefined || debt.run === run)
    .filter(({ account }) => !settings.elsewhere?.includes(account));
  const settled: Settled = { removed: 0, restored: 0, left: [] };
  if (open.length === 0) return settled;
  const client = cleaningClient(contract, settings, tool, most);
  try {
    for (const debt of open) await pay(debt, { contract, settings, path, client, settled });
  } finally {
    await client.close();
  }
  return settled;
}

/** A client that only cleans up, and sends so many requests at most. */
export function cleaningClient(
  contract: Contract,
  settings: Settings,
  tool: { name: string; version: string },
  most = Infinity,
): Client {
  let sent = 0;
  return new Client({
    baseUrl: settings.baseUrl,
    signer: signerFor(contract),
    userAgent: `${tool.name}/${tool.version} cleanup`,
    concurrency: 2,
    ...(settings.rate === undefined ? {} : { rate: settings.rate }),
    timeoutMs: settings.timeoutMs,
    spend: () => ((sent += 1) > most ? 'the budget of requests is spent' : undefined),
    ...(settings.ca === undefined ? {} : { ca: settings.ca }),
  });
}

interface Payment {
  contract: Contract;
  settings: Settings;
  path: string;
  client: Client;
  settled: Settled;
}

async function pay(debt: Debt, { contract, settings, path, client, settled }: Payment): Promise<void> {
  const account = settings.accounts.find(({ id }) => id === debt.account);
  if (!account) {
    settled.left.push(`account ${debt.account} of run ${debt.run} is not in the target file`);
    return;
  }
  const ledger = await fileLedger(path, debt.run, settings.accounts);
  try {
    const swept = await new Cleaner(contract, client).sweep(account, debt.run, debt.ids, ledger);
    settled.removed += swept.removed;
    settled.left.push(...swept.left);
    const keeper = new FixtureKeeper(contract, client, ledger);
    for (const { id, sealed } of debt.fixtures) {
      const state = unseal(sealed, account.credentials);
      if (state === undefined) {
        settled.left.push(
          `fixture ${show(id)} of account ${account.id}: its first state cannot be opened with these credentials`,
        );
      } else keeper.remember(account, id, state);
    }
    const left = await keeper.restore();
    settled.restored += debt.fixtures.length - left.length;
    settled.left.push(...left);
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    settled.left.push(`account ${account.id}: ${error.message}`);
  } finally {
    await ledger.close();
  }
}
