/** What a self-test tries: the reference, every fault, every lawful variant, and combinations drawn by seed. */
import fc from 'fast-check';

import { SERVERS } from '../../../fixtures/servers/index.ts';
import type { Trial } from './trial.ts';

/** Combinations of variants for each contract. */
const COMBINATIONS = 6;

export function plan(
  contracts: readonly string[],
  seed: number,
  withoutLaws: readonly string[] = [],
): Trial[] {
  return contracts.flatMap((contract) => {
    const server = SERVERS.get(contract);
    if (!server) return [];
    const base = { contract, seed, variants: [] as string[], breaks: [] as string[], withoutLaws };
    const names = server.variants.map(({ name }) => name);
    return [
      { ...base, name: 'reference' },
      ...names.map((name) => ({ ...base, name, variants: [name] })),
      ...combinations(names, seed).map((variants) => ({ ...base, name: variants.join(' + '), variants })),
      ...server.faults.map(({ name, breaks }) => ({ ...base, name, fault: name, breaks: [...breaks] })),
    ];
  });
}

function combinations(names: readonly string[], seed: number): string[][] {
  if (names.length < 4) return [];
  const several = fc.subarray([...names], { minLength: 2, maxLength: 4 });
  return fc.sample(several, { seed, numRuns: COMBINATIONS });
}
