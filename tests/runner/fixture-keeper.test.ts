/** Putting fixtures back, against a target of a few lines that answers as it is told. */
import { expect, test } from 'vitest';

import type { Account } from '../../runner/accounts/account.ts';
import { FixtureKeeper } from '../../runner/accounts/fixture-keeper.ts';
import type { Answer } from '../../runner/http/answer.ts';
import { rolesOf } from '../../runner/job/perform.ts';
import { memoryLedger } from '../../runner/ledger/ledger.ts';
import type { Draft } from '../../runner/registry/draft.ts';
import { loadContract } from '../../spec/load.ts';
import { packageFile } from '../../spec/package-root.ts';
import { LAWS } from '../../suites/index.ts';

type Data = Record<string, unknown>;

const contract = await loadContract(packageFile('spec/energycap'), rolesOf(LAWS));
const account: Account = { id: 'main', credentials: {}, fixtures: { webhookIds: [11] } };

const FIRST = {
  webhookId: 11,
  webhookName: 'Night shift',
  webhookDescription: '',
  webhookStatus: 'Active',
  url: 'https://hooks.example.com/a',
  secret: 'shh',
  mailingList: [],
  eventType: { webhookEventTypeId: 3 },
  createdDate: '2026-01-02T03:04:05Z',
};

/** A target with one fixture. `takes` says what an update does, or undefined where it is refused. */
class OneFixture {
  state: Data = structuredClone(FIRST);
  readonly updates: Data[] = [];
  readonly #takes: (body: Data, state: Data) => Data | undefined;
  readonly #shows: (state: Data) => Data;

  constructor(takes: (body: Data, state: Data) => Data | undefined, shows = (state: Data): Data => state) {
    this.#takes = takes;
    this.#shows = shows;
  }

  async send(draft: Draft): Promise<Answer> {
    if (draft.role.name === 'get') return answer(draft, 200, this.#shows(this.state));
    const body = draft.body as Data;
    this.updates.push(body);
    const after = this.#takes(body, this.state);
    if (after) this.state = after;
    return answer(draft, after ? 200 : 400, this.state);
  }
}

function answer(draft: Draft, status: number, body: unknown): Answer {
  return {
    draft,
    status,
    body: structuredClone(body),
    headers: { 'content-type': 'application/json' },
    text: JSON.stringify(body),
    sentAt: 0,
    readAt: 0,
  };
}

const stored =
  (on: string, off: string) =>
  (body: Data, state: Data): Data => ({
    ...state,
    ...body,
    webhookStatus: body['active'] === true ? on : off,
  });

/** What is left after an edit was put back, and the flags of the updates that did it. */
async function restored(target: OneFixture, edited: Data): Promise<{ left: string[]; flags: unknown[] }> {
  const keeper = new FixtureKeeper(contract, target, memoryLedger());
  await keeper.keep(account, 11);
  target.state = { ...target.state, ...edited };
  const left = await keeper.restore();
  return { left, flags: target.updates.map(({ active }) => active) };
}

test('everything is put back by one update', async () => {
  const target = new OneFixture(stored('Active', 'Inactive'));
  expect(await restored(target, { webhookName: 'x', webhookStatus: 'Inactive' })).toEqual({
    left: [],
    flags: [true],
  });
  expect(target.state).toMatchObject(FIRST);
});

test('words that nobody knows are tried both ways', async () => {
  const target = new OneFixture(stored('Ein', 'Aus'));
  target.state['webhookStatus'] = 'Ein';
  expect(await restored(target, { webhookName: 'x', webhookStatus: 'Aus' })).toEqual({
    left: [],
    flags: [false, true],
  });
});

test('what no update can mend does not turn the flag', async () => {
  const target = new OneFixture(stored('Active', 'Inactive'));
  const { left, flags } = await restored(target, { createdDate: '2026-11-21T00:00:00Z', webhookName: 'x' });
  expect(left).toEqual([expect.stringMatching(/^fixture 11 of account main is not restored: .*createdDate/)]);
  expect(flags).toEqual([true]);
  expect(target.state['webhookStatus']).toBe('Active');
});

test('where neither way shows the word that there was, the likelier one stays', async () => {
  const target = new OneFixture(stored('Enabled', 'Disabled'));
  const { left, flags } = await restored(target, { webhookName: 'x' });
  expect(left).toHaveLength(1);
  expect(flags).toEqual([true, false, true]);
});

test('a read that lags behind is asked again before the flag is turned', async () => {
  let reads = 0;
  const target = new OneFixture(stored('Active', 'Inactive'), (state) => {
    reads += 1;
    return reads === 3 ? { ...state, webhookStatus: 'Inactive' } : state;
  });
  expect(await restored(target, { webhookName: 'x' })).toEqual({ left: [], flags: [true] });
});

test('where the state as it was is refused, all of it but one value is put back', async () => {
  const target = new OneFixture((body, state) =>
    body['webhookDescription'] === '' ? undefined : stored('Active', 'Inactive')(body, state),
  );
  const { left } = await restored(target, {
    webhookDescription: 'edited',
    secret: 'edited',
    url: 'https://edited.example',
  });
  expect(left).toEqual([
    'fixture 11 of account main is not restored: the restoring update was answered 400, and is put back but for its webhookDescription',
  ]);
  expect(target.state).toMatchObject({ ...FIRST, webhookDescription: 'edited' });
});

test('one that shows too little is unfit; one that cannot be read is not called so', async () => {
  const fit = async (shows: (state: Data) => Data) =>
    !(await new FixtureKeeper(contract, new OneFixture(stored('a', 'b'), shows), memoryLedger()).isUnfit(
      account,
      11,
    ));
  expect(await fit((state) => state)).toBe(true);
  expect(await fit((state) => ({ ...state, webhookDescription: null }))).toBe(false);
  expect(await fit((state) => ({ ...state, secret: '*****' }))).toBe(false);
});

test('a fixture that was edited and then deleted is owed nothing, also to a later run', async () => {
  const told: string[] = [];
  const ledger = {
    ...memoryLedger(),
    editing: async (_: string, id: unknown) => void told.push(`editing ${String(id)}`),
    restored: async (_: string, id: unknown) => void told.push(`restored ${String(id)}`),
  };
  const target = new OneFixture((body, state) => ({ ...state, ...body }));
  const keeper = new FixtureKeeper(contract, target, ledger);
  await keeper.keep(account, 11);
  await keeper.bury(account, 11);
  expect(told).toEqual(['editing 11', 'restored 11']);
  expect(await keeper.restore()).toEqual([]);
  expect(target.updates).toEqual([]);
});
