import { describe, expect, test } from 'vitest';

import { caught, type Catch } from './caught.ts';
import { troubles, tryCases } from './try.ts';

const NAME_OF_TYPE = 'replace/mapped/update/webhookEventTypeId/name-of-the-type';

const CATCHES: Catch[] = [
  ['konpro', 'url-alone-resets-events', 'partial/one-field/update/url', 'KON-UPDATE-18'],
  ['konpro', 'default-events-are-shared', 'partial/one-field/update/events', 'KON-UPDATE-18'],
  ['konpro', 'events-beside-url-ignored', 'partial/all-fields/update', 'KON-UPDATE-18'],
  ['konpro', 'events-alone-clear-url', 'partial/no-field/update/known-and-unknown', 'KON-UPDATE-18'],
  ['konpro', 'null-events-keep-the-former', 'partial/reset/update/events/null', 'KON-UPDATE-08'],
  ['konpro', 'empty-events-refused-on-update', 'partial/reset/update/events/empty', 'KON-UPDATE-08'],
  [
    'konpro',
    'url-alone-clears-more-than-two-events',
    'partial/keeps-lists/update/events/of-any-length',
    'KON-UPDATE-18',
  ],
  [
    'konpro',
    'url-alone-narrows-all-events',
    'partial/keeps-lists/update/events/of-any-length',
    'KON-UPDATE-18',
  ],
  [
    'konpro',
    'all-events-cannot-be-narrowed',
    'partial/keeps-lists/update/events/of-any-length',
    'KON-UPDATE-13',
  ],
  [
    'konpro',
    'nothing-to-update-before-the-look-up',
    'partial/no-field/update/known-and-unknown',
    'KON-UPDATE-16',
  ],
  ['konpro', 'new-host-rotates-secret', 'fields/keeps/update/secret', 'KON-UPDATE-19'],
  ['konpro', 'events-merged-on-update', 'partial/replaces-lists/update/events', 'KON-UPDATE-13'],
  ['energycap', 'same-edit-twice-flips-active', 'replace/twice/update', 'ECA-EDIT-18'],
  ['energycap', 'same-edit-twice-refused', 'replace/twice/update', 'ECA-EDIT-18'],
  ['energycap', 'inactive-stays-inactive', 'replace/every-field/update/active', 'ECA-EDIT-08'],
  ['energycap', 'mailing-list-grows', 'replace/every-field/update/mailingList', 'ECA-EDIT-24'],
  ['energycap', 'status-says-nothing', 'replace/mapped/update/active', 'ECA-EDIT-08'],
  ['energycap', 'name-of-the-event-type-lags', NAME_OF_TYPE, 'ECA-EDIT-21'],
];

const LAWFUL: [contract: string, variants: string[]][] = [
  ['konpro', []],
  ['konpro', ['every-event-spelt-out', 'update-of-nothing-refused', 'one-secret-a-user']],
  ['konpro', ['every-event-reads-null', 'events-as-a-sorted-set', 'list-in-changing-order']],
  ['energycap', []],
  [
    'energycap',
    ['status-case-differs', 'success-rate-moves', 'mailing-list-reversed', 'list-in-pages-of-10'],
  ],
  ['kompliant', ['own-url-refused', 'get-shows-updated-at']],
];

describe.concurrent('partial and replacing updates', () => {
  test.each(CATCHES)('%s: %s fails %s at %s', async (...one) => expect(await caught(one)).toBe(true));

  test.each(LAWFUL)('%s with %j passes', async (contract, variants) => {
    const suites = [contract === 'konpro' ? 'partial' : 'replace'];
    const result = await tryCases(contract, { suites, variants });
    expect(troubles(result)).toEqual([]);
  });
});
