/** `cleanup`: removes what earlier, interrupted runs left on a target. */
import { InputError, UnreachableError } from '../../spec/errors.ts';
import { loadContract } from '../../spec/load.ts';
import { LAWS } from '../../suites/index.ts';
import { Cleaner } from '../accounts/cleaner.ts';
import { Trouble } from '../http/answer.ts';
import { cleaningClient } from '../ledger/settle.ts';
import { rolesOf } from '../job/perform.ts';
import { settingsFor } from '../job/settings.ts';
import { readTarget } from '../job/target.ts';
import { contractFolder } from './contracts.ts';
import { takeOver } from './estate.ts';
import { EXIT } from './exit.ts';
import { TOOL } from './tool.ts';

export interface CleanupOptions {
  target: string;
  state?: string;
  /** Also what bears the suite's marker but stands in no ledger. */
  orphans: boolean;
}

export async function cleanup({ target: path, state, orphans }: CleanupOptions): Promise<number> {
  const target = await readTarget(path, process.env);
  if (target.contract === undefined) throw new InputError(`${path}: contract is missing`);
  const contract = await loadContract(contractFolder(target.contract), rolesOf(LAWS));
  const settings = settingsFor(contract, target);
  const estate = await takeOver(contract, settings, state);
  const client = cleaningClient(contract, settings, TOOL);
  const left = [...estate.left];
  let removed = estate.removed;
  try {
    const cleaner = new Cleaner(contract, client);
    for (const account of settings.accounts) {
      if (!contract.roles.has('create')) continue;
      for (const { id, url } of await cleaner.marked(account)) {
        const gone = orphans && (await cleaner.remove(account, id));
        if (gone) removed += 1;
        else if (orphans) left.push(`item ${id} of account ${account.id} (${url})`);
        else
          say(
            `orphan: item ${id} of account ${account.id} (${url}) stands in no ledger; --orphans removes it`,
          );
      }
    }
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    // Where no ledger owes anything, nothing is known to be left.
    if (left.length === 0)
      throw new UnreachableError(`${settings.baseUrl} cannot be reached: ${error.message}`, { cause: error });
    left.push(`${settings.baseUrl} could not be looked at: ${error.message}`);
  } finally {
    await client.close();
    await estate.close();
  }
  say(`removed ${removed}, restored ${estate.restored}, left ${left.length}`);
  for (const line of left) say(`left: ${line}`);
  return left.length === 0 ? EXIT.ok : EXIT.left;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
