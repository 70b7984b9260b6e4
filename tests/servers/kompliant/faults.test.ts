/** Each fault shows when the server is asked directly; none is the correct server under another name. */

import { describe, expect, test } from 'vitest';
import { kompliant } from '../../../fixtures/servers/kompliant/index.ts';
import { withServer } from './client.ts';
import { probes } from './probes/index.ts';
import type { Probe } from './probes/tools.ts';

const { faults } = kompliant;

const correct = new Map<Probe, Promise<unknown>>();
function expected(probe: Probe): Promise<unknown> {
  const seen = correct.get(probe) ?? withServer({}, probe);
  correct.set(probe, seen);
  return seen;
}

describe('the catalogue', () => {
  test('has each name once, and a probe for each', () => {
    const names = faults.map(({ name }) => name);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
    expect(Object.keys(probes).sort()).toEqual([...names].sort());
    for (const name of names) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  test('names one to four rules for each, and says what and whence', () => {
    for (const { breaks, does, origin } of faults) {
      expect(breaks.length).toBeGreaterThan(0);
      expect(breaks.length).toBeLessThanOrEqual(4);
      expect(new Set(breaks).size).toBe(breaks.length);
      for (const rule of breaks) expect(rule).toMatch(/^KOM-[A-Z]+-\d\d$/);
      expect(does).not.toBe('');
      expect(origin).not.toBe('');
    }
  });

  test('has 90 or more, a third of them beyond one request', () => {
    expect(faults.length).toBeGreaterThanOrEqual(90);
    const easy = faults.filter(({ difficulty }) => difficulty === 'request');
    expect(easy.length).toBeLessThan((faults.length * 2) / 3);
  });

  test('is searched for the nearest name', async () => {
    await expect(kompliant.start({ fault: 'limit-of-2' })).rejects.toThrow(
      /fault named limit-of-2.*limit-of-21/,
    );
  });
});

/** Each probe once, by the name of the first fault that it shows. */
const byFirst = new Map(
  Object.entries(probes)
    .toReversed()
    .map(([name, probe]) => [probe, name]),
);

test.each([...byFirst].map(([probe, name]) => ({ probe, name })))(
  'the probe of $name finds the correct server the same twice',
  async ({ probe }) => {
    expect(await withServer({}, probe)).toEqual(await expected(probe));
  },
);

test.each(faults.map(({ name }) => name))('%s shows', async (name) => {
  const probe = probes[name];
  if (!probe) throw new Error(`no probe for ${name}`);
  expect(await withServer({ fault: name }, probe)).not.toEqual(await expected(probe));
});
