import { describe, expect, test } from 'vitest';
import { check } from '../../runner/races/checker.ts';
import type { History } from '../../runner/races/history.ts';
import { webhookModel } from '../../runner/races/webhook-model.ts';
import { hook, ok, op } from './op.ts';
import { register, type RegisterCall } from './register-model.ts';

const DONE = 0;

function judge(...history: History<RegisterCall, number>): string {
  return check(history, register).verdict;
}

describe('real time', () => {
  test('a read that follows a write sees it', () => {
    expect(judge(op('a', 0, 1, { write: 5 }, DONE), op('b', 2, 3, 'read', 5))).toBe('linearizable');
    expect(judge(op('a', 0, 1, { write: 5 }, DONE), op('b', 2, 3, 'read', 0))).toBe('violation');
  });

  test('a read beside a write sees either value', () => {
    for (const value of [0, 5]) {
      expect(judge(op('a', 0, 4, { write: 5 }, DONE), op('b', 1, 3, 'read', value))).toBe('linearizable');
    }
    expect(judge(op('a', 0, 4, { write: 5 }, DONE), op('b', 1, 3, 'read', 6))).toBe('violation');
  });

  test('equal times count as beside each other', () => {
    expect(judge(op('a', 0, 2, { write: 5 }, DONE), op('b', 2, 3, 'read', 0))).toBe('linearizable');
  });

  test('two reads beside a write cannot see the new value, then the old one', () => {
    const write = op('a', 0, 9, { write: 5 }, DONE);
    expect(judge(write, op('b', 1, 2, 'read', 0), op('b', 3, 4, 'read', 5))).toBe('linearizable');
    expect(judge(write, op('b', 1, 2, 'read', 5), op('b', 3, 4, 'read', 0))).toBe('violation');
  });

  test('the order of the history does not matter, only its times do', () => {
    expect(judge(op('b', 2, 3, 'read', 5), op('a', 0, 1, { write: 5 }, DONE))).toBe('linearizable');
  });
});

describe('answers that never came', () => {
  const lost = op<RegisterCall, number>('a', 0, undefined, { write: 5 });

  test('may have taken effect at once, much later, or never', () => {
    expect(judge(lost, op('b', 1, 2, 'read', 5))).toBe('linearizable');
    expect(judge(lost, op('b', 1, 2, 'read', 0), op('b', 8, 9, 'read', 5))).toBe('linearizable');
    expect(judge(lost, op('b', 8, 9, 'read', 0))).toBe('linearizable');
  });

  test('take effect once, and not before they were sent', () => {
    const write = op('b', 3, 4, { write: 7 }, DONE);
    expect(judge(lost, op('b', 1, 2, 'read', 5), write, op('b', 5, 6, 'read', 5))).toBe('violation');
    expect(judge(op('b', 0, 1, 'read', 5), op('a', 2, undefined, { write: 5 }))).toBe('violation');
  });

  test('an operation that is over with an unknown answer is bound to its interval', () => {
    const over = op<RegisterCall, number>('a', 0, 1, { write: 5 });
    expect(judge(over, op('b', 2, 3, 'read', 0))).toBe('violation');
    expect(judge(over, op('b', 2, 3, 'read', 5))).toBe('linearizable');
  });
});

test('latitude: one state of several explains it, but the same one throughout', () => {
  const draw = op<RegisterCall, number>('a', 0, 1, 'draw', DONE);
  expect(judge(draw, op('b', 2, 3, 'read', 1))).toBe('linearizable');
  expect(judge(draw, op('b', 2, 3, 'read', 2), op('b', 4, 5, 'read', 2))).toBe('linearizable');
  expect(judge(draw, op('b', 2, 3, 'read', 2), op('b', 4, 5, 'read', 1))).toBe('violation');
});

describe('partitions', () => {
  const wrong = { ...op<RegisterCall, number>('b', 2, 3, 'read', 5), account: 'second' };

  test('accounts have each their own state', () => {
    expect(judge(op('a', 0, 1, { write: 5 }, DONE), wrong)).toBe('violation');
    expect(judge(op('a', 0, 1, { write: 5 }, DONE), { ...wrong, account: 'main' })).toBe('linearizable');
  });

  test('the model may name other partitions', () => {
    const model = { ...register, partition: () => 'all' };
    expect(check([op('a', 0, 1, { write: 5 }, DONE), wrong], model).verdict).toBe('linearizable');
  });

  test('the orders of partitions are merged by real time', () => {
    const history = [0, 2, 4, 6].map((from, index) => ({
      ...op<RegisterCall, number>('a', from, from + 1, { write: from }, DONE),
      account: index % 2 === 0 ? 'even' : 'odd',
    }));
    expect(check(history, register)).toEqual({ verdict: 'linearizable', order: history });
  });
});

test('a violation comes with the longest order there is and with what can not follow it', () => {
  const write = op<RegisterCall, number>('a', 0, 1, { write: 5 }, DONE);
  const good = op<RegisterCall, number>('b', 2, 3, 'read', 5);
  const bad = op<RegisterCall, number>('b', 4, 5, 'read', 6);
  expect(check([write, good, bad], register)).toEqual({
    verdict: 'violation',
    partition: 'main',
    prefix: [write, good],
    state: '5',
    blocked: [bad],
  });
});

test('without enough time or states the verdict is inconclusive, and a violation elsewhere still stands', () => {
  const many = Array.from({ length: 12 }, (_, index) =>
    op<RegisterCall, number>(`c${index}`, 0, 9, { write: index }, DONE),
  );
  const history = [...many, op<RegisterCall, number>('r', 10, 11, 'read', 99)];
  expect(check(history, register, { stateLimit: 100 })).toEqual({
    verdict: 'inconclusive',
    reason: 'no verdict within 100 states',
  });
  expect(check(history, register, { timeLimitMs: 0 })).toMatchObject({ verdict: 'inconclusive' });
  const elsewhere = { ...op<RegisterCall, number>('z', 0, 1, 'read', 9), account: 'second' };
  expect(check([elsewhere, ...history], register, { stateLimit: 100 }).verdict).toBe('violation');
});

test('an operation that ends before it begins is a mistake of the recorder, not of the server', () => {
  expect(() => judge(op('a', 2, 1, 'read', 0))).toThrow(RangeError);
  expect(() => judge(op('a', Number.NaN, 1, 'read', 0))).toThrow(RangeError);
});

test('of interchangeable creates, the first to end comes first', () => {
  // With the long create first, the short one would find the account full: the delete comes too late for it.
  const model = webhookModel({
    limit: 2,
    sameUrl: 'refuse',
    update: 'partial',
    existing: { main: [{ id: 'old', url: 'x' }] },
  });
  const history = [
    hook('a', 0, 9, { kind: 'create', url: 'u1' }, ok('id1')),
    hook('b', 0, 1, { kind: 'create', url: 'u2' }, ok('id2')),
    hook('c', 2, 3, { kind: 'delete', id: 'old' }, ok()),
  ];
  expect(check(history, model).verdict).toBe('linearizable');
});
