import { expect, test } from 'vitest';

import { checkBaseUrl } from '../../runner/job/base-url.ts';
import { rolesOf } from '../../runner/job/perform.ts';
import type { Contract } from '../../spec/contract.ts';
import { InputError } from '../../spec/errors.ts';
import { loadContract } from '../../spec/load.ts';
import { packageFile } from '../../spec/package-root.ts';
import { LAWS } from '../../suites/index.ts';

const LOADED = new Map<string, Promise<Contract>>();

async function contractOf(name: string): Promise<Contract> {
  const loading = LOADED.get(name) ?? loadContract(packageFile(`spec/${name}`), rolesOf(LAWS));
  LOADED.set(name, loading);
  return loading;
}

async function checked(name: string, url: string): Promise<void> {
  checkBaseUrl(await contractOf(name), url, 'target.yaml: baseUrl');
}

test('what every path begins with is refused at the end of the base URL', async () => {
  const error: unknown = await checked('konpro', 'https://x.test/v1/').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InputError);
  expect(String(error)).toContain(
    'target.yaml: baseUrl: "https://x.test/v1" ends with /v1, with which every path of konpro begins, so requests would go to https://x.test/v1/v1/webhook/endpoint.add; leave /v1 out of the base URL',
  );
});

test.each([
  ['konpro', 'https://x.test/mounted/v1/webhook', 'leave /v1/webhook out'],
  ['energycap', 'https://x.test/api/v3', 'leave /api/v3 out'],
  ['energycap', 'https://x.test/api', 'leave /api out'],
])('%s at %s', async (contract, url, message) => {
  await expect(checked(contract, url)).rejects.toThrow(message);
});

test.each([
  ['konpro', 'https://x.test'],
  ['konpro', 'https://x.test/'],
  ['konpro', 'https://x.test/v2'],
  ['konpro', 'https://x.test/v1/mounted'],
  ['konpro', 'https://x.test/webhook'],
  ['konpro', 'https://x.test/dev1'],
  ['kompliant', 'https://x.test/webhook.config.create'],
  ['energycap', 'https://x.test/v3'],
])('%s at %s is let pass', async (contract, url) => {
  await expect(checked(contract, url)).resolves.toBeUndefined();
});
