import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { isSurelyWrong, mutated, mutationKinds } from '../../fixtures/generators/arbitrary-bodies.ts';
import type { Parameter } from '../../spec/operation.ts';

const body = (at: string, required: boolean, ...types: Parameter['types']): Parameter => ({
  place: { in: 'body', at },
  required,
  types,
});
const PARAMETERS = [
  body('/id', true, 'string'),
  body('/config', true, 'object'),
  body('/config/url', true, 'string'),
  body('/events', false, 'array', 'null'),
  body('/active', false, 'boolean'),
];
const LAWFUL = { id: 'x1', config: { url: 'https://hooks.example.com/a' }, events: ['a'], active: true };
const ALL = fc.sample(fc.tuple(...mutationKinds(PARAMETERS)), { seed: 5, numRuns: 500 }).flat();

describe('mutations of a body', () => {
  test('change it, nearly always, and leave the lawful one alone', () => {
    const lawful = JSON.stringify(LAWFUL);
    const same = ALL.filter((mutation) => JSON.stringify(mutated(LAWFUL, mutation)) === lawful);
    expect(same.length).toBeLessThan(ALL.length / 20);
    expect(JSON.stringify(LAWFUL)).toBe(lawful);
  });

  test('reach every place in every way', () => {
    for (const { place } of PARAMETERS) {
      const kinds = new Set(ALL.filter((mutation) => mutation.place === place.at).map(({ kind }) => kind));
      expect([...kinds]).toEqual(expect.arrayContaining(['absent', 'value', 'wrapped']));
    }
  });

  test('never bring a URL of another host', () => {
    for (const mutation of ALL) {
      const found = JSON.stringify(mutated(LAWFUL, mutation)).match(/https?:\/\/[^/"\\]+/g) ?? [];
      expect(found.every((one) => one === 'https://hooks.example.com')).toBe(true);
    }
  });

  test('have a member __proto__ as a member', () => {
    const made = mutated(LAWFUL, { kind: 'extra', place: '', name: '__proto__', value: { a: 1 } });
    expect(JSON.stringify(made)).toContain('"__proto__":{"a":1}');
  });
});

test.each([
  [{ kind: 'absent', place: '/id' }, true],
  [{ kind: 'absent', place: '/active' }, false],
  [{ kind: 'wrapped', place: '/config/url', inside: 'array' }, true],
  [{ kind: 'wrapped', place: '/config', inside: 'array' }, true],
  [{ kind: 'wrapped', place: '/config', inside: 'object' }, false],
  [{ kind: 'wrapped', place: '/id', inside: 'text' }, false],
  [{ kind: 'value', place: '/events', value: {} }, true],
  [{ kind: 'value', place: '/events', value: null }, false],
  [{ kind: 'value', place: '/active', value: 'true' }, false],
  [{ kind: 'value', place: '/active', value: {} }, true],
  [{ kind: 'extra', place: '', name: 'x', value: 1 }, false],
] as const)('%j is surely wrong: %s', (mutation, wrong) => {
  expect(isSurelyWrong(LAWFUL, mutation, PARAMETERS)).toBe(wrong);
});
