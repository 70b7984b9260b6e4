/** The laws of duplicates: one URL, one item; URLs that are alike, but not the same; URLs that are free again. */
import { describe, expect, test } from 'vitest';

import { caught, type Catch } from './caught.ts';
import { troubles, tryCases } from './try.ts';

const CATCHES: Catch[] = [
  ['kompliant', 'duplicates-on-create', 'duplicates/same-url/create', 'KOM-CREATE-13'],
  ['kompliant', 'duplicate-accepted-when-retried', 'duplicates/same-url/create', 'KOM-GUIDE-07'],
  ['kompliant', 'duplicate-create-answers-first-id', 'duplicates/same-url/create', 'KOM-GUIDE-23'],
  ['kompliant', 'refused-duplicate-create-stores', 'duplicates/same-url/create', 'KOM-CREATE-13'],
  ['kompliant', 'uniqueness-forgets-listed', 'duplicates/same-url/update', 'KOM-UPDATE-11'],
  ['kompliant', 'duplicate-update-replaces', 'duplicates/same-url/update', 'KOM-GUIDE-16'],
  ['kompliant', 'refused-duplicate-update-moves-updated-at', 'duplicates/same-url/update', 'KOM-UPDATE-11'],
  ['kompliant', 'refused-duplicate-update-deletes', 'duplicates/same-url/update', 'KOM-GUIDE-16'],
  ['kompliant', 'uniqueness-against-never-updated', 'duplicates/brought-by-update/create', 'KOM-CREATE-13'],
  ['kompliant', 'uniqueness-of-first-urls', 'duplicates/brought-by-update/update', 'KOM-UPDATE-11'],
  ['kompliant', 'uniqueness-against-last-five', 'duplicates/first-and-last-of-many/create', 'KOM-CREATE-13'],
  ['kompliant', 'uniqueness-against-last-five', 'duplicates/first-and-last-of-many/update', 'KOM-UPDATE-11'],
  ['kompliant', 'uniqueness-folds-query-case', 'duplicates/case-variants/create', 'KOM-GUIDE-08'],
  ['kompliant', 'uniqueness-folds-accented-letters', 'duplicates/case-variants/update', 'KOM-GUIDE-08'],
  ['kompliant', 'camel-case-folded', 'duplicates/case-variants/create', 'KOM-GUIDE-08'],
  ['kompliant', 'update-in-case-only-ignored', 'duplicates/case-variants/update', 'KOM-GUIDE-08'],
  ['kompliant', 'uniqueness-of-255-characters', 'duplicates/nearly-same/create', 'KOM-CREATE-13'],
  ['kompliant', 'uniqueness-by-like', 'duplicates/nearly-same/update', 'KOM-UPDATE-11'],
  ['kompliant', 'delete-removes-longer-urls', 'duplicates/nearly-same/create', 'KOM-DELETE-06'],
  ['kompliant', 'own-url-update-frees-it', 'duplicates/still-taken/create', 'KOM-CREATE-13'],
  ['kompliant', 'second-delete-frees-the-url', 'duplicates/still-taken/create', 'KOM-GUIDE-23'],
  ['kompliant', 'uniqueness-across-accounts', 'duplicates/across-accounts/create', 'KOM-CREATE-15'],
  ['kompliant', 'delete-reaches-other-accounts', 'duplicates/across-accounts/create', 'KOM-CREATE-15'],
  ['kompliant', 'update-reaches-other-accounts', 'duplicates/across-accounts/update', 'KOM-CREATE-15'],
  ['kompliant', 'url-reserved-after-delete', 'duplicates/freed-by-delete/update', 'KOM-GUIDE-27'],
  ['kompliant', 'updated-url-reserved-after-delete', 'duplicates/freed-by-delete/create', 'KOM-GUIDE-27'],
  ['kompliant', 'create-revives-deleted', 'duplicates/freed-by-delete/create', 'KOM-GUIDE-18'],
  ['konpro', 'url-stays-taken-after-delete', 'duplicates/freed-by-delete/create', 'KON-DELETE-04'],
  ['konpro', 'add-revives-deleted', 'duplicates/freed-by-delete/create', 'KON-ADD-01'],
  ['kompliant', 'old-url-reserved-after-update', 'duplicates/freed-by-update/update', 'KOM-GUIDE-27'],
  ['konpro', 'former-url-stays-taken', 'duplicates/freed-by-update/create', 'KON-ADD-01'],
  [
    'kompliant',
    'create-refused-at-limit-reserves-url',
    'duplicates/refused-claim-nothing/create',
    'KOM-GUIDE-27',
  ],
  ['kompliant', 'update-of-unknown-reserves-url', 'duplicates/refused-claim-nothing/create', 'KOM-CREATE-01'],
  ['konpro', 'update-rotates-secret', 'duplicates/own-url/update', 'KON-UPDATE-19'],
];

/** Other readings of when two URLs are the same, and of what a duplicate is answered with. */
const LAWFUL: [contract: string, variants: string[]][] = [
  ['kompliant', []],
  ['kompliant', ['own-url-refused', 'hosts-folded', 'fragments-ignored', 'long-urls-refused']],
  ['kompliant', ['urls-in-normal-form']],
  ['kompliant', ['own-url-changes-nothing', 'trailing-slashes-ignored', 'percent-encoding-ignored']],
  ['konpro', []],
  ['konpro', ['duplicate-add-answers-409', 'duplicate-update-answers-409']],
];

describe.concurrent('duplicates', () => {
  test.each(CATCHES)('%s: %s fails %s at %s', async (...one) => expect(await caught(one)).toBe(true));

  test.each(LAWFUL)('%s with %j passes', async (contract, variants) => {
    const result = await tryCases(contract, { suites: ['duplicates'], variants });
    expect(troubles(result)).toEqual([]);
    expect(result.cleanup.left).toEqual([]);
  });

  test('whether hosts have a case is told as a reading', async () => {
    const read = async (variants: string[]): Promise<string | undefined> => {
      const result = await tryCases('kompliant', { cases: ['duplicates/host-case/create'], variants });
      return result.readings.find(({ gap }) => gap === 'GAP-17')?.reading;
    };
    expect(await read([])).toBe('taken');
    expect(await read(['hosts-folded'])).toBe('taken for another form');
  });
});
