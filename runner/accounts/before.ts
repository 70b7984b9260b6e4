/** What was on the accounts before the run: whatever a target says or shows, it is none of the run's. */
import type { Draft } from '../registry/draft.ts';
import { type Account, fixtureIds } from './account.ts';

/** The fixtures that a target file names for a purpose, under these names. */
const FIXTURES = ['webhookIds', 'lockedWebhookId', 'expendableWebhookIds'];

export class Before {
  readonly #ids = new Map<string, ReadonlySet<string>>();

  /** The ids that an account's list showed before the first case. */
  note({ id }: Account, ids: readonly unknown[]): void {
    this.#ids.set(id, new Set(ids.map(asText)));
  }

  /** Whether the item was there; a number and its text are one. */
  has({ id: account }: Account, id: unknown): boolean {
    return this.#ids.get(account)?.has(asText(id)) === true;
  }

  /** Whether it was there, and is no fixture of the target file. */
  isForeign(account: Account, id: unknown): boolean {
    return this.has(account, id) && !isFixture(account, id);
  }

  /** Why a request is not sent: it would change or remove what is neither the run's nor a fixture. Or undefined. */
  objection({ role, account, id }: Draft): string | undefined {
    if (role.name !== 'update' && role.name !== 'delete') return undefined;
    if (!this.isForeign(account, id)) return undefined;
    return `the target shows ${asText(id)} of account ${account.id} as the run's own, and it was there before: it is not touched`;
  }
}

/** Whether the target file names it as a fixture of the account. */
export function isFixture(account: Account, id: unknown): boolean {
  return FIXTURES.some((name) => fixtureIds(account, name).some((one) => one === id));
}

function asText(id: unknown): string {
  return typeof id === 'string' ? id : (JSON.stringify(id) ?? '');
}
