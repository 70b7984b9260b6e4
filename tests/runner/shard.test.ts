import { expect, test } from 'vitest';

import type { Account } from '../../runner/accounts/account.ts';
import { compileCases } from '../../runner/cases/cases.ts';
import { rolesOf } from '../../runner/job/perform.ts';
import { accountsOf, deal } from '../../runner/job/shard.ts';
import type { Contract } from '../../spec/contract.ts';
import { InputError } from '../../spec/errors.ts';
import { loadContract } from '../../spec/load.ts';
import { packageFile } from '../../spec/package-root.ts';
import { LAWS } from '../../suites/index.ts';

const kompliant = await loadContract(packageFile('spec/kompliant'), rolesOf(LAWS));
const energycap = await loadContract(packageFile('spec/energycap'), rolesOf(LAWS));

function accounts(count: number, fixtures: Record<string, unknown>[] = []): Account[] {
  return Array.from({ length: count }, (_, at) => ({
    id: `account_${at + 1}`,
    credentials: {},
    fixtures: fixtures[at] ?? {},
  }));
}

function parts(contract: Contract, all: Account[], count: number): string[][] {
  const cases = compileCases(contract, LAWS);
  return Array.from({ length: count }, (_, at) => deal(cases, all, { index: at + 1, count }, contract));
}

test.each([
  [1, 1],
  [2, 4],
  [3, 4],
  [3, 8],
  [7, 14],
])('every case is in exactly one of %i parts of %i accounts, and no part is empty', (count, size) => {
  const dealt = parts(kompliant, accounts(size), count);
  const names = compileCases(kompliant, LAWS).map(({ name }) => name);
  expect(dealt.flat().sort()).toEqual(names.sort());
  expect(dealt.every((part) => part.length > 0)).toBe(true);
});

test('a case for two accounts goes to a part that has two', () => {
  const two = compileCases(kompliant, LAWS).filter(({ needs }) => needs.accounts === 2);
  const [first, ...others] = parts(kompliant, accounts(4), 3);
  expect(two.length).toBeGreaterThan(0);
  for (const { name } of two) expect(first).toContain(name);
  expect(others.flat().filter((name) => two.some((one) => one.name === name))).toEqual([]);
});

test('where no part has two, that is said rather than the case lost', () => {
  expect(() => parts(kompliant, accounts(4), 4)).toThrow(InputError);
  expect(() => parts(kompliant, accounts(4), 4)).toThrow(/needs two accounts.*name 5 or more/);
  // With one account for all, the case is left out of a whole run too.
  expect(parts(kompliant, accounts(1), 1).flat()).toHaveLength(compileCases(kompliant, LAWS).length);
});

test('a case that needs a fixture goes to a part whose accounts have it', () => {
  const plain = { webhookIds: [1, 2, 3, 4, 5, 6], expendableWebhookIds: [7, 8], unprivilegedApiKey: 'key' };
  const cases = compileCases(energycap, LAWS);
  const locked = cases.filter(({ needs }) => needs.fixtures?.includes('lockedWebhookId'));
  const [first, second] = parts(energycap, accounts(2, [plain, { ...plain, lockedWebhookId: 9 }]), 2);
  expect(locked.length).toBeGreaterThan(0);
  for (const { name } of locked) expect(second).toContain(name);
  expect([...(first ?? []), ...(second ?? [])].sort()).toEqual(cases.map(({ name }) => name).sort());
});

test('parts share no account, and fewer accounts than parts are refused', () => {
  const all = accounts(5);
  const taken = [1, 2, 3].flatMap((index) => accountsOf(all, { index, count: 3 }));
  expect(new Set(taken).size).toBe(5);
  expect(() => accountsOf(all, { index: 1, count: 6 })).toThrow(
    /needs 6 accounts, and the target file has 5/,
  );
});
