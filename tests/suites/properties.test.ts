import { describe, expect, test } from 'vitest';

import { caught, type Catch } from './caught.ts';
import { troubles, tryCases } from './try.ts';

const CATCHES: Catch[] = [
  ['kompliant', 'several-escapes-refused', 'properties/urls/update/hostile-url/tidied', 'KOM-UPDATE-01'],
  ['kompliant', 'accents-garbled', 'properties/urls/create/hostile-url/tidied', 'KOM-CREATE-01'],
  ['energycap', 'url-without-its-second-question-mark', 'properties/urls/update/open/as-sent', 'ECA-EDIT-27'],
  [
    'kompliant',
    'uniqueness-folds-accented-letters',
    'properties/distinct-urls/update/url-taken',
    'KOM-GUIDE-08',
  ],
  ['kompliant', 'ids-with-line-feed', 'properties/ids/get/malformed-id', 'KOM-GET-02'],
  ['energycap', 'id-read-as-far-as-it-goes', 'properties/ids/update/malformed-id', 'ECA-EDIT-06'],
  [
    'energycap',
    'refused-edit-half-applied',
    'properties/bodies/update/success.unknown-event-type',
    'ECA-EDIT-32',
  ],
  ['kompliant', 'limit-counts-way-back-twice', 'properties/sequences/create', 'KOM-CREATE-11'],
  ['kompliant', 'third-update-makes-a-second', 'properties/sequences/update', 'KOM-LIST-03'],
];

/** Other readings of URLs, ids and bodies, and other refusals. */
const LAWFUL: [contract: string, variants: string[]][] = [
  ['kompliant', []],
  ['kompliant', ['hosts-folded', 'default-port-dropped', 'own-url-refused', 'unknown-fields-refused']],
  ['konpro', []],
  ['konpro', ['long-ids-that-need-encoding', 'duplicate-add-answers-409', 'unknown-fields-refused']],
  ['energycap', []],
];

describe.concurrent('properties', () => {
  test.each(CATCHES)('%s: %s fails %s at %s', async (...one) => expect(await caught(one)).toBe(true));

  test.each(LAWFUL)('%s with %j passes', async (contract, variants) => {
    const result = await tryCases(contract, { suites: ['properties'], variants });
    expect(troubles(result)).toEqual([]);
  });
});

test('the same seed asks the same things, but for the marker and the ids', async () => {
  const ask = async (): Promise<string> => {
    const { rules } = await tryCases('konpro', {
      cases: ['properties/urls/update'],
      fault: 'second-question-mark-cuts',
      seed: 5,
    });
    const failed = rules.flatMap(({ cases }) => cases).find(({ status }) => status === 'failed');
    return (failed?.message ?? '')
      .replaceAll(/wc-[0-9a-f]{10}/g, 'wc-marker')
      .replaceAll(/webhook_\w+/g, 'webhook_id');
  };
  const first = await ask();
  expect(first).toMatch(/seed -?\d+, path \d+/);
  expect(await ask()).toBe(first);
});
