/** Every generated example is one when it comes back from a file, and what was never generated is none. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { mutationKinds } from '../../fixtures/generators/arbitrary-bodies.ts';
import { editedId, idEditKinds, isNeighbour } from '../../fixtures/generators/arbitrary-ids.ts';
import { tailPairKinds } from '../../fixtures/generators/arbitrary-url-pairs.ts';
import { urlKinds } from '../../fixtures/generators/arbitrary-urls.ts';
import type { Parameter } from '../../spec/operation.ts';
import { sequenceKinds } from '../../suites/properties/commands.ts';
import {
  readCommands,
  readIdEdit,
  readMutation,
  readTailPair,
  readUrlShape,
} from '../../suites/properties/recorded.ts';

const url: Parameter = { place: { in: 'body', at: '/url' }, required: true, types: ['string'] };
const some = (kinds: readonly fc.Arbitrary<unknown>[]): unknown[] =>
  fc.sample(fc.tuple(...kinds), { seed: 9, numRuns: 100 }).flat();
const idKinds = (id: string | number): unknown[] => some([...idEditKinds(id, { idType: 'string' })]);

describe('what was generated comes back as it was', () => {
  test.each<[string, unknown[], (data: unknown) => unknown]>([
    ['URLs', some(urlKinds()), readUrlShape],
    ['pairs', some(tailPairKinds()), readTailPair],
    ['edits of ids', [...idKinds('whc_4fJk29aLmQ7pXz81'), ...idKinds('endpoint417')], readIdEdit],
    ['mutations', some(mutationKinds([url])), readMutation],
    ['sequences', [...some(sequenceKinds(1)), ...some(sequenceKinds(2))], readCommands],
  ])('%s', (_, examples, read) => {
    for (const example of examples) {
      const stored: unknown = JSON.parse(JSON.stringify(example));
      expect(read(stored)).toEqual(stored);
    }
  });
});

test.each([
  { kind: 'value', place: '/url', value: 'https://elsewhere.example/' },
  { kind: 'value', place: '/url', value: ['https:elsewhere.example'] },
  { kind: 'value', place: '/url', value: '//elsewhere.example' },
  { kind: 'value', place: '/id', value: 17 },
  { kind: 'value', place: '/id', value: '17' },
  { kind: 'extra', place: '', name: 'url', value: 'HTTPS://elsewhere.example' },
])('a mutation that was never generated is none: %j', (data) => expect(readMutation(data)).toBeUndefined());

test.each([
  [417, { at: 0.5, drop: 1, insert: '' }, true],
  ['endpoint417', { at: 1, drop: 0, insert: '8' }, true],
  ['endpoint417', { at: 0.999, drop: 1, insert: '8' }, true],
  ['endpoint417', { at: 1, drop: 0, insert: '\n' }, false],
  [417, { at: 1, drop: 0, insert: '.5' }, false],
  [417, { at: 1, drop: 0, insert: '9999999999' }, false],
  ['whc_4fJk29aLmQ7pXz81', { at: 0.999, drop: 1, insert: '' }, false],
] as const)('an edit of %s that could make a neighbour of it is not sent: %j, %s', (id, edit, neighbour) => {
  expect(isNeighbour(id, editedId(id, edit) ?? '')).toBe(neighbour);
});

test('no generated edit makes a neighbour', () => {
  for (const [id, form] of [
    ['endpoint417', { idType: 'string' }],
    [1142, { idType: 'integer' }],
  ] as const) {
    const edits = fc.sample(fc.tuple(...idEditKinds(id, form)), { seed: 3, numRuns: 200 }).flat();
    const made = edits.flatMap((edit) => editedId(id, edit) ?? []);
    expect(made.filter((one) => isNeighbour(id, one))).toEqual([]);
  }
});
