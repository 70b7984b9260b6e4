import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { compileCases } from '../../runner/cases/cases.ts';
import { rolesOf } from '../../runner/job/perform.ts';
import { loadContract } from '../../spec/load.ts';
import { packageFile } from '../../spec/package-root.ts';
import { LAWS } from '../../suites/index.ts';

/** Every id of the vendors' documents, as they were numbered once: what a contract must speak of. */
const documented = JSON.parse(readFileSync(packageFile('tests/spec/documented.json'), 'utf8')) as Record<
  string,
  { rules: string[]; gaps: string[] }
>;

/** How many rules are proved at least, rather than excluded. */
const PROVED = { kompliant: 85, konpro: 40, energycap: 38 } as const;

describe.each(Object.keys(PROVED) as (keyof typeof PROVED)[])('the contract %s', async (name) => {
  const contract = await loadContract(packageFile(`spec/${name}`), rolesOf(LAWS));
  const cases = compileCases(contract, LAWS);

  test('speaks of every rule and every gap of the documents, and of no other', () => {
    expect([...contract.rules.keys()].sort()).toEqual([...(documented[name]?.rules ?? [])].sort());
    expect([...contract.gaps.keys()].sort()).toEqual([...(documented[name]?.gaps ?? [])].sort());
  });

  test('is silent on none: each rule is proved by a case or excluded with a reason', () => {
    const proved = new Set(cases.flatMap(({ rules }) => rules));
    for (const rule of contract.rules.values()) {
      expect(proved.has(rule.id) !== (rule.excluded !== undefined), rule.id).toBe(true);
    }
    expect(proved.size).toBeGreaterThanOrEqual(PROVED[name]);
  });

  test('gives each case a name of its own', () => {
    expect(new Set(cases.map((one) => one.name)).size).toBe(cases.length);
  });
});
