import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { editedId, idEditKinds } from '../../fixtures/generators/arbitrary-ids.ts';

const TEXT = { idType: 'string' } as const;
const IDS: readonly [string, string | number, Parameters<typeof idEditKinds>[1]][] = [
  ['with a prefix', 'whc_4fJk29aLmQ7pXz81bTnR0e', { ...TEXT, idPrefix: 'whc_' }],
  ['counted', 'endpoint417', TEXT],
  ['a UUID', '3f2a8c1e-90b4-4d77-a5e6-0c9d8b7a6f51', TEXT],
  ['a number', 1142, { idType: 'integer' }],
];

function made(id: string | number, form: Parameters<typeof idEditKinds>[1]): string[] {
  const edits = fc.sample(fc.tuple(...idEditKinds(id, form)), { seed: 3, numRuns: 200 }).flat();
  return edits.flatMap((edit) => editedId(id, edit) ?? []);
}

describe.each(IDS)('edits of an id, %s', (_, id, form) => {
  const all = made(id, form);

  test('make another id, nearly always', () => {
    expect(all).not.toContain(String(id));
    expect(all.length).toBeGreaterThan(1_000);
  });

  test('put a line feed behind it often enough', () => {
    // Behind a number, some read past it.
    const least = form.idType === 'integer' ? -1 : 0.05;
    expect(all.filter((one) => one === `${id}\n`).length / all.length).toBeGreaterThan(least);
  });

  test('never lead a path elsewhere', () => {
    expect(all.filter((one) => /[/\\]|^\.+$|^$/.test(one))).toEqual([]);
  });

  test('are never another id of the same form and length', () => {
    const bars = (text: string): number => text.split('_').length;
    const same = all.filter(
      (one) => one.length === String(id).length && /^[\w-]*$/.test(one) && bars(one) === bars(String(id)),
    );
    expect(same.filter((one) => one.toLowerCase() !== String(id).toLowerCase())).toEqual([]);
  });
});

test('of an id that may be counted up, no digit is left out, doubled or exchanged for another', () => {
  for (const one of made('endpoint417', TEXT)) {
    expect(one.normalize('NFKC').replaceAll(/\D/g, '')).toMatch(/^4171?$/);
  }
});

test('a UUID is not written in capitals or without a dash', () => {
  const plain = '3f2a8c1e90b44d77a5e60c9d8b7a6f51';
  const all = made('3f2a8c1e-90b4-4d77-a5e6-0c9d8b7a6f51', TEXT);
  expect(all.filter((one) => one.toLowerCase().replaceAll('-', '') === plain && !one.includes('--'))).toEqual(
    [],
  );
});

test('a number is not written in another way that some read as the same', () => {
  for (const one of made(1142, { idType: 'integer' })) {
    const value = Number(one);
    expect(Number.isInteger(value) && Math.abs(value) < 2 ** 31 && !/[\s-]/.test(one)).toBe(false);
  }
});
