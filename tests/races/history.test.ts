import { expect, test } from 'vitest';
import { overlap, Recorder } from '../../runner/races/history.ts';
import { op } from './op.ts';

test('the recorder stamps both ends, and leaves open what was not answered', () => {
  let clock = 0;
  const recorder = new Recorder<string, string>(() => clock++);
  const first = recorder.invoke('a', 'main', 'create');
  recorder.invoke('b', 'main', 'list');
  first('ok');
  first('ok again');
  expect(recorder.history()).toEqual([
    { client: 'a', account: 'main', call: 'create', invokedAt: 0, completedAt: 2, answer: 'ok' },
    { client: 'b', account: 'main', call: 'list', invokedAt: 1, completedAt: undefined, answer: undefined },
  ]);
});

test('a history does not change when answers come later', () => {
  const recorder = new Recorder<string, string>();
  const answered = recorder.invoke('a', 'main', 'create');
  const history = recorder.history();
  answered('ok');
  expect(history[0]?.completedAt).toBeUndefined();
  expect(recorder.history()[0]?.completedAt).toBeGreaterThanOrEqual(history[0]!.invokedAt);
});

test('overlap counts what was in flight on the same account when each operation was sent', () => {
  const history = [op('a', 0, 10, 1, 1), op('b', 1, 3, 1, 1), op('c', 2, 4, 1, 1), op('d', 5, 6, 1, 1)];
  expect(overlap(history)).toEqual({ operations: 4, max: 3, mean: (1 + 2 + 3 + 2) / 4 });
});

test('overlap never flatters', () => {
  const lost = op('a', 0, undefined, 1);
  const other = { ...op('b', 0, 9, 1, 1), account: 'second' };
  expect(overlap([lost, other, op('c', 1, 2, 1, 1), op('c', 2, 3, 1, 1)])).toEqual({
    operations: 4,
    max: 1,
    mean: 1,
  });
  expect(overlap([])).toEqual({ operations: 0, max: 0, mean: 0 });
});
