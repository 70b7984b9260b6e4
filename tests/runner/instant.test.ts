/** Instants in every form that ISO 8601 has for them. */
import { expect, test } from 'vitest';

import { instantOf } from '../../runner/registry/instant.ts';
import { sameInstant } from '../../runner/registry/item.ts';

const UTC = '2026-11-21T22:44:42.697Z';

test.each([
  '2026-11-21T22:44:42.697Z',
  '2026-11-22T00:44:42.697+02',
  '2026-11-21T17:14:42.697-0530',
  '20261121T224442,697Z',
  '2026-11-21T22:44:42.697999Z',
  '2026-11-21T22:44:42.697',
])('%s', (text) => {
  expect(instantOf(text)).toBe(Date.parse(UTC));
  expect(sameInstant(text, UTC)).toBe(true);
});

test('a day, its end, and a leap second', () => {
  expect(instantOf('2026-11-21')).toBe(Date.parse('2026-11-21T00:00:00Z'));
  expect(instantOf('2026-11-21T24:00Z')).toBe(Date.parse('2026-11-22T00:00:00Z'));
  expect(instantOf('2026-11-21T22:44:60Z')).toBe(Date.parse('2026-11-21T22:45:00Z'));
});

test.each(['', 'x', '2026-13-01', '2026-11-21T25:00Z', '2026-11-21 22:44', 5, null])('%j is none', (text) => {
  expect(instantOf(text)).toBeNaN();
});
