/** The rate that is learnt from a target which throttles. The clock is the test's. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { Pacing } from '../../runner/http/pacing.ts';

/** A pacing that sent this many requests within the last second, and was refused one. */
async function throttledAfter(requests: number): Promise<Pacing> {
  const pacing = new Pacing(undefined);
  for (let sent = 0; sent < requests; sent += 1) {
    await pacing.turn();
    vi.advanceTimersByTime(900 / requests);
  }
  const sentAt = performance.now();
  await pacing.turn();
  // These go out before the answer to the one that was too many comes in.
  for (let late = 0; late < 5; late += 1) {
    vi.advanceTimersByTime(10);
    await pacing.turn();
  }
  pacing.throttled(sentAt);
  return pacing;
}

describe('pacing', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => void vi.useRealTimers());

  test('knows no rate before it is throttled', () => {
    expect(new Pacing(undefined).rate).toBe(Infinity);
    expect(new Pacing(12).rate).toBeCloseTo(12);
  });

  test('keeps a hair below what the target took', async () => {
    const { rate } = await throttledAfter(30);
    expect(rate).toBeGreaterThan(28.5);
    expect(rate).toBeLessThan(30);
  });

  test('gives way by a hair where the rate held for long', async () => {
    const pacing = await throttledAfter(30);
    vi.advanceTimersByTime(30_000);
    pacing.throttled(performance.now());
    expect(pacing.rate).toBeGreaterThan(28);
  });

  test('gives way by much where the rate did not hold at all, and to whatever is bearable in the end', async () => {
    const pacing = await throttledAfter(60);
    for (let times = 0; times < 40; times += 1) {
      vi.advanceTimersByTime(1500);
      pacing.throttled(performance.now());
    }
    expect(pacing.rate).toBeLessThan(4);
    expect(pacing.rate).toBeGreaterThanOrEqual(2);
  });

  test('several refusals at once are one', async () => {
    const pacing = await throttledAfter(30);
    const { rate } = pacing;
    pacing.throttled(performance.now());
    pacing.throttled(performance.now());
    expect(pacing.rate).toBe(rate);
  });

  test('never sends more than the rate in any second, and catches up with what was held up', async () => {
    vi.useRealTimers();
    const pacing = new Pacing(200);
    const sent: number[] = [];
    for (let index = 0; index < 120; index += 1) {
      await pacing.turn();
      sent.push(performance.now());
    }
    for (const at of sent) {
      expect(sent.filter((other) => other >= at && other < at + 100).length).toBeLessThanOrEqual(30);
    }
    expect((sent.at(-1) ?? 0) - (sent[0] ?? 0)).toBeGreaterThan(0.7 * 595 - 10);
  });

  test('requests that leave together count from when they leave', async () => {
    vi.useRealTimers();
    const pacing = new Pacing(5);
    const turn = async (): Promise<() => void> => pacing.turn({ hold: true });
    const leave = await Promise.all([turn(), turn(), turn(), turn()]);
    const release = performance.now();
    for (const one of leave) one();
    await pacing.turn();
    await pacing.turn();
    expect(performance.now() - release).toBeGreaterThan(990);
  });

  test('others leave room for requests that are held back', async () => {
    vi.useRealTimers();
    const pacing = new Pacing(8);
    const leave = await Promise.all([1, 2, 3, 4, 5].map(async () => pacing.turn({ hold: true })));
    const sent: number[] = [];
    for (let index = 0; index < 5; index += 1) {
      await pacing.turn();
      sent.push(performance.now());
    }
    for (const one of leave) one();
    const now = performance.now();
    expect(leave.length + sent.filter((at) => at > now - 990).length).toBeLessThanOrEqual(8);
  });

  test('a turn that is given up is nobody’s', async () => {
    vi.useRealTimers();
    const pacing = new Pacing(20);
    await pacing.turn();
    const stop = new AbortController();
    const gone = pacing.turn({ signal: stop.signal });
    const stays = pacing.turn();
    stop.abort();
    await expect(gone).rejects.toThrow('aborted');
    await expect(stays).resolves.toBeTypeOf('function');
    await expect(pacing.turn({ signal: stop.signal })).rejects.toThrow();
  });

  test('who is in a hurry goes before those who came earlier, and nobody waits for ever', async () => {
    vi.useRealTimers();
    const pacing = new Pacing(100);
    const order: string[] = [];
    const take = async (name: string, hurry: boolean): Promise<void> => {
      await pacing.turn({ hurry });
      order.push(name);
    };
    await pacing.turn();
    const patient = Array.from({ length: 8 }, async () => take('patient', false));
    await Promise.all([...patient, take('hurried', true), take('hurried', true)]);
    expect(order).toHaveLength(10);
    expect(order.slice(0, 3).filter((name) => name === 'hurried')).toHaveLength(2);
  });
});
