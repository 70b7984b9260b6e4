/** Values that a contract says are made anew for each answer. */
import { expect, test } from 'vitest';

import { Freshness } from '../../runner/cases/freshness.ts';
import { tryCases } from '../suites/try.ts';

test('a value is old when it came before by the same rule', () => {
  const freshness = new Freshness();
  expect(freshness.isOld('R-1', 'a')).toBe(false);
  expect(freshness.isOld('R-2', 'a')).toBe(false);
  expect(freshness.isOld('R-1', 'b')).toBe(false);
  expect(freshness.isOld('R-1', 'a')).toBe(true);
});

test('it is noticed over all answers of a run, not only over those of one case', async () => {
  const fault = 'request-ids-repeat-after-a-hundred';
  const { rules } = await tryCases('konpro', { suites: ['authentication', 'envelope', 'ids'], fault });
  expect(rules.filter(({ status }) => status === 'failed').map(({ id }) => id)).toEqual(['KON-ERR-05']);
});
