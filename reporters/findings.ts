/**
 * One cause, told once. One broken habit of a server (an envelope without its trace id, say) shows in hundreds
 * of cases and in several rules; a reader needs it as one thing, with the list of where it was seen.
 */
import type { CaseResult, Level, RunResult, RuleResult, Status } from '../runner/result/result.ts';
import { causeOf, type Cause } from './cause.ts';

export interface Finding {
  /** One sentence: what the case that tells it best says. */
  message: string;
  status: Status;
  /** The gravest of its rules' levels. */
  level: Level;
  rules: RuleResult[];
  /** Every case that shows it, each once; empty when the rule as a whole is the finding. */
  cases: CaseResult[];
  /** The case that tells it best. */
  example?: CaseResult;
  /** In how many cases it was seen, those included that are about something else. */
  seen: number;
}

/** One case of one rule, or a rule as a whole. */
interface Sighting {
  rule: RuleResult;
  message: string;
  cause: Cause;
  each?: CaseResult;
}

/** So many causes that share something have one beneath them all. */
const MANY = 3;

const LEVELS: readonly Level[] = ['observe', 'should', 'must'];

/** The findings of one status: what a scenario showed before what a search did, what shows most often first. */
export function findingsOf(result: RunResult, status: Status): Finding[] {
  const sightings = result.rules
    .filter((rule) => rule.status === status)
    .flatMap((rule) => sightingsOf(rule, status));
  return [...byCause(sightings)]
    .map((group) => findingOf(group, status))
    .sort(
      (a, b) =>
        Number(searched(a)) - Number(searched(b)) || b.seen - a.seen || a.rules.length - b.rules.length,
    );
}

/** Found by a search over many rules at once, which knows less of the cause than a scenario. */
export function searched({ cases }: Pick<Finding, 'cases'>): boolean {
  return cases.length > 0 && cases.every(inSearch);
}

function inSearch({ suite }: CaseResult): boolean {
  return suite === 'properties' || suite === 'races';
}

function sightingsOf(rule: RuleResult, status: Status): Sighting[] {
  const cases = rule.cases.filter((each) => each.status === status);
  // A rule may be at fault without a case of that status: one expected to fail, say, that passes.
  const whole = rule.reason ?? rule.title;
  if (cases.length === 0) return [{ rule, message: whole, cause: { own: whole } }];
  return cases.map((each) => {
    // Why it counts although it was expected is said by the rule alone.
    const own = rule.expected === undefined ? undefined : rule.reason;
    const message = own ?? each.message ?? whole;
    return { rule, message, each, cause: own === undefined ? causeOf(message, each.name) : { own } };
  });
}

function byCause(sightings: readonly Sighting[]): Iterable<Sighting[]> {
  const sharing = new Map<string, Set<string>>();
  for (const { cause } of sightings) {
    if (cause.shared === undefined) continue;
    sharing.set(cause.shared, (sharing.get(cause.shared) ?? new Set()).add(cause.own));
  }
  const groups = new Map<string, Sighting[]>();
  for (const sighting of sightings) {
    const { own, shared } = sighting.cause;
    const many = shared !== undefined && (sharing.get(shared)?.size ?? 0) >= MANY;
    const key = many ? `shared ${shared}` : `own ${own}`;
    const group = groups.get(key);
    if (group) group.push(sighting);
    else groups.set(key, [sighting]);
  }
  return groups.values();
}

function findingOf(group: readonly Sighting[], status: Status): Finding {
  const rules = [...new Set(group.map(({ rule }) => rule))];
  const level = rules.map((rule) => rule.level).sort((a, b) => LEVELS.indexOf(b) - LEVELS.indexOf(a))[0];
  // One case may prove several rules; it ran once.
  const cases = new Map<string, CaseResult>();
  for (const { each } of group) if (each && !cases.has(each.name)) cases.set(each.name, each);
  const all = [...cases.values()];
  const example = best(group);
  const told = group.find(({ each }) => each === example) ?? group[0];
  const elsewhere = Math.max(0, ...group.map(({ message }) => Number(SEEN.exec(message)?.[1] ?? 0)));
  return {
    message: told?.message ?? '',
    status,
    level: level ?? 'must',
    rules,
    cases: all,
    ...(example ? { example } : {}),
    seen: Math.max(all.length, elsewhere),
  };
}

const SEEN = /\(seen in (\d+) cases\)$/;

/** More exchanges than these nobody reads of one case. */
const READ = 4;

/**
 * The case that proves most of what is broken with little to read; a search's only where no scenario shows it.
 * `group` are the sightings of one cause.
 */
function best(group: readonly Sighting[]): CaseResult | undefined {
  const proves = new Map<string, { each: CaseResult; rules: number }>();
  for (const { each } of group) {
    if (each === undefined) continue;
    const known = proves.get(each.name);
    if (known) known.rules += 1;
    else proves.set(each.name, { each, rules: 1 });
  }
  const all = [...proves.values()];
  const scenarios = all.filter(({ each }) => !inSearch(each));
  const known = scenarios.length > 0 ? scenarios : all;
  const told = known.filter(({ each }) => each.exchanges.length > 0);
  const length = ({ each }: { each: CaseResult }): number => each.exchanges.length;
  return [...(told.length > 0 ? told : known)].sort(
    (a, b) =>
      Number(length(a) > READ) - Number(length(b) > READ) ||
      b.rules - a.rules ||
      length(a) - length(b) ||
      (a.each.message?.length ?? 0) - (b.each.message?.length ?? 0),
  )[0]?.each;
}

/** Rules of one status by the reason given, the most frequent first. */
export function byReason(result: RunResult, status: Status): { reason: string; rules: RuleResult[] }[] {
  const reasons = new Map<string, RuleResult[]>();
  for (const rule of result.rules) {
    if (rule.status !== status) continue;
    const reason = rule.reason ?? rule.cases.find((each) => each.status === status)?.message ?? rule.title;
    const rules = reasons.get(reason);
    if (rules === undefined) reasons.set(reason, [rule]);
    else rules.push(rule);
  }
  return [...reasons]
    .map(([reason, rules]) => ({ reason, rules }))
    .sort((a, b) => b.rules.length - a.rules.length);
}
