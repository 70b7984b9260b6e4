/** Each fault makes a difference that a direct probe sees. */
import { isDeepStrictEqual } from 'node:util';

import { describe, expect, test } from 'vitest';
import { energycap } from '../../../fixtures/servers/energycap/index.ts';
import { withServer } from './kit.ts';
import { faultProbes, raceProbes } from './fault-probes.ts';

const { faults } = energycap;
const names = faults.map((fault) => fault.name);

describe('the catalogue', () => {
  test('every fault has a probe, every probe a fault', () => {
    expect(Object.keys(faultProbes).toSorted()).toEqual(names.toSorted());
  });

  test('names are unique and kebab-case, rules are one to four, words are there', () => {
    expect(new Set(names).size).toBe(names.length);
    for (const fault of faults) {
      expect(fault.name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(fault.breaks.length).toBeGreaterThanOrEqual(1);
      expect(fault.breaks.length).toBeLessThanOrEqual(4);
      expect(new Set(fault.breaks).size).toBe(fault.breaks.length);
      for (const rule of fault.breaks) expect(rule).toMatch(/^ECA-(EDIT|GET|LIST|DELETE|GEN|HOOK)-\d\d$/);
      expect(fault.does).not.toBe('');
      expect(fault.origin).not.toBe('');
    }
  });

  test('a third or more need a sequence, a race, a special value or a rare state', () => {
    const harder = faults.filter((fault) => fault.difficulty !== 'request');
    expect(faults.length).toBeGreaterThanOrEqual(55);
    expect(harder.length * 3).toBeGreaterThanOrEqual(faults.length);
  });

  /** What a run over the configuration operations cannot see. */
  const unseen = new Set([
    'ECA-EDIT-11', // mails
    'ECA-EDIT-23', // ten failed deliveries
    'ECA-GEN-05', // a key deleted during the run
    'ECA-GEN-07', // another environment
    'ECA-HOOK-02', // create
    'ECA-HOOK-03', // signatures of deliveries
  ]);
  const numbered = (family: string, count: number): string[] =>
    Array.from({ length: count }, (_, index) => `ECA-${family}-${String(index + 1).padStart(2, '0')}`);

  test('every rule that a run can observe is broken by a fault', () => {
    const rules = [
      ...numbered('EDIT', 33),
      ...numbered('GET', 1),
      ...numbered('LIST', 1),
      ...numbered('DELETE', 4),
      ...numbered('GEN', 8),
      ...numbered('HOOK', 4),
    ];
    const broken = new Set(faults.flatMap((fault) => fault.breaks));
    expect(rules.filter((rule) => !broken.has(rule))).toEqual([...unseen]);
  });
});

describe('shows its difference', () => {
  const correct = new Map<unknown, Promise<unknown>>();

  test.each(Object.entries(faultProbes).filter(([name]) => !(name in raceProbes)))(
    '%s',
    async (name, probe) => {
      // Many faults share a probe: the correct server is asked once for each.
      const known = correct.get(probe);
      const expected = known ?? withServer({}, probe);
      correct.set(probe, expected);
      // A probe whose transcript differs from run to run would show a difference everywhere.
      if (known === undefined) expect(await withServer({}, probe)).toEqual(await expected);
      expect(await withServer({ fault: name }, probe)).not.toEqual(await expected);
    },
  );
});

/** Two requests can always miss each other on a busy machine. */
const ROUNDS = 10;

describe('races are met', () => {
  test.each(Object.entries(raceProbes))('%s', async (name, probe) => {
    const expected = await withServer({}, probe);
    let met = false;
    for (let round = 0; round < ROUNDS && !met; round += 1) {
      expect(await withServer({}, probe)).toEqual(expected);
      met = !isDeepStrictEqual(await withServer({ fault: name }, probe), expected);
    }
    expect(met).toBe(true);
  });
});
