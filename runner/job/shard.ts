/**
 * Splits a run into parts that run side by side: no two share an account, and every case is in exactly one of them.
 * What a part is dealt follows from names alone, so that every part works it out by itself.
 */
import { createHash } from 'node:crypto';

import type { Contract } from '../../spec/contract.ts';
import { InputError } from '../../spec/errors.ts';
import type { Account } from '../accounts/account.ts';
import type { Case } from '../cases/cases.ts';
import type { Needs } from '../cases/law.ts';

/** Part `index` of `count`, from 1 on. */
export interface Shard {
  index: number;
  count: number;
}

/** The accounts of a part. Throws InputError where there are too few for all. */
export function accountsOf<T>(accounts: readonly T[], { index, count }: Shard): readonly T[] {
  if (accounts.length < count) {
    throw new InputError(
      `--shard ${index}/${count} needs ${count} accounts, and the target file has ${accounts.length}`,
    );
  }
  return accounts.filter((_, position) => position % count === index - 1);
}

/**
 * The cases of a part, by name. A case goes to one of the parts whose accounts have what it needs. Throws InputError
 * where no part's have, though all accounts together do: the case would be lost by the split.
 */
export function deal(
  cases: readonly Case[],
  accounts: readonly Account[],
  shard: Shard,
  contract: Contract,
): string[] {
  const parts = Array.from({ length: shard.count }, (_, at) =>
    accountsOf(accounts, { ...shard, index: at + 1 }),
  );
  const lost = cases.filter(
    ({ needs }) => has(accounts, needs, contract) && !parts.some((part) => has(part, needs, contract)),
  );
  if (lost.length > 0) throw new InputError(lostWords(lost, accounts, shard));
  return cases
    .filter(({ name, needs }) => {
      const able = parts.filter((part) => has(part, needs, contract));
      // What no account serves is not run, and one part says so.
      const candidates = able.length > 0 ? able : parts;
      return candidates[place(name, candidates.length)] === parts[shard.index - 1];
    })
    .map(({ name }) => name);
}

/** By the name's hash, so that what a contract gains does not move all the others. */
function place(name: string, count: number): number {
  return createHash('sha256').update(name).digest().readUInt32LE() % count;
}

/** Whether accounts, taken together, have what a case needs. Room on them shows only when they are looked at. */
function has(accounts: readonly Account[], needs: Needs, contract: Contract): boolean {
  const { accounts: count = 1, fixtures = [], slots = 0, expendable } = needs;
  const key = expendable === true ? 'expendableWebhookIds' : 'webhookIds';
  const listed = (one: Account): number => {
    const ids = one.fixtures[key];
    return Array.isArray(ids) ? ids.length : 0;
  };
  return (
    accounts.length >= count &&
    fixtures.every((name) => accounts.some((one) => one.fixtures[name] !== undefined)) &&
    (contract.roles.has('create') || accounts.some((one) => listed(one) >= slots))
  );
}

function lostWords(lost: readonly Case[], accounts: readonly Account[], { index, count }: Shard): string {
  const named = `${lost.length} ${lost.length === 1 ? 'case' : 'cases'} (${lost[0]?.name ?? ''}${lost.length > 1 ? ', …' : ''})`;
  const start = `--shard ${index}/${count}: ${named} would be in no part`;
  return lost.every(({ needs }) => (needs.accounts ?? 1) > 1)
    ? `${start}: each needs two accounts, and no part of ${accounts.length} has two; name ${count + 1} or more, or make fewer parts`
    : `${start}: no part's accounts have the fixtures that it needs; name more accounts with fixtures, or make fewer parts`;
}
