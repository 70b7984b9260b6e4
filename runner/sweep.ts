/** The last look at the accounts: whatever bears the run's marker is removed, every fixture put back. */
import { at, show } from '../spec/json.ts';
import type { Account } from './account.ts';
import { Draft } from './draft.ts';
import { Trouble } from './http/answer.ts';
import type { Session } from './session.ts';

/** Cleans up after all cases; gives a line for everything that is left. */
export async function sweep(session: Session): Promise<string[]> {
  const left: string[] = [];
  if (session.contract.roles.has('create') && session.settings.mode !== 'read-only') {
    for (const account of session.settings.accounts) left.push(...(await sweepAccount(session, account)));
  }
  left.push(...(await session.fixtures.restore()));
  return left;
}

async function sweepAccount(session: Session, account: Account): Promise<string[]> {
  try {
    const ours = await marked(session, account);
    if (ours.length === 0) return [];
    for (const id of ours) await remove(session, account, id);
    const still = await marked(session, account);
    return still.map((id) => `item ${show(id)} of account ${account.id}`);
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    return [`account ${account.id} could not be looked at: ${error.message}`];
  }
}

/** The ids of the account's items whose URL bears the run's marker. */
async function marked(session: Session, account: Account): Promise<(string | number)[]> {
  const { contract, mark } = session;
  const role = contract.roles.get('list');
  const url = contract.item.fields.get('url');
  if (!role || !url) return [];
  const answer = await session.client.send(new Draft(role, account).set(role.account, account.id), { cleaning: true });
  const items = (role.items ?? []).map(({ pointer }) => at(answer.body, pointer)).find(Array.isArray) ?? [];
  return items.flatMap((item: unknown) => {
    const value = at(item, url.view);
    const id = at(item, contract.item.id);
    const ours = typeof value === 'string' && value.toLowerCase().includes(`wc-${mark.marker}`);
    return ours && (typeof id === 'string' || typeof id === 'number') ? [id] : [];
  });
}

async function remove(session: Session, account: Account, id: string | number): Promise<void> {
  const role = session.contract.roles.get('delete');
  if (!role) return;
  const answer = await session.client.send(new Draft(role, account).set(role.account, account.id).address(id), {
    cleaning: true,
  });
  if (answer.status < 300) {
    session.tally.removed += 1;
    await session.ledger.removed(account.id, id);
  }
}
