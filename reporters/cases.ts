/**
 * A flat list for formats that know tests alone. A case that proves three rules stands under each of the three,
 * with what it says of that rule; a rule whose status no case shows has an entry of its own, so that nothing
 * that counts for the verdict is missing from any format.
 */
import type { CaseResult, RuleResult, RunResult, Status } from '../runner/result/result.ts';

export interface Entry {
  rule: RuleResult;
  /** The case's name; the rule's title where the entry is the rule as a whole. */
  name: string;
  status: Status;
  message?: string;
  /** Absent: the rule as a whole. */
  each?: CaseResult;
}

export function entriesOf(result: RunResult): Entry[] {
  return result.rules.flatMap((rule) => {
    const entries: Entry[] = rule.cases.map((each) => {
      const message = each.message ?? (each.status === rule.status ? rule.reason : undefined);
      return {
        rule,
        name: each.name,
        status: each.status,
        each,
        ...(message === undefined ? {} : { message }),
      };
    });
    if (!entries.some((entry) => entry.status === rule.status)) {
      entries.push({
        rule,
        name: rule.title,
        status: rule.status,
        ...(rule.reason === undefined ? {} : { message: rule.reason }),
      });
    }
    return entries;
  });
}

/** How long the kept exchanges of a case took; the result has no other measure of it. */
export function timeOf(each: CaseResult | undefined): number {
  return each?.exchanges.reduce((sum, exchange) => sum + exchange.ms, 0) ?? 0;
}
