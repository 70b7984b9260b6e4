/** `webhook-conformance` in code: one run against one contract, with a typed result. */
import type { RunResult } from '../runner/result/result.ts';
import { Engagement } from './engagement.ts';
import type { Options } from './options.ts';

export type * from '../runner/result/result.ts';
export type { Options, TargetAccountData, TargetData } from './options.ts';
export { ConformanceError, InputError, SuiteError, UnreachableError } from '../spec/errors.ts';
export { type Format, FORMATS, ReportError, writeReport } from '../reporters/index.ts';

/**
 * Runs a contract's suites against a target and removes what it made there. A server that breaks rules is a
 * result (`verdict: 'non-conformant'`), not an exception.
 *
 * Throws InputError where options, target or contract are wrong, UnreachableError where no verdict is possible
 * (nobody there, credentials refused), SuiteError where the suite itself is broken.
 */
export async function run(options: Options): Promise<RunResult> {
  const engagement = await Engagement.begin(options);
  const outcomes = await Promise.allSettled(engagement.cases.map(async (one) => engagement.run(one)));
  const result = await engagement.finish();
  const broken = outcomes.find((outcome) => outcome.status === 'rejected');
  if (broken) throw broken.reason;
  return result;
}
