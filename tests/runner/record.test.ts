/** The evidence of a case: what was seen broken stands at its end. */
import { expect, test } from 'vitest';

import { CaseRecord } from '../../runner/cases/record.ts';
import type { Answer } from '../../runner/http/answer.ts';
import type { Attempt } from '../../runner/http/client.ts';

/** Only the time matters here. */
const attempt = (sentAt: number): Attempt => ({ sentAt }) as Attempt;

function recordOf(times: readonly number[]): CaseRecord {
  const record = new CaseRecord();
  for (const time of times) record.exchange(attempt(time));
  return record;
}

const shown = (record: CaseRecord): number[] => record.exchanges.map(({ sentAt }) => sentAt);

test('without anything broken it ends with the last exchange', () => {
  expect(shown(recordOf([1, 2, 3]))).toEqual([1, 2, 3]);
});

test('it ends with the answer that was wrong first, whatever comes after', () => {
  const record = recordOf([1, 2, 3, 4]);
  record.pin({ sentAt: 3 } as Answer);
  for (let time = 5; time < 200; time += 1) record.exchange(attempt(time));
  record.pin({ sentAt: 150 } as Answer);
  expect(shown(record)).toEqual([1, 2, 3]);
});

test('where no single answer was wrong, it ends with what led there', () => {
  const record = recordOf([1, 2]);
  record.pin();
  record.exchange(attempt(3));
  expect(shown(record)).toEqual([1, 2]);
});

test('a smaller example takes the place of the evidence of a larger one', () => {
  const record = new CaseRecord();
  record.exchange(attempt(1));
  record.pinAll();
  record.exchange(attempt(2));
  record.exchange(attempt(3));
  record.pinAll();
  record.exchange(attempt(4));
  expect(shown(record)).toEqual([1, 2, 3]);
});
