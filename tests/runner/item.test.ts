/** What differs in an item, in words. */
import { expect, test } from 'vitest';

import { unexpectedChange } from '../../runner/registry/item.ts';
import type { ItemView } from '../../spec/contract.ts';

const view = {
  id: '/id',
  idType: 'string',
  updated: '/updated_at',
  stable: [],
  fields: new Map(),
} as unknown;

test('what was not there before is to be absent, and not nothing', () => {
  const now = { id: 'a', updated_at: '2026-01-01T00:00:00Z' };
  expect(unexpectedChange(view as ItemView, { id: 'a' }, now, {})).toEqual({
    pointer: '/updated_at',
    text: 'updated_at is "2026-01-01T00:00:00Z", not absent as before',
  });
});
