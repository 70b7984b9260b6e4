/**
 * The same finding once. One broken habit of a server (an envelope without its trace id, say) shows in hundreds
 * of cases and in several rules; a reader needs it as one thing, with the list of where it was seen.
 */
import type { CaseResult, Level, RunResult, RuleResult, Status } from '../runner/result/result.ts';

export interface Finding {
  /** One sentence. */
  message: string;
  status: Status;
  /** The gravest of its rules' levels. */
  level: Level;
  rules: RuleResult[];
  /** Every case that shows it, each once; empty when the rule as a whole is the finding. */
  cases: CaseResult[];
}

/** What the run makes anew for every request: the same sentence about another URL is the same finding. */
const MADE_UP = /\bwc-[\da-f]{10}\/[\w-]+/g;

const LEVELS: readonly Level[] = ['observe', 'should', 'must'];

/** The findings of one status: what speaks of the fewest rules, and so says most clearly what is wrong, comes first. */
export function findingsOf(result: RunResult, status: Status): Finding[] {
  const found = new Map<string, Finding>();
  for (const rule of result.rules) {
    if (rule.status !== status) continue;
    const cases = rule.cases.filter((each) => each.status === status);
    // A rule may be at fault without a case of that status: one expected to fail, say, that passes.
    if (cases.length === 0) add(found, rule, status, rule.reason ?? rule.title);
    // Why it counts although it was expected is said by the rule alone.
    const own = rule.expected === undefined ? undefined : rule.reason;
    for (const each of cases) {
      add(found, rule, status, own ?? each.message ?? rule.reason ?? rule.title, each);
    }
  }
  return [...found.values()].sort(
    (a, b) => Number(searched(a)) - Number(searched(b)) || a.rules.length - b.rules.length,
  );
}

/** Found by a search over many rules at once, which knows less of the cause than a scenario. */
function searched({ cases }: Finding): boolean {
  return cases.length > 0 && cases.every(({ suite }) => suite === 'properties' || suite === 'races');
}

function add(
  found: Map<string, Finding>,
  rule: RuleResult,
  status: Status,
  message: string,
  each?: CaseResult,
): void {
  const key = message.replaceAll(MADE_UP, '…');
  let finding = found.get(key);
  if (finding === undefined) {
    finding = { message, status, level: rule.level, rules: [], cases: [] };
    found.set(key, finding);
  }
  if (!finding.rules.includes(rule)) finding.rules.push(rule);
  if (LEVELS.indexOf(rule.level) > LEVELS.indexOf(finding.level)) finding.level = rule.level;
  // One case may prove several rules; it ran once.
  if (each !== undefined && !finding.cases.some((seen) => seen.name === each.name)) finding.cases.push(each);
}

/** The case that tells a finding best: the one with the least to read that still has an exchange. */
export function best(finding: Finding): CaseResult | undefined {
  const told = finding.cases.filter((each) => each.exchanges.length > 0);
  const pool = told.length > 0 ? told : finding.cases;
  return pool.reduce<CaseResult | undefined>(
    (chosen, each) =>
      chosen === undefined || each.exchanges.length < chosen.exchanges.length ? each : chosen,
    undefined,
  );
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
