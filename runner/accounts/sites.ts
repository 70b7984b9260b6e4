/** How many items a run may have alive on an account, with what is there and what must stay free. */
import type { Contract } from '../../spec/contract.ts';
import { fixtureIds } from './account.ts';
import type { Site } from './leases.ts';
import type { Found, Settings } from '../job/session.ts';

/** Places that are left free on a shared account: a wrong server may accept what it must refuse. */
const SPARE = 2;
/** Items alive at once on an account whose contract states no limit, for who has it to himself. */
const UNLIMITED = 40;
/** The same for all who share it: there may be a limit that nobody wrote down. */
const UNLIMITED_SHARED = 12;
/** Past its limit an account is only where a server lets it: so far it is followed, for the verdict's sake. */
const PAST_THE_LIMIT = 40;

type Spared = Pick<Settings, 'reserve' | 'mode'>;

/** What cases may lease of an account. */
export function siteOf(contract: Contract, { account, existing, unfit }: Found, settings: Spared): Site {
  if (!contract.roles.has('create')) {
    const fixtures = fixtureIds(account, 'webhookIds').filter((id) => unfit?.has(id) !== true);
    return { account, capacity: 0, fixtures };
  }
  const most = capacity(contract, existing, settings);
  return contract.limit === undefined
    ? { account, capacity: most, shared: UNLIMITED_SHARED }
    : { account, capacity: most };
}

/** The same for deletions of fixtures that may be deleted for good. */
export function expendableSiteOf({ account }: Pick<Found, 'account'>): Site {
  const locked = account.fixtures['lockedWebhookId'];
  return {
    account,
    capacity: 0,
    fixtures: fixtureIds(account, 'expendableWebhookIds').filter((id) => id !== locked),
  };
}

/** Items of a run alive at once on one account, whatever the server does. */
export function mostAlive(contract: Contract, settings: Spared): number {
  const shared = capacity(contract, 0, settings);
  return settings.mode === 'full' ? (contract.limit ?? shared) + PAST_THE_LIMIT : shared;
}

/**
 * Places, beside those to spare, that must be free on an account that is to be filled: laws at its limit remove some of
 * their own items again, and what was there before is not theirs.
 */
export const TO_FILL = 2;

/** Why an account may not be filled, or undefined. */
export function notToFill({ reserve = 0 }: Pick<Settings, 'reserve'>): string | undefined {
  if (reserve === 0) return undefined;
  return `it fills an account, and --reserve ${reserve} keeps ${reserve} of its places free`;
}

function capacity({ limit }: Contract, existing: number, { reserve = 0 }: Spared): number {
  return limit === undefined ? UNLIMITED : Math.max(0, limit - existing - Math.max(SPARE, reserve));
}
