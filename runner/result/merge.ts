/** Joins the results of the parts of one run into one, and proves that nothing is missing and nothing double. */
import { InputError } from '../../spec/errors.ts';
import { excused, verdictOf } from './compose.ts';
import type { ExpectedFailure } from './expected-failures.ts';
import {
  type Part,
  type Reading,
  type RequestCounts,
  type RuleResult,
  type RunResult,
  summarise,
  worst,
} from './result.ts';

/** One part, with the place it was read from for messages. */
export interface Piece {
  from: string;
  result: RunResult;
}

type Numbered = Piece & { shard: Part };

/**
 * The joined result, composed anew from the cases. Throws InputError where the pieces are not the parts of one run:
 * another contract, target, mode or version, a part that is missing or twice, a case that is missing or twice.
 */
export function merge(pieces: readonly Piece[], expectedFailures: Iterable<ExpectedFailure>): RunResult {
  const parts = inOrder(pieces);
  const [first] = parts;
  sameRun(parts, first);
  everyCaseOnce(parts, first);
  const results = parts.map(({ result }) => result);
  const begun = results.map(({ startedAt }) => Date.parse(startedAt));
  const start = Math.min(...begun);
  const end = Math.max(...results.map(({ durationMs }, index) => (begun[index] ?? 0) + durationMs));
  const startedAt = new Date(start);
  const rules = excused(
    first.result.rules.map((rule, index) => joinRule(results, rule, index)),
    { expectedFailures, startedAt },
  );
  const { shard: _, changes: __, ...same } = first.result;
  return {
    ...same,
    parts: parts.map(({ shard, result }) => ({
      index: shard.index,
      seed: result.seed,
      startedAt: result.startedAt,
      durationMs: result.durationMs,
    })),
    startedAt: startedAt.toISOString(),
    durationMs: end - start,
    verdict: verdictOf(rules),
    summary: summarise(rules),
    rules,
    readings: joinReadings(results),
    requests: joinRequests(results),
    cleanup: {
      created: sum(results.map(({ cleanup }) => cleanup.created)),
      removed: sum(results.map(({ cleanup }) => cleanup.removed)),
      left: [...new Set(results.flatMap(({ cleanup }) => cleanup.left))],
    },
  };
}

/** By number, each once and none missing. */
function inOrder(pieces: readonly Piece[]): [Numbered, ...Numbered[]] {
  const parts = pieces.map(({ from, result }): Numbered => {
    if (!result.shard)
      throw new InputError(`${from}: it is no part of a run; give reports of run --shard I/N`);
    return { from, result, shard: result.shard };
  });
  const [first] = parts;
  if (!first) throw new InputError('there is nothing to merge: give the JSON report of every part');
  const { count } = first.shard;
  const other = parts.find(({ shard }) => shard.count !== count);
  if (other) {
    throw new InputError(
      `${other.from}: it is part ${numbered(other)}, and ${first.from} is ${numbered(first)}`,
    );
  }
  const ordered = Array.from({ length: count }, (_, index) => {
    const [one, twice] = parts.filter(({ shard }) => shard.index === index + 1);
    if (!one)
      throw new InputError(`part ${index + 1}/${count} is missing: give the JSON report of every part`);
    if (twice) throw new InputError(`${one.from} and ${twice.from} are both part ${numbered(one)}`);
    return one;
  });
  const stray = parts.find((one) => !ordered.includes(one));
  if (stray) throw new InputError(`${stray.from}: there is no part ${numbered(stray)}`);
  return ordered as [Numbered, ...Numbered[]];
}

function numbered({ shard: { index, count } }: Numbered): string {
  return `${index}/${count}`;
}

function sameRun(parts: readonly Numbered[], first: Numbered): void {
  const facts: Record<string, (result: RunResult) => string | undefined> = {
    contract: ({ contract }) => contract,
    target: ({ target }) => target.baseUrl,
    'version of the target': ({ target }) => target.version,
    mode: ({ mode }) => mode,
    'version of the suite': ({ tool }) => tool.version,
    'list of rules': ({ rules }) => rules.map(({ id }) => id).join(', '),
    selection: ({ shard }) => [...(shard?.all ?? [])].sort().join(', '),
  };
  for (const [name, of] of Object.entries(facts)) {
    const other = parts.find(({ result }) => of(result) !== of(first.result));
    if (other)
      throw new InputError(`${other.from} and ${first.from} differ in ${name}: they are not of one run`);
  }
}

/** Each selected case was dealt to one part, and stands in that part's report and in no other. */
function everyCaseOnce(parts: readonly Numbered[], first: Numbered): void {
  const dealt = new Map<string, Numbered>();
  const twice = (name: string, one: Numbered, other: Numbered): never => {
    throw new InputError(`case ${name} is double: ${one.from} and ${other.from} both have it`);
  };
  for (const part of parts) {
    for (const name of part.shard.cases) {
      const other = dealt.get(name);
      if (other) twice(name, other, part);
      dealt.set(name, part);
    }
  }
  const missing = first.shard.all.find((name) => !dealt.has(name));
  if (missing !== undefined) throw new InputError(`case ${missing} is missing: no part was dealt it`);
  for (const part of parts) {
    const reported = new Set(part.result.rules.flatMap(({ cases }) => cases.map(({ name }) => name)));
    for (const name of reported) {
      const owner = dealt.get(name);
      if (!owner) throw new InputError(`${part.from}: case ${name} was dealt to no part`);
      if (owner !== part) twice(name, owner, part);
    }
    const lost = part.shard.cases.find((name) => !reported.has(name));
    if (lost !== undefined && !withoutVerdict(part.result)) {
      throw new InputError(`case ${lost} is missing: ${part.from} was dealt it, but has no result of it`);
    }
  }
}

/** A part that could not reach the target has no cases, and says so at every rule. */
function withoutVerdict({ rules }: RunResult): boolean {
  return (
    rules.every(({ cases }) => cases.length === 0) && rules.some(({ status }) => status === 'inconclusive')
  );
}

/** A rule is as bad as its worst case, wherever that ran. */
function joinRule(
  results: readonly RunResult[],
  { id, level, title, source }: RuleResult,
  at: number,
): RuleResult {
  const own = results.flatMap(({ rules }) => rules[at] ?? []);
  const cases = own.flatMap((rule) => rule.cases);
  const undecided = own.filter((rule) => rule.cases.length === 0 && rule.status === 'inconclusive');
  const base = { id, level, title, source };
  if (cases.length === 0) {
    const status = worst(own.map((rule) => rule.status));
    const reason = own.find((rule) => rule.status === status)?.reason;
    return { ...base, status, ...(reason === undefined ? {} : { reason }), cases };
  }
  const status = worst([...cases, ...undecided].map((one) => one.status));
  const reason =
    cases.find((one) => one.status === status && one.message !== undefined)?.message ??
    undecided.find((rule) => rule.status === status)?.reason;
  return { ...base, status, ...(status === 'passed' || reason === undefined ? {} : { reason }), cases };
}

function joinReadings(results: readonly RunResult[]): Reading[] {
  const joined = new Map<string, Reading>();
  for (const reading of results.flatMap(({ readings }) => readings)) {
    const known = joined.get(reading.gap);
    const readings = new Set([...(known?.reading.split('; ') ?? []), ...reading.reading.split('; ')]);
    joined.set(reading.gap, {
      ...reading,
      reading: [...readings].join('; '),
      rules: [...new Set([...(known?.rules ?? []), ...reading.rules])],
    });
  }
  return [...joined.values()].sort((a, b) => a.gap.localeCompare(b.gap, 'en', { numeric: true }));
}

/** The quantiles of all lie between those of the parts: the worst part's are never too good. */
function joinRequests(results: readonly RunResult[]): RequestCounts {
  const counts = results.map(({ requests }) => requests);
  const operations = [...new Set(counts.flatMap(({ byOperation }) => Object.keys(byOperation)))].sort();
  const troubles = [...new Set(counts.flatMap(({ troubled = {} }) => Object.keys(troubled)))];
  const most = (quantile: 'p50' | 'p95' | 'p99'): number =>
    Math.max(...counts.map(({ latencyMs }) => latencyMs[quantile]));
  return {
    total: sum(counts.map(({ total }) => total)),
    byOperation: summed(
      operations,
      counts.map(({ byOperation }) => byOperation),
    ),
    latencyMs: { p50: most('p50'), p95: most('p95'), p99: most('p99') },
    ...(troubles.length > 0
      ? {
          troubled: summed(
            troubles,
            counts.map(({ troubled = {} }) => troubled),
          ),
        }
      : {}),
  };
}

function summed(
  names: readonly string[],
  counts: readonly Readonly<Record<string, number>>[],
): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, sum(counts.map((count) => count[name] ?? 0))]));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
