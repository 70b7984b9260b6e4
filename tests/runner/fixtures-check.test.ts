import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { SERVERS } from '../../fixtures/servers/index.ts';
import { prepare } from '../../runner/cli/preparation.ts';
import { refuseUnfitFixtures } from '../../runner/job/fixtures-check.ts';
import { rolesOf } from '../../runner/job/perform.ts';
import { settingsFor } from '../../runner/job/settings.ts';
import { readTarget, targetFromData } from '../../runner/job/target.ts';
import type { Contract } from '../../spec/contract.ts';
import { InputError } from '../../spec/errors.ts';
import { loadContract } from '../../spec/load.ts';
import { packageFile } from '../../spec/package-root.ts';
import { LAWS } from '../../suites/index.ts';
import { temporaryFolder } from '../temporary-folder.ts';

type Fixtures = Readonly<Record<string, unknown>>;

const RIGHT = { webhookIds: [101, 102], eventTypeIds: [1, 2] };

const LOADED = new Map<string, Promise<Contract>>();

async function contractOf(name: string): Promise<Contract> {
  const loading = LOADED.get(name) ?? loadContract(packageFile(`spec/${name}`), rolesOf(LAWS));
  LOADED.set(name, loading);
  return loading;
}

/** A contract like EnergyCAP's, whose ids are texts. */
async function textual(): Promise<Contract> {
  const contract = await contractOf('energycap');
  return { ...contract, item: { ...contract.item, idType: 'string' } };
}

const check =
  (contract: Contract, keys: readonly string[], mode: 'full' | 'read-only' = 'full') =>
  (...fixtures: Fixtures[]) =>
  (): void => {
    const accounts = fixtures.map((one, index) => ({
      id: `account_${index}`,
      credentials: { apiKey: keys[index] ?? 'key' },
      fixtures: one,
    }));
    refuseUnfitFixtures(contract, { accounts, mode }, 'target.yaml');
  };

test.each<[Fixtures, string]>([
  [
    { webhookIds: [101, '102'] },
    'webhookIds of account account_0 holds "102", and an id of energycap is a whole number; write 102, without quotes',
  ],
  [
    { expendableWebhookIds: [1.5] },
    'expendableWebhookIds of account account_0 holds 1.5, and an id of energycap is a whole number, like 101',
  ],
  [
    { lockedWebhookId: 'x' },
    'lockedWebhookId of account account_0 is "x", and an id of energycap is a whole number, like 101',
  ],
  [
    { eventTypeIds: [1, '2'] },
    'eventTypeIds of account account_0 holds "2", and a value of webhookEventTypeId is a whole number; write 2, without quotes',
  ],
  [{ webhookIds: [101, 101] }, 'webhookIds of account account_0 names 101 twice; name it once'],
  [
    { expendableWebhookIds: [7, 8, 7] },
    'expendableWebhookIds of account account_0 names 7 twice; name it once',
  ],
  [
    { expendableWebhookIds: [7, 102] },
    'account account_0 names 102 in webhookIds, which are put back as they were, and in expendableWebhookIds, which are deleted for good; name it in one of them',
  ],
  [
    { lockedWebhookId: 101 },
    'account account_0 names 101 as lockedWebhookId, which no edit changes, and in webhookIds, which are edited; leave it out of webhookIds',
  ],
  [
    { eventTypeIds: [] },
    'eventTypeIds of account account_0 is empty; name the values of webhookEventTypeId that it knows',
  ],
  [
    { eventTypeIds: undefined },
    'eventTypeIds of account account_0 is missing; name the values of webhookEventTypeId that it knows, as no document does: "fixtures: { eventTypeIds: […] }"',
  ],
])('%j', async (wrong, message) => {
  const checked = check(await contractOf('energycap'), []);
  expect(checked(RIGHT)).not.toThrow();
  expect(checked({ ...RIGHT, ...wrong })).toThrow(InputError);
  expect(checked({ ...RIGHT, ...wrong })).toThrow(`target.yaml: ${message}`);
});

test('what is expendable may be locked: its deletion is tried then', async () => {
  const fixtures = { ...RIGHT, lockedWebhookId: 9, expendableWebhookIds: [7, 9] };
  expect(check(await contractOf('energycap'), [])(fixtures)).not.toThrow();
});

test('a number is no id where ids are texts', async () => {
  const checked = check(await textual(), []);
  expect(checked({ ...RIGHT, webhookIds: ['wh_1', 2] })).toThrow(
    'webhookIds of account account_0 holds 2, and an id of energycap is a text; write "2", in quotes',
  );
  expect(checked({ ...RIGHT, webhookIds: ['wh_1', '2'] })).not.toThrow();
});

test('digits of the environment are text where ids are texts', async () => {
  const path = join(temporaryFolder('fixtures'), 'target.yaml');
  writeFileSync(
    path,
    [
      'baseUrl: http://127.0.0.1:9',
      'auth: { apiKey: key }',
      'accounts: [{ id: a, fixtures: { webhookIds: ["x", "${ID}"], lockedWebhookId: "${LOCKED}", eventTypeIds: ["${ID}"] } }]',
    ].join('\n'),
  );
  const target = await readTarget(path, { ID: '007', LOCKED: '8' });
  const [account] = settingsFor(await textual(), target).accounts;
  expect(account?.fixtures).toEqual({ webhookIds: ['x', '007'], lockedWebhookId: '8', eventTypeIds: [7] });
});

test('event types that are names are texts', async () => {
  const checked = check(await contractOf('konpro'), []);
  expect(checked({ eventTypes: ['avatar.deleted', 3] })).toThrow(
    'eventTypes of account account_0 holds 3, and a value of events is a text; write "3", in quotes',
  );
  expect(checked({ eventTypes: [] })).toThrow(
    'is empty; name the values of events that it knows, or leave it out',
  );
  expect(checked({}, { eventTypes: ['avatar.deleted'] })).not.toThrow();
});

test('accounts that nothing tells apart share no webhook', async () => {
  const contract = await contractOf('energycap');
  const other = { eventTypeIds: [1], expendableWebhookIds: [102] };
  expect(check(contract, [])(RIGHT, other)).toThrow(
    "target.yaml: accounts account_0 and account_1 have the same credentials and both name webhook 102, so each would find the other's changes on it; name every webhook on one account alone",
  );
  expect(check(contract, ['a', 'b'])(RIGHT, other)).not.toThrow();
  const locked = (id: number): Fixtures => ({ ...RIGHT, webhookIds: [id], lockedWebhookId: 9 });
  expect(check(contract, [])(locked(1), locked(2))).not.toThrow();
});

test.each([{}, { webhookIds: [] }, { webhookIds: [], expendableWebhookIds: [] }])(
  'nothing to work on, and no create: %j',
  async (fixtures) => {
    const checked = check(await contractOf('energycap'), []);
    expect(checked({ eventTypeIds: [1], ...fixtures })).toThrow(
      'target.yaml: no account names webhookIds, and energycap has no create: without webhooks to work on, next to nothing can be tested; name some under accounts, "fixtures: { webhookIds: [101, 102] }"',
    );
    expect(checked({ eventTypeIds: [1], ...fixtures }, RIGHT)).not.toThrow();
    expect(check(await contractOf('konpro'), [])(fixtures)).not.toThrow();
  },
);

test('who only reads sets nothing', async () => {
  expect(check(await contractOf('energycap'), [], 'read-only')({ webhookIds: [101] })).not.toThrow();
});

test.each([...SERVERS.values()])('the target of the embedded $contract fits', async (reference) => {
  const { contract } = reference;
  const server = await reference.start();
  try {
    const target = targetFromData({ ...server.target, baseUrl: server.baseUrl }, 'the server');
    const selection = { suites: [], rules: [], cases: [] };
    await expect(
      prepare(await contractOf(contract), target, { selection, overrides: {} }),
    ).resolves.toBeDefined();
  } finally {
    await server.close();
  }
});
