import { expect, test } from 'vitest';

import { prepare } from '../../runner/cli/preparation.ts';
import { rolesOf } from '../../runner/job/perform.ts';
import { targetFromData } from '../../runner/job/target.ts';
import { InputError } from '../../spec/errors.ts';
import { loadContract } from '../../spec/load.ts';
import { packageFile } from '../../spec/package-root.ts';
import { LAWS } from '../../suites/index.ts';

const AUTHS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  konpro: { apiKey: 'key-of-both' },
  kompliant: { apiKey: 'key', secretKey: 'secret', authToken: 'token' },
  energycap: { apiKey: 'key-of-both' },
};

/** Prepares a run on two accounts; the second one has the credentials of both, or its own. */
async function prepared(contract: string, own: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const data = {
    baseUrl: 'http://127.0.0.1:9',
    auth: AUTHS[contract],
    accounts: [{ id: 'user_a' }, { id: 'user_b', auth: own }],
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
