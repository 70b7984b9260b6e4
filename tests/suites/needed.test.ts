/** Both directions: every law catches a fault that no other law catches, and every proved rule is broken by a fault. */
import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';
import { parse } from 'yaml';

import { SERVERS } from '../../fixtures/servers/index.ts';
import { packageFile } from '../../spec/package-root.ts';
import { LAWS } from '../../suites/index.ts';

type Need = string | { why: string };

const needed = parse(readFileSync(packageFile('tests/suites/needed.yaml'), 'utf8')) as Record<string, Need>;

test('every law stands in the list, and nothing else', () => {
  expect(Object.keys(needed).sort()).toEqual([...LAWS.keys()].sort());
});

test('every fault of the list exists, and none serves two laws', () => {
  const all = [...SERVERS.values()].flatMap(({ contract, faults }) =>
    faults.map(({ name }) => `${contract}/${name}`),
  );
  const named = Object.values(needed).filter((need) => typeof need === 'string');
  expect(named.filter((path) => !all.includes(path))).toEqual([]);
  expect(named.filter((path, index) => named.indexOf(path) < index)).toEqual([]);
});

test('one law in ten at most catches no fault alone, and says why it is there', () => {
  const reasons = Object.values(needed).flatMap((need) => (typeof need === 'string' ? [] : [need.why]));
  expect(reasons.length).toBeLessThanOrEqual(LAWS.size / 10);
  for (const why of reasons) expect(why).not.toBe('');
});

test.each([...SERVERS.values()])('the rules of $contract and its faults', ({ contract, faults }) => {
  const { rules } = parse(readFileSync(packageFile(`spec/${contract}/rules.yaml`), 'utf8'), {
    merge: true,
  }) as { rules: Record<string, { excluded?: string }> };
  const proved = Object.keys(rules).filter((id) => rules[id]?.excluded === undefined);
  expect(proved.length).toBeGreaterThan(40);
  const broken = new Set(faults.flatMap(({ breaks }) => breaks));
  expect(
    proved.filter((id) => !broken.has(id)),
    'proved rules that no fault breaks',
  ).toEqual([]);
  const unprovable = faults.filter(({ breaks }) => !breaks.some((id) => proved.includes(id)));
  expect(
    unprovable.map(({ name }) => name),
    'faults that break no proved rule',
  ).toEqual([]);
});
