import { expect, test } from 'vitest';

import { troubles, tryCases } from './try.ts';

test.each(['kompliant', 'konpro', 'energycap'])('the reference server of %s passes', async (contract) => {
  const suites =
    contract === 'kompliant' ? ['lifecycle', 'limits', 'timestamps'] : ['lifecycle', 'timestamps'];
  const result = await tryCases(contract, { suites });
  expect(troubles(result)).toEqual([]);
  console.log(
    contract,
    result.summary,
    result.requests,
    result.durationMs,
    result.cleanup,
    result.readings.length,
  );
});
