/** The arena itself, on laws of the test's own. */
import { afterEach, expect, test } from 'vitest';

import { SERVERS } from '../../fixtures/servers/index.ts';
import { conduct } from '../../runner/cases/conduct.ts';
import { type Law, law } from '../../runner/cases/law.ts';
import type { Attempt } from '../../runner/http/client.ts';
import { type Ledger, memoryLedger } from '../../runner/ledger/ledger.ts';
import { rolesOf } from '../../runner/job/perform.ts';
import { preflight } from '../../runner/job/preflight.ts';
import { Arena } from '../../runner/races/arena.ts';
import { Dice } from '../../runner/races/dice.ts';
import { Gate } from '../../runner/races/gate.ts';
import { webhookModel } from '../../runner/races/webhook-model.ts';
import { Session } from '../../runner/job/session.ts';
import { settingsFor } from '../../runner/job/settings.ts';
import { targetFromData } from '../../runner/job/target.ts';
import { loadContract } from '../../spec/load.ts';
import { packageFile } from '../../spec/package-root.ts';
import { LAWS } from '../../suites/index.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Ending {
  status: string;
  message?: string | undefined;
}

interface Hooks {
  ledger?: Ledger;
  onAttempt?: (attempt: Attempt) => void;
}

async function endOf(
  one: Law,
  concurrency: number,
  name = 'konpro',
  fault?: string,
  { ledger = memoryLedger(), onAttempt }: Hooks = {},
): Promise<Ending> {
  const server = await SERVERS.get(name)!.start({ variants: [], ...(fault === undefined ? {} : { fault }) });
  const contract = await loadContract(packageFile(`spec/${name}`), rolesOf(LAWS));
  const target = targetFromData({ ...server.target, baseUrl: server.baseUrl }, 'the test');
  const settings = settingsFor(contract, target, { seed: 1, concurrency });
  const session = new Session(contract, settings, ledger, { name: 'test', version: '0' }, onAttempt);
  closing.push(
    async () => session.close(),
    async () => server.close(),
  );
  session.open(await preflight(session));
  const role = contract.roles.get('update')!;
  const shared = {
    suite: 'races',
    effect: 'races',
    needs: { alone: true },
    with: {},
    rules: [],
    alone: [],
  } as const;
  const { status, message } = await conduct(
    { ...shared, name: one.name, law: one, role, expect: 'not-found' },
    session,
  );
  return { status, message };
}

const deletes = (clients: number): Law =>
  law('races/test', { title: 'several deletes of one item', on: ['delete'] }, async (scene) => {
    const arena = new Arena(scene, { 'not-found': 'not-found' });
    await arena.enter();
    await arena.run({
      rounds: 2,
      demand: 'an item can be deleted once',
      plan: async () => {
        const { id } = arena.here.items[0] ?? (await arena.here.add({}));
        return Array.from({ length: clients }, () => arena.lane(scene.registry.draft('delete', { id })));
      },
    });
  });

test('a race of one client is never a pass', async () => {
  const { status, message } = await endOf(deletes(1), 8);
  expect(status).toBe('inconclusive');
  expect(message).toMatch(/a median of 1 requests were in flight together: nothing raced/);
});

test('one connection is no race', async () => {
  expect((await endOf(deletes(4), 1)).status).toBe('not-run');
});

test('as many clients race as there are connections', async () => {
  const { status, message } = await endOf(deletes(8), 3);
  expect(status).toBe('passed');
  // After two rounds without one: 1 - 0.05^(1/2) is 0.776.
  expect(message).toBe(
    '2 rounds, median 3 of 3 in flight together, 0 violations: 95 % sure that fewer than 78 rounds in 100 would show one',
  );
});

test('the next request of a client leaves with the answer before it, whatever is still being written down', async () => {
  let gone = 0;
  let racing = false;
  let release = (): void => undefined;
  const nextWasSent = new Promise<void>((resolve) => {
    release = resolve;
  });
  const ledger = { ...memoryLedger(), removed: async () => (racing ? nextWasSent : undefined) };
  const one = law('races/test', { title: 'one goes, one comes', on: ['delete'] }, async (scene) => {
    const { registry } = scene;
    const arena = new Arena(scene, { 'not-found': 'not-found' });
    const replace = (id: unknown) => arena.lane([registry.draft('delete', { id }), registry.draft('create')]);
    await arena.run({
      rounds: 1,
      demand: 'one order explains what was seen',
      plan: async () => {
        const items = [await arena.here.add({}), await arena.here.add({})];
        racing = true;
        return items.map(({ id }) => replace(id));
      },
    });
  });
  const onAttempt = ({ draft }: Attempt): void => {
    if (racing && draft.role.name === 'delete') gone += 1;
    if (gone > 0 && draft.role.name === 'create') release();
  };
  // Where it waited, this would never end.
  expect((await endOf(one, 8, 'konpro', undefined, { ledger, onAttempt })).status).toBe('passed');
});

test('answers 500 are no bad moment where they come every time', async () => {
  const one = law('races/test', { title: 'updates of nothing', on: ['update'] }, async (scene) => {
    const arena = new Arena(scene, { 'not-found': 'not-found' });
    const update = () => arena.lane(scene.registry.draft('update', { id: 2_147_480_000 }));
    const plan = async () => [update(), update(), update()];
    await arena.run({ rounds: 4, demand: 'nothing is there', plan });
  });
  expect((await endOf(one, 8, 'energycap')).status).toBe('passed');
  const { status, message } = await endOf(one, 8, 'energycap', 'unknown-edit-answers-500');
  expect(status).toBe('failed');
  expect(message).toMatch(/answered 500.* in \d+ rounds in a row/);
});

test('nobody leaves before all are there, and who will not come holds nobody up', async () => {
  const gate = new Gate(3);
  const left: number[] = [];
  const leave = async (who: number): Promise<void> => {
    await gate.arrive(who);
    left.push(who);
  };
  const going = [leave(0), leave(1)];
  await new Promise(setImmediate);
  expect(left).toEqual([]);
  gate.pass(2);
  await Promise.all(going);
  expect(left).toEqual([0, 1]);
});

test('dice fall the same for the same seed, and evenly', () => {
  const throws = (seed: number) => {
    const dice = new Dice(seed);
    return Array.from({ length: 3_000 }, () => dice.below(3));
  };
  expect(throws(7)).toEqual(throws(7));
  expect(throws(7)).not.toEqual(throws(8));
  for (const face of [0, 1, 2]) {
    const share = throws(7).filter((one) => one === face).length;
    expect(share).toBeGreaterThan(900);
    expect(share).toBeLessThan(1_100);
  }
});

test('a refusal without a name needs a reason all the same', () => {
  const model = webhookModel({
    limit: 2,
    sameUrl: 'refuse',
    update: 'partial',
    existing: { main: [{ id: 'a', url: 'u' }] },
  });
  const state = model.initial('main', []);
  const refused = { outcome: 'refused' } as const;
  expect(model.step(state, { kind: 'create', url: 'v' }, refused)).toEqual([]);
  expect(model.step(state, { kind: 'create', url: 'u' }, refused)).toEqual([state]);
  expect(model.step(state, { kind: 'delete', id: 'a' }, refused)).toEqual([]);
  expect(model.step(state, { kind: 'delete', id: 'b' }, refused)).toEqual([state]);
});
