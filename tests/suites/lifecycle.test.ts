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
  [
    'kompliant',
    'get-shows-deleted-that-was-updated',
    'lifecycle/after-delete/get/as-not-found',
    'KOM-GET-03',
  ],
  ['kompliant', 'get-shows-deleted-that-was-updated', 'lifecycle/deleted-is-gone/delete', 'KOM-DELETE-06'],
  ['kompliant', 'list-shows-deleted-that-was-updated', 'lifecycle/deleted-is-gone/list', 'KOM-GUIDE-11'],
  ['kompliant', 'update-moves-longer-urls', 'lifecycle/update-touches-one/update', 'KOM-UPDATE-01'],
  ['kompliant', 'newest-alone-frees-a-place', 'limits/delete-frees-a-place/create', 'KOM-GUIDE-21'],
  ['kompliant', 'limit-of-the-first-account-alone', 'limits/per-account/create', 'KOM-CREATE-12'],
  ['kompliant', 'former-url-moves-created-at', 'timestamps/created-stays/update', 'KOM-GET-06'],
  ['konpro', 'updated-stays-in-list-after-delete', 'lifecycle/deleted-is-gone/delete', 'KON-DELETE-01'],
  ['konpro', 'update-changes-longer-urls', 'lifecycle/update-touches-one/update', 'KON-UPDATE-01'],
  ['konpro', 'former-url-moves-created-at', 'timestamps/created-stays/update', 'KON-UPDATE-15'],
  ['energycap', 'former-url-moves-the-created-date', 'timestamps/created-stays/update', 'ECA-EDIT-20'],
  ['konpro', 'deleted-at-is-the-purge', 'timestamps/deleted-after-created/delete', 'KON-DELETE-02'],
];

test.each(CATCHES)('%s: %s fails %s at %s', async (...one) => expect(await caught(one)).toBe(true));
