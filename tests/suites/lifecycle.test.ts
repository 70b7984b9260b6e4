import { expect, test } from 'vitest';

import { caught, type Catch } from './caught.ts';
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

const CATCHES: Catch[] = [
  ['kompliant', 'former-url-moves-created-at', 'timestamps/created-stays/update', 'KOM-GET-06'],
  ['konpro', 'former-url-moves-created-at', 'timestamps/created-stays/update', 'KON-UPDATE-15'],
  ['energycap', 'former-url-moves-the-created-date', 'timestamps/created-stays/update', 'ECA-EDIT-20'],
  ['konpro', 'deleted-at-is-the-purge', 'timestamps/deleted-after-created/delete', 'KON-DELETE-02'],
];

test.each(CATCHES)('%s: %s fails %s at %s', async (...one) => expect(await caught(one)).toBe(true));
