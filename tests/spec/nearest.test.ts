import { expect, test } from 'vitest';

import { didYouMean } from '../../spec/nearest.ts';

const RULES = ['KOM-CREATE-01', 'KOM-ENV-01', 'KOM-GET-02'];

test.each([
  ['KOM-CREAT-01', ' — did you mean "KOM-CREATE-01"?'],
  ['kom-env-01', ' — did you mean "KOM-ENV-01"?'],
  // Half of the letters that were written are wrong, though not half of the name’s.
  ['KOM-NOPE', ''],
  ['something-else-altogether', ''],
])('%s', (wrong, hint) => {
  expect(didYouMean(wrong, RULES)).toBe(hint);
});

test('of short names three letters may be wrong', () => {
  expect(didYouMean('jsn', ['json', 'har'])).toBe(' — did you mean "json"?');
});
