/** Composes the finished result from how the cases ended: rule by rule, the worst case wins. */
import type { Contract, Rule } from '../../spec/contract.ts';
import { type EndedData, spokenOf } from './ended.ts';
import { excuse, type ExpectedFailure, today } from './expected-failures.ts';
import { gist } from './gist.ts';
import {
  type CaseResult,
  type Cleanup,
  type Part,
  type Reading,
  type RequestCounts,
  type RuleResult,
  type RunResult,
  SCHEMA_VERSION,
  type Status,
  summarise,
  type Verdict,
  worst,
} from './result.ts';
import type { Settings } from '../job/session.ts';

export interface Composition {
  tool: { name: string; version: string };
  contract: Contract;
  settings: Pick<Settings, 'baseUrl' | 'seed' | 'mode' | 'runs'>;
  /** The rules that the run was to judge; the others are not run. */
  selected: ReadonlySet<string>;
  ended: readonly EndedData[];
  /** Which part of a split run it is. */
  shard?: Part;
  /** Why nothing could be judged at all; absent where the run took place. */
  noVerdict?: string;
  expectedFailures: Iterable<ExpectedFailure>;
  /** A broken `should` fails the run, rather than being observed. */
  strict: boolean;
  startedAt: Date;
  durationMs: number;
  requests: RequestCounts;
  cleanup: Cleanup;
}

export function compose(parts: Composition): RunResult {
  const rules = excused(
    [...parts.contract.rules.values()].map((rule) => ruleResult(rule, parts)),
    parts,
  );
  const summary = summarise(rules);
  return {
    schemaVersion: SCHEMA_VERSION,
    tool: parts.tool,
    contract: parts.contract.name,
    target: { baseUrl: parts.settings.baseUrl },
    ...(parts.shard ? { shard: parts.shard } : {}),
    startedAt: parts.startedAt.toISOString(),
    durationMs: Math.round(parts.durationMs),
    seed: parts.settings.seed,
    mode: parts.settings.mode,
    ...(parts.settings.runs === undefined ? {} : { runs: parts.settings.runs }),
    verdict: verdictOf(rules),
    summary,
    rules,
    readings: readingsOf(parts),
    requests: parts.requests,
    cleanup: parts.cleanup,
  };
}

export function verdictOf(rules: readonly RuleResult[]): Verdict {
  if (rules.some(({ status }) => status === 'failed')) return 'non-conformant';
  const judged = rules.some(({ status }) => status !== 'not-run');
  return !judged || rules.some(({ status }) => status === 'inconclusive') ? 'inconclusive' : 'conformant';
}

function ruleResult(rule: Rule, parts: Composition): RuleResult {
  const { id, level, title, source } = rule;
  const base = { id, level, title, source };
  if (rule.excluded !== undefined) return { ...base, status: 'not-run', reason: rule.excluded, cases: [] };
  if (!parts.selected.has(id)) return { ...base, status: 'not-run', reason: 'not selected', cases: [] };
  if (parts.noVerdict !== undefined)
    return { ...base, status: 'inconclusive', reason: parts.noVerdict, cases: [] };
  const cases = [...ownCases(rule, parts), ...foundElsewhere(rule, parts)];
  if (parts.shard && cases.length === 0)
    return { ...base, status: 'not-run', reason: 'its cases are in other parts', cases };
  if (cases.length === 0)
    return { ...base, status: 'not-run', reason: 'its cases broke at what other rules demand', cases };
  const status = worst(cases.map((one) => one.status));
  const reason = cases.find((one) => one.status === status && one.message !== undefined)?.message;
  return { ...base, status, ...(status === 'passed' || reason === undefined ? {} : { reason }), cases };
}

/**
 * Known failures are none; those that have gone, and those that were known for too long, are. What has gone shows only
 * when all parts of a run are joined.
 */
export function excused(
  rules: readonly RuleResult[],
  { expectedFailures, startedAt, shard }: Pick<Composition, 'expectedFailures' | 'startedAt' | 'shard'>,
): RuleResult[] {
  const entries = [...expectedFailures];
  const found = new Map(rules.map(({ id, status }) => [id, status]));
  return rules.map((rule) => {
    const own = entries.filter(({ names }) => names.has(rule.id));
    const [entry] = own;
    if (!entry || (shard && rule.status !== 'failed')) return rule;
    const { reason: why, ...rest } = rule;
    const { status, reason } = excuse(own, found, rule.id, why, today(startedAt));
    return { ...rest, status, ...(reason === undefined ? {} : { reason }), expected: entry.rule };
  });
}

/** What a failure weighs under a rule's level. */
function weigh(rule: Rule, status: Status, strict: boolean): Status {
  if (status !== 'failed' || rule.level === 'must') return status;
  return rule.level === 'should' && strict ? 'failed' : 'observed';
}

function ownCases(rule: Rule, { ended, selected, strict }: Composition): CaseResult[] {
  return ended
    .filter((one) => spokenOf(one, (id) => selected.has(id)).includes(rule.id))
    .map(({ result, rules }) => ({
      ...result,
      status: weigh(rule, result.status, strict),
      ...(rules.includes(rule.id) ? {} : { replay: `${result.replay} --rule ${rule.id}` }),
    }));
}

/** What cases of other rules found out about this one: the same finding seen n times, of whatever values, is one. */
function foundElsewhere(rule: Rule, parts: Composition): CaseResult[] {
  const seen = new Map<string, { result: CaseResult; cases: Set<EndedData> }>();
  for (const one of parts.ended) {
    for (const finding of one.findings) {
      if (finding.rule !== rule.id) continue;
      const status = weigh(rule, finding.kind === 'broken' ? 'failed' : 'observed', parts.strict);
      const said = `${status} ${gist(finding.message)}`;
      const known = seen.get(said);
      if (known) known.cases.add(one);
      else {
        const { exchanges, name, suite, replay } = one.result;
        seen.set(said, {
          cases: new Set([one]),
          result: {
            name,
            suite,
            status,
            message: finding.message,
            replay: `${replay} --rule ${rule.id}`,
            exchanges: finding.exchanges ?? exchanges,
          },
        });
      }
    }
  }
  return [...seen.values()].map(({ result, cases }) =>
    cases.size === 1
      ? result
      : { ...result, message: `${result.message ?? ''} (seen in ${cases.size} cases)` },
  );
}

function readingsOf({ ended, contract }: Composition): Reading[] {
  const readings = new Map<string, Reading>();
  for (const one of ended) {
    for (const { gap, reading, rules } of one.readings) {
      const key = `${gap}\n${reading}`;
      const known = readings.get(key) ?? {
        gap,
        question: contract.gaps.get(gap)?.question ?? '',
        reading,
        rules: [],
      };
      known.rules = [...new Set([...known.rules, ...(rules.length > 0 ? rules : one.rules)])];
      readings.set(key, known);
    }
  }
  const joined = new Map<string, Reading>();
  for (const reading of readings.values()) {
    const known = joined.get(reading.gap);
    if (!known) joined.set(reading.gap, { ...reading });
    else {
      known.reading = `${known.reading}; ${reading.reading}`;
      known.rules = [...new Set([...known.rules, ...reading.rules])];
    }
  }
  return [...joined.values()].sort((a, b) => a.gap.localeCompare(b.gap, 'en', { numeric: true }));
}
