import { expect, test } from 'vitest';

import { refuseUnfitKeys } from '../../runner/job/keys-check.ts';
import { rolesOf } from '../../runner/job/perform.ts';
import type { Contract } from '../../spec/contract.ts';
import { InputError } from '../../spec/errors.ts';
import { loadContract } from '../../spec/load.ts';
import { packageFile } from '../../spec/package-root.ts';
import { LAWS } from '../../suites/index.ts';

const KEYS = { apiKey: 'sb_key', secretKey: 'c2VjcmV0', authToken: 'token' };

type Keys = Readonly<Record<string, string>>;

const LOADED = new Map<string, Promise<Contract>>();

async function contractOf(name: string): Promise<Contract> {
  const loading = LOADED.get(name) ?? loadContract(packageFile(`spec/${name}`), rolesOf(LAWS));
  LOADED.set(name, loading);
  return loading;
}

/** What a check of these accounts throws, in words; undefined where it lets them pass. */
async function problem(
  contract: string,
  ...accounts: { credentials: Keys; fixtures?: Readonly<Record<string, unknown>> }[]
): Promise<string | undefined> {
  const named = accounts.map(({ credentials, fixtures = {} }, index) => ({
    id: `account_${index}`,
    credentials,
    fixtures,
  }));
  try {
    refuseUnfitKeys(await contractOf(contract), named, 'target.yaml');
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    const text = (error as InputError).message;
    for (const value of named.flatMap(({ credentials }) => Object.values(credentials)))
      expect(text).not.toContain(value);
    return text;
  }
}

test.each([
  ['holds a line break', 'k1\n'],
  ['holds a line break', 'k1\r\nx: y'],
  ['holds a control character', 'k1\u0000'],
  ['holds a control character', 'k1\u007f2'],
  ['holds a character that is not of Latin-1', 'k1…2'],
  ['begins or ends with a blank', ' k1'],
])('a credential that %s', async (why, authToken) => {
  expect(await problem('kompliant', { credentials: { ...KEYS, authToken } })).toBe(
    `target.yaml: auth of account account_0: authToken cannot be sent in a header, since it ${why}; write it as the vendor gave it, on one line`,
  );
});

test.each(['a key', 'kéy', '"key"', 'a.b/c+d=='])('%s can be sent', async (apiKey) => {
  expect(await problem('energycap', { credentials: { apiKey } })).toBeUndefined();
});

test.each(['Yg', 'q29tZXRlc3Q', 'c2VjcmV0\n', 'c2Vj_mV0', 'c2Vjc=V0', 'secret!', 'c2VjcmV0===='])(
  'the secret %j is no Base64',
  async (secretKey) => {
    const text = await problem('kompliant', { credentials: KEYS }, { credentials: { ...KEYS, secretKey } });
    expect(text).toMatch(/^target\.yaml: auth of account account_1: secretKey is no Base64; copy it /);
  },
);

test.each(['Yg==', 'YmI=', 'c2VjcmV0', '+/+/'])('the secret %s is Base64', async (secretKey) => {
  expect(await problem('kompliant', { credentials: { ...KEYS, secretKey } })).toBeUndefined();
});

test('a key without the privilege that is the key with it', async () => {
  const plain = { credentials: { apiKey: 'key-of-0' } };
  const own = { credentials: { apiKey: 'key-of-1' }, fixtures: { unprivilegedApiKey: 'key-of-1' } };
  expect(await problem('energycap', plain, own)).toMatch(
    /^target\.yaml: unprivilegedApiKey of account account_1 is the apiKey that account account_1 works with; write /,
  );
  const others = { ...own, fixtures: { unprivilegedApiKey: 'key-of-0' } };
  expect(await problem('energycap', plain, others)).toMatch(/that account account_0 works with/);
  const right = { ...own, fixtures: { unprivilegedApiKey: 'key-of-2' } };
  expect(await problem('energycap', plain, right)).toBeUndefined();
});

test('a key without the privilege that cannot be sent', async () => {
  const fixtures = { unprivilegedApiKey: 'key\n' };
  expect(await problem('energycap', { credentials: { apiKey: 'other' }, fixtures })).toMatch(
    /^target\.yaml: fixtures of account account_0: unprivilegedApiKey cannot be sent in a header, since it holds a line break/,
  );
});
