/** Every fault shows: a direct probe tells its server from the correct one. */
import { describe, expect, test } from 'vitest';
import { konpro } from '../../../fixtures/servers/konpro/index.ts';
import { answerProbes } from './probes/answers.ts';
import { inputProbes } from './probes/inputs.ts';
import { raceProbes } from './probes/races.ts';
import { sequenceProbes } from './probes/sequences.ts';
import type { Probe } from './probes/talk.ts';

const probes = new Map(
  [answerProbes, inputProbes, sequenceProbes, raceProbes].flatMap((theme) => Object.entries(theme)),
);

async function probed(probe: Probe, fault?: string): Promise<unknown> {
  const server = await konpro.start(fault === undefined ? {} : { fault });
  try {
    return await probe(server);
  } catch (error) {
    // A probe that cannot go on has met a difference: on the correct server this fails the test below.
    return fault === undefined ? Promise.reject(error) : `broke off: ${String(error)}`;
  } finally {
    await server.close();
  }
}

const correct = new Map<Probe, Promise<unknown>>();
function onCorrect(probe: Probe): Promise<unknown> {
  const known = correct.get(probe) ?? probed(probe);
  correct.set(probe, known);
  return known;
}

test('every fault has a probe, and every probe a fault', () => {
  expect([...probes.keys()].sort()).toEqual(konpro.faults.map(({ name }) => name).sort());
});

test('the correct server answers each probe the same way twice', async () => {
  for (const probe of new Set(probes.values())) expect(await probed(probe)).toEqual(await onCorrect(probe));
});

describe('a probe tells', () => {
  test.each([...probes])('%s', async (name, probe) => {
    expect(await probed(probe, name)).not.toEqual(await onCorrect(probe));
  });
});

describe('the catalogue', () => {
  test('has names in kebab-case, and one to four different rules a fault', () => {
    for (const { name, breaks } of konpro.faults) {
      expect(name).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/u);
      expect(breaks.length, name).toBeGreaterThanOrEqual(1);
      expect(breaks.length, name).toBeLessThanOrEqual(4);
      expect(new Set(breaks).size, name).toBe(breaks.length);
      for (const rule of breaks) expect(rule).toMatch(/^KON-[A-Z]+-\d\d$/u);
    }
  });

  test('is large and deep enough, and no name comes twice', () => {
    expect(konpro.faults.length).toBeGreaterThanOrEqual(55);
    const far = konpro.faults.filter(({ difficulty }) => difficulty !== 'request');
    expect(far.length).toBeGreaterThanOrEqual(konpro.faults.length / 3);
    expect(new Set(konpro.faults.map(({ name }) => name)).size).toBe(konpro.faults.length);
    expect(new Set(konpro.variants.map(({ name }) => name)).size).toBe(konpro.variants.length);
  });
});
