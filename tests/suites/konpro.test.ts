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
