import { expect, test } from 'vitest';

import { troubles, tryCases } from './try.ts';

test.each(['kompliant', 'konpro', 'energycap'])('the reference server of %s passes', async (contract) => {
  const result = await tryCases(contract, { suites: ['lifecycle', 'limits', 'timestamps'] });
  expect(troubles(result)).toEqual([]);
  console.log(contract, result.summary, result.requests, result.durationMs, result.cleanup, result.readings.length);
});
