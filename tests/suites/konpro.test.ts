/** What an implementation of KonPro's pages could do wrong unnoticed, and what it may do without being accused of it. */
import { describe, expect, test } from 'vitest';

import { caught, type Catch } from './caught.ts';
import { troubles, tryCases } from './try.ts';

const CATCHES: Catch[] = [
  ...(['update', 'delete'] as const).map((role): Catch => [
    'konpro',
    `foreign-${role}-accepted-after-an-update`,
    `ids/of-another-account/${role}`,
    role === 'update' ? 'KON-UPDATE-17' : 'KON-DELETE-03',
  ]),
  [
    'konpro',
    'only-the-first-event-checked',
    'fields/value/create/events/entries-of-other-types',
    'KON-ADD-04',
  ],
  ['konpro', 'last-event-unchecked', 'fields/value/update/events/entries-of-other-types', 'KON-UPDATE-07'],
  ['konpro', 'false-for-events-means-all', 'fields/wrong-type/update/events', 'KON-UPDATE-07'],
  ['konpro', 'more-than-two-events-refused', 'fields/value/update/events/each-event', 'KON-EVENT-01'],
  ['konpro', 'empty-events-beside-url-keep-the-former', 'partial/reset/update/events/null', 'KON-UPDATE-08'],
  ['konpro', 'ids-with-a-wildcard-matched', 'ids/near-miss/delete', 'KON-DELETE-03'],
  ['konpro', 'escaped-letters-refused', 'robustness/odd-but-lawful/update', 'KON-UPDATE-23'],
  ['konpro', 'escaped-slashes-refused', 'robustness/odd-but-lawful/update', 'KON-UPDATE-23'],
  ['konpro', 'id-behind-other-members-refused', 'robustness/odd-but-lawful/update', 'KON-UPDATE-23'],
  ['konpro', 'url-over-4096-answers-500', 'urls/either/create/very-long', 'KON-ADD-01'],
  ['konpro', 'key-in-quotes-opens', 'authentication/refused/list/other-lengths', 'KON-ERR-03'],
  ['konpro', 'key-in-a-list-opens', 'authentication/refused/update/other-lengths', 'KON-ERR-03'],
  ['konpro', 'delete-keeps-those-of-all-events', 'lifecycle/deleted-is-gone/delete', 'KON-DELETE-01'],
  ['konpro', 'only-endpoint-cannot-be-deleted', 'lifecycle/delete-the-only-one/delete', 'KON-DELETE-01'],
];

/** What the pages leave open, and the cases that meet it. */
const LAWFUL: [variant: string, cases: string[]][] = [
  ['duplicate-of-anybody-answers-409', ['properties/sequences/update', 'lifecycle/list-of-one-account/list']],
  ['endpoints-from-before', ['lifecycle/delete-the-only-one/delete']],
  [
    'fragments-refused',
    [
      'urls/kept/create/lawful',
      'urls/kept/update/case',
      'urls/either/create/fragments',
      'properties/urls/update',
      'fields/keeps/update/secret',
    ],
  ],
];

describe.concurrent('KonPro', () => {
  test.each(CATCHES)('%s: %s fails %s at %s', async (...one) => expect(await caught(one)).toBe(true));

  test.each(LAWFUL)('%s is not accused by %j', async (variant, cases) => {
    const result = await tryCases('konpro', { cases, variants: [variant] });
    expect(troubles(result)).toEqual([]);
  });
});
