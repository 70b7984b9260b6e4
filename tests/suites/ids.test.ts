import { describe, expect, test } from 'vitest';

import { malformedIds, nearMisses, unknownId } from '../../fixtures/generators/ids.ts';
import { caught, type Catch } from './caught.ts';
import { troubles, tryCases } from './try.ts';

const CATCHES: Catch[] = [
  ['kompliant', 'ids-with-line-feed', 'ids/malformed/get', 'KOM-GET-02'],
  ['energycap', 'id-wraps-at-32-bits', 'ids/malformed/update', 'ECA-EDIT-06'],
  ['kompliant', 'update-creates-unknown', 'ids/unknown/update', 'KOM-UPDATE-13'],
  ['konpro', 'update-of-unknown-refused-but-added', 'ids/unknown/update', 'KON-UPDATE-16'],
  ['energycap', 'unknown-get-answers-an-empty-object', 'ids/unknown/get', 'ECA-GET-01'],
  ['kompliant', 'ids-in-any-case', 'ids/near-miss/get/malformed-id', 'KOM-GET-03'],
  ['konpro', 'ids-matched-as-patterns', 'ids/near-miss/update', 'KON-UPDATE-16'],
  ['energycap', 'id-read-as-far-as-it-goes', 'ids/near-miss/update/malformed-id', 'ECA-EDIT-33'],
  ['konpro', 'prototype-id-answers-500', 'ids/hostile/delete', 'KON-DELETE-03'],
  ['kompliant', 'get-reaches-other-accounts-ids', 'ids/of-another-account/get', 'KOM-GUIDE-24'],
  ['kompliant', 'refused-foreign-update-stores-url', 'ids/of-another-account/update', 'KOM-UPDATE-15'],
  ['konpro', 'foreign-events-can-be-changed', 'ids/of-another-account/update', 'KON-UPDATE-17'],
  ['konpro', 'foreign-delete-refused-but-done', 'ids/of-another-account/delete', 'KON-DELETE-03'],
  ['kompliant', 'list-of-unknown-account-shows-all', 'ids/unknown-account/list', 'KOM-LIST-03'],
  [
    'kompliant',
    'account-named-like-a-prototype-key-answers-500',
    'ids/malformed-account/create',
    'KOM-CREATE-10',
  ],
];

/** Ids of other forms, and other answers to wrong ones. */
const LAWFUL: [contract: string, variants: string[]][] = [
  ['kompliant', []],
  ['kompliant', ['long-ids', 'malformed-id-404', 'unknown-account-403']],
  ['energycap', ['id-read-leniently']],
  ['kompliant', ['prefix-makes-an-id', 'list-of-unknown-account-empty', 'account-format-checked']],
  ['konpro', []],
  ['konpro', ['short-ids', 'foreign-answers-403', 'endpoints-from-before']],
  ['konpro', ['uuid-ids', 'newest-first']],
  ['konpro', ['long-ids-that-need-encoding']],
  ['energycap', []],
  ['energycap', ['ids-of-ten-digits', 'id-of-letters-answers-404', 'unknown-get-answers-400']],
  ['energycap', ['list-in-pages-of-10', 'id-beyond-int32-answers-404', 'lookup-before-body']],
];

describe.concurrent('ids', () => {
  test.each(CATCHES)('%s: %s fails %s at %s', async (...one) => expect(await caught(one)).toBe(true));

  test.each(LAWFUL)('%s with %j passes', async (contract, variants) => {
    const result = await tryCases(contract, { suites: ['ids'], variants });
    expect(troubles(result)).toEqual([]);
  });
});

describe('probes made from an id', () => {
  const opaque = { idType: 'string' } as const;

  test('an id that may be counted up gives none that could be its neighbour', () => {
    for (const id of ['endpoint457', '12', 'webhook_123456']) {
      for (const miss of nearMisses(id, opaque)) expect(miss).not.toMatch(/^([a-z]+[_-]?)?\d+$/);
    }
    expect(nearMisses(12, { idType: 'integer' }).filter((miss) => /^\d+$/.test(miss))).toEqual([]);
  });

  test('an unknown id has the length and the alphabet of the real one, and is far from it', () => {
    const real = 'whc_7Qm2XvK9rT4wLp8ZcN3hYd';
    const unknown = unknownId(real, { idType: 'string', idPrefix: 'whc_' }, 1);
    expect(unknown).not.toBe(real);
    expect(unknown).toMatch(/^whc_[0-9A-Za-z]{22}$/);
    expect(unknownId('webhook_0a1b2c3d4e5f', opaque, 1)).toMatch(/^webhook_[0-9a-f]{12}$/);
    for (const id of [11, 1_700_000_000, 2_147_483_600]) {
      const other = Number(unknownId(id, { idType: 'integer' }, 1));
      expect(Math.abs(other - id)).toBeGreaterThan(1_000_000);
      expect(other).toBeLessThan(2 ** 31);
    }
  });

  test('no malformed id begins with the prefix of real ones and goes on like one', () => {
    const form = { idType: 'string', idPrefix: 'whc_' } as const;
    for (const probe of malformedIds('whc_7Qm2XvK9rT4wLp8ZcN3hYd', form)) {
      expect(String(probe)).not.toMatch(/^whc_[0-9A-Za-z]+$(?!\n)/);
    }
  });
});
