/** Ids that nobody has: never one edit away from a neighbour's. */
import { expect, test } from 'vitest';

import { unknownAccount } from '../../suites/strangers.ts';

const SEEDS = Array.from({ length: 50 }, (_, seed) => seed);

test.each(['acct_a', 'user_7', 'a', '42'])('a short account %s leads to a much longer one', (name) => {
  for (const seed of SEEDS) {
    const other = unknownAccount(name, seed);
    expect(other.startsWith(name)).toBe(true);
    expect(other.length).toBeGreaterThan(name.length + 8);
  }
});

test('the account of a number is a number', () => {
  expect(unknownAccount('1234567', 1)).toMatch(/^\d+$/);
});

test('a long account keeps its form, and nearly none of its letters', () => {
  const name = 'sb_7Qm2XvK9rT4wLp8ZcN3hYd';
  for (const seed of SEEDS) {
    const other = unknownAccount(name, seed);
    expect(other).toMatch(/^sb_[0-9A-Za-z]{22}$/);
    expect(Array.from(other).filter((letter, index) => letter !== name[index]).length).toBeGreaterThan(8);
  }
});
