/** Whether the fixtures of a target file can be what the contract speaks of: seen before anything is sent. */
import type { Contract } from '../../spec/contract.ts';
import { InputError } from '../../spec/errors.ts';
import { show } from '../../spec/json.ts';
import type { Account } from '../accounts/account.ts';
import { fits, kindsOf, rightOf } from './fixture-kinds.ts';
import type { Settings } from './session.ts';

type Given = Pick<Settings, 'accounts' | 'mode'>;

/** Those whose webhooks are changed or deleted. */
const WORKED_ON = ['webhookIds', 'expendableWebhookIds'];

/**
 * Throws InputError for values of another type than the contract's, for an id that stands where it would be in its own
 * way, and where there is nothing to work on: each would have a right server blamed, or hardly be a run.
 */
export function refuseUnfitFixtures(contract: Contract, given: Given, from: string): void {
  const fail = (problem: string): never => {
    throw new InputError(`${from}: ${problem}`);
  };
  const problem =
    first(given.accounts, (account) => wrongType(contract, account)) ??
    first(given.accounts, inItsOwnWay) ??
    shared(contract, given.accounts) ??
    nothingToWorkOn(contract, given) ??
    (given.mode === 'read-only' ? undefined : first(given.accounts, (one) => nothingToSet(contract, one)));
  if (problem !== undefined) fail(problem);
}

function first(
  accounts: readonly Account[],
  problemOf: (account: Account) => string | undefined,
): string | undefined {
  for (const account of accounts) {
    const problem = problemOf(account);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function wrongType(contract: Contract, { id, fixtures }: Account): string | undefined {
  for (const [key, kind] of kindsOf(contract)) {
    const wrong = valuesOf(fixtures, key).find((value) => !fits(value, kind.type));
    if (wrong === undefined) continue;
    const holds = Array.isArray(fixtures[key]) ? 'holds' : 'is';
    return `${key} of account ${id} ${holds} ${show(wrong)}, and ${kind.what} is ${rightOf(kind.type, wrong)}`;
  }
  return undefined;
}

/** An id twice is given to two cases at once; a webhook that is put back must not be deleted, nor a locked one edited. */
function inItsOwnWay({ id, fixtures }: Account): string | undefined {
  for (const key of Object.keys(fixtures)) {
    const all = valuesOf(fixtures, key);
    const twice = all.find((value, index) => all.indexOf(value) < index);
    if (twice !== undefined) return `${key} of account ${id} names ${show(twice)} twice; name it once`;
  }
  const plain = valuesOf(fixtures, 'webhookIds');
  const both = valuesOf(fixtures, 'expendableWebhookIds').find((one) => plain.includes(one));
  if (both !== undefined) {
    return `account ${id} names ${show(both)} in webhookIds, which are put back as they were, and in expendableWebhookIds, which are deleted for good; name it in one of them`;
  }
  const locked = valuesOf(fixtures, 'lockedWebhookId').find((one) => plain.includes(one));
  return locked === undefined
    ? undefined
    : `account ${id} names ${show(locked)} as lockedWebhookId, which no edit changes, and in webhookIds, which are edited; leave it out of webhookIds`;
}

/**
 * Two accounts work at the same time, each on its own. Where nothing in a request tells them apart, one id is one
 * webhook; with credentials or an account of its own it may well be two.
 */
function shared({ roles, authentication }: Contract, accounts: readonly Account[]): string | undefined {
  if ([...roles.values()].some(({ account }) => account)) return undefined;
  const owners = new Map<string, string>();
  for (const { id, credentials, fixtures } of accounts) {
    const locked = valuesOf(fixtures, 'lockedWebhookId');
    const worked = WORKED_ON.flatMap((key) => valuesOf(fixtures, key)).filter((one) => !locked.includes(one));
    for (const value of worked) {
      const one = JSON.stringify([authentication.credentials.map((name) => credentials[name]), value]);
      const other = owners.get(one);
      if (other !== undefined && other !== id) {
        return `accounts ${other} and ${id} have the same credentials and both name webhook ${show(value)}, so each would find the other's changes on it; name every webhook on one account alone`;
      }
      owners.set(one, id);
    }
  }
  return undefined;
}

function nothingToWorkOn({ name, roles, item }: Contract, { accounts }: Given): string | undefined {
  if (roles.has('create')) return undefined;
  const named = (key: string): boolean => accounts.some(({ fixtures }) => valuesOf(fixtures, key).length > 0);
  if (WORKED_ON.some(named)) return undefined;
  const example = item.idType === 'integer' ? '[101, 102]' : '["wh_a", "wh_b"]';
  return `no account names webhookIds, and ${name} has no create: without webhooks to work on, next to nothing can be tested; name some under accounts, "fixtures: { webhookIds: ${example} }"`;
}

/** A value that an edit must have and no document knows. */
function nothingToSet(contract: Contract, { id, fixtures }: Account): string | undefined {
  for (const [key, { field, required }] of kindsOf(contract)) {
    if (field === undefined || valuesOf(fixtures, key).length > 0) continue;
    if (fixtures[key] !== undefined)
      return `${key} of account ${id} is empty; name the values of ${field} that it knows${required ? '' : ', or leave it out'}`;
    if (required)
      return `${key} of account ${id} is missing; name the values of ${field} that it knows, as no document does: "fixtures: { ${key}: […] }"`;
  }
  return undefined;
}

function valuesOf(fixtures: Account['fixtures'], key: string): unknown[] {
  return fixtures[key] === undefined ? [] : [fixtures[key]].flat();
}
