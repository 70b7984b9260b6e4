import { expect, test } from 'vitest';

import { prepare } from '../../runner/cli/preparation.ts';
import { rolesOf } from '../../runner/job/perform.ts';
import { settingsFor } from '../../runner/job/settings.ts';
import { targetFromData } from '../../runner/job/target.ts';
import { InputError } from '../../spec/errors.ts';
import { loadContract } from '../../spec/load.ts';
import { packageFile } from '../../spec/package-root.ts';
import { LAWS } from '../../suites/index.ts';

const AUTHS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  konpro: { apiKey: 'key-of-both' },
  kompliant: { apiKey: 'key', secretKey: 'c2VjcmV0', authToken: 'token' },
  energycap: { apiKey: 'key-of-both' },
};
/** Of each account where the contract has no create. */
const FIXTURES: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
  energycap: [101, 102].map((id) => ({ webhookIds: [id], eventTypeIds: [1, 2] })),
};

/** Prepares a run on two accounts; the second one has the credentials of both, or its own. */
async function prepared(contract: string, own: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const data = {
    baseUrl: 'http://127.0.0.1:9',
    auth: AUTHS[contract],
    accounts: [
      { id: 'user_a', fixtures: FIXTURES[contract]?.[0] ?? {} },
      { id: 'user_b', auth: own, fixtures: FIXTURES[contract]?.[1] ?? {} },
    ],
  };
  const selection = { suites: [], rules: [], cases: [] };
  const loaded = await loadContract(packageFile(`spec/${contract}`), rolesOf(LAWS));
  return prepare(loaded, targetFromData(data, 'target.yaml'), { selection, overrides: {} });
}

test('two accounts of one key are one account, where a key is all that tells accounts apart', async () => {
  const error: unknown = await prepared('konpro').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InputError);
  expect(String(error)).toMatch(
    /target\.yaml: accounts user_a and user_b have the same credentials, .*give each an auth of its own/,
  );
  expect(String(error)).not.toContain('key-of-both');
});

test('accounts of several keys are several', async () => {
  await expect(prepared('konpro', { apiKey: 'key-of-b' })).resolves.toBeDefined();
});

test.each(['kompliant', 'energycap'])('accounts of %s may share their credentials', async (contract) => {
  await expect(prepared(contract)).resolves.toBeDefined();
});

test.each([
  [{ apiKey: 'key', secretKey: 'c2VjcmV0', authToken: 'token' }, 'unknown key "secretKey" in auth'],
  [{}, 'auth.apiKey is missing for account main of contract konpro'],
])('a file that is for another contract is said to be', async (auth, problem) => {
  const data = { contract: 'kompliant', baseUrl: 'http://127.0.0.1:9', auth, accounts: [{ id: 'main' }] };
  const konpro = await loadContract(packageFile('spec/konpro'), rolesOf(LAWS));
  const settings = (contract: string) => () =>
    settingsFor(konpro, targetFromData({ ...data, contract }, 'target.yaml'));
  expect(settings('kompliant')).toThrow(
    `target.yaml: ${problem}: the file is for contract kompliant, and this run is of konpro; run kompliant, or give a target file for konpro`,
  );
  for (const same of ['konpro', packageFile('spec/konpro')]) {
    expect(settings(same)).toThrow(problem);
    expect(settings(same)).not.toThrow('the file is for contract');
  }
});
