/** What a run announces, and that it never does more: by the count of a server. */
import { describe, expect, test } from 'vitest';

import { SERVERS } from '../../fixtures/servers/index.ts';
import { Budget } from '../../runner/accounts/budget.ts';
import { compileCases } from '../../runner/cases/cases.ts';
import { Performance, rolesOf } from '../../runner/job/perform.ts';
import { type Bounds, type Plan, planOf } from '../../runner/job/plan.ts';
import { type Overrides, settingsFor } from '../../runner/job/settings.ts';
import { targetFromData } from '../../runner/job/target.ts';
import { loadContract } from '../../spec/load.ts';
import { packageFile } from '../../spec/package-root.ts';
import { LAWS } from '../../suites/index.ts';
import { type Counting, countingProxy } from './counting-proxy.ts';
import { settleStrangers } from './strangers.ts';

interface Watched {
  plan: Plan;
  counts: Counting['counts'];
  inconclusive: string[];
  failed: string[];
  messages: string;
  left: readonly string[];
  /** Whether the server holds what it held before. */
  clean: boolean;
}

const itemsOf = (state: unknown): unknown[][] => Object.values(state as Record<string, unknown[]>);
const aliveOf = (state: unknown): number => Math.max(0, ...itemsOf(state).map(({ length }) => length));

const CONTRACT = loadContract(packageFile('spec/kompliant'), rolesOf(LAWS));

async function watched(
  overrides: Overrides,
  { cases = [] as string[], suites = [] as string[], oneIn = Infinity, strangers = 0 } = {},
): Promise<Watched> {
  const server = await SERVERS.get('kompliant')?.start();
  if (!server) throw new Error('no server');
  if (strangers > 0) await settleStrangers('kompliant', server, strangers);
  const before = JSON.stringify(server.state());
  // Of a prime's multiples every kind of request is met.
  const proxy = await countingProxy(server, aliveOf, (number) => number % oneIn === 0);
  try {
    const contract = await CONTRACT;
    const target = targetFromData({ ...server.target, baseUrl: proxy.baseUrl }, 'the target');
    const settings = settingsFor(contract, target, { seed: 1, timeoutMs: 2_000, ...overrides });
    const selection = { suites, rules: [], cases };
    const tool = { name: 'webhook-conformance', version: 'test' };
    const job = { folder: '', settings, selection, spool: '', keepExchanges: false, command: '', tool };
    const plan = planOf(contract, compileCases(contract, LAWS), job);
    const run = await Performance.prepare(job, contract, LAWS);
    await Promise.all(run.cases.map(async (one) => run.run(one)));
    const { cleanup } = await run.finish();
    const open = run.ended.filter(({ result }) => result.status === 'inconclusive');
    return {
      plan,
      counts: proxy.counts,
      failed: run.ended.flatMap(({ result }) => (result.status === 'failed' ? [result.name] : [])),
      inconclusive: open.map(({ result }) => result.name),
      messages: open.map(({ result }) => result.message).join('\n'),
      left: cleanup.left,
      clean: JSON.stringify(server.state()) === before,
    };
  } finally {
    await proxy.close();
    await server.close();
  }
}

function expectWithin({ requests, creates, alive }: Counting['counts'], most: Bounds): void {
  expect(requests).toBeLessThanOrEqual(most.requests);
  expect(creates).toBeLessThanOrEqual(most.creates);
  expect(alive).toBeLessThanOrEqual(most.alive);
}

describe('mode safe', () => {
  test('does no more than it announced, and needs half of that where all is well', async () => {
    const { plan, counts, inconclusive, clean } = await watched(
      { mode: 'safe' },
      { suites: ['lifecycle', 'timestamps'] },
    );
    expectWithin(counts, plan.most);
    expect(counts.requests).toBeLessThan(plan.most.requests / 1.8);
    expect(counts.creates).toBeLessThan(plan.most.creates / 1.8);
    expect(counts.creates).toBeGreaterThan(20);
    expect(inconclusive).toEqual([]);
    expect(clean).toBe(true);
  });

  test('does no more where answers are lost and much is sent again', async () => {
    const { plan, counts, clean } = await watched({ mode: 'safe' }, { suites: ['lifecycle'], oneIn: 7 });
    expect(counts.dropped).toBeGreaterThan(10);
    expectWithin(counts, plan.most);
    expect(clean).toBe(true);
  });
});

test('a budget that is spent ends the run: the rest is inconclusive and says so, and is cleaned up', async () => {
  const { counts, inconclusive, messages, clean, left } = await watched(
    { mode: 'safe', maxRequests: 400, concurrency: 4 },
    { suites: ['lifecycle', 'duplicates'] },
  );
  expect(counts.requests).toBeLessThanOrEqual(400);
  expect(inconclusive.length).toBeGreaterThan(5);
  expect(messages).toMatch(/the budget of 400 requests is spent \(of which \d+ are kept for cleaning up\)/);
  expect(left).toEqual([]);
  expect(clean).toBe(true);
});

test('with a reserve no account is filled, and the rules say so', async () => {
  const { inconclusive, messages, counts } = await watched(
    { reserve: 12 },
    { cases: ['limits/last-allowed/create', 'lifecycle/created-is-shown/create'] },
  );
  expect(inconclusive).toEqual(['limits/last-allowed/create']);
  expect(messages).toBe('it fills an account, and --reserve 12 keeps 12 of its places free');
  expect(counts.alive).toBeLessThanOrEqual(8);
});

test.each([
  [16, 0],
  [17, 12],
  [20, 12],
])(
  'with %d of 20 places taken, %d laws that fill cannot be judged, and none accuses',
  async (strangers, count) => {
    const { failed, inconclusive, messages, clean } = await watched({}, { suites: ['limits'], strangers });
    expect(failed).toEqual([]);
    expect(inconclusive).toHaveLength(count);
    if (count > 0)
      expect(messages).toMatch(
        /it needs 2 free places on an account beside those kept free, and there (is|are) \d/,
      );
    expect(clean).toBe(true);
  },
);

test('mode read-only asks for no change, also where that would be refused', async () => {
  const { counts, plan, inconclusive } = await watched({ mode: 'read-only' });
  expect(counts.creates).toBe(0);
  expect(plan.most.creates).toBe(0);
  expect(inconclusive).toEqual([]);
});

describe('a budget', () => {
  const bounds: Bounds = { requests: 20, creates: 2, alive: 1, kept: 5 };
  const read = { create: false, cleaning: false };

  test('keeps what clean-up needs', () => {
    const budget = new Budget(bounds);
    expect(budget.place('a')).toBeUndefined();
    const sent = Array.from({ length: 30 }, () => budget.spend(read)).filter((why) => why === undefined);
    expect(sent).toHaveLength(20 - 5 - 3);
    expect(budget.left).toBe(8);
    const cleaned = Array.from({ length: 30 }, () => budget.spend({ ...read, cleaning: true }));
    expect(cleaned.filter((why) => why === undefined)).toHaveLength(8);
    expect(cleaned.at(-1)).toBe('the budget of 20 requests is spent; --max-requests allows more');
  });

  test('counts creates, and places by account', () => {
    const budget = new Budget(bounds);
    expect(budget.place('a')).toBeUndefined();
    expect(budget.place('a')).toMatch(/as many items as were announced \(1\) may be alive on account a/);
    expect(budget.place('b')).toBeUndefined();
    budget.vacate('a');
    expect(budget.place('a')).toBeUndefined();
    const create = { create: true, cleaning: false };
    expect([budget.spend(create), budget.spend(create)]).toEqual([undefined, undefined]);
    expect(budget.spend(create)).toBe('the budget of 2 creates is spent');
  });
});
