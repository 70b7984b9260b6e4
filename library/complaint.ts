/** What is wrong, as the error of a test: sentences and the line that runs it again; no stack, which says nothing. */
import type { EndedData } from '../runner/result/ended.ts';
import type { RunResult } from '../runner/result/result.ts';
import type { Engagement } from './engagement.ts';

class Complaint extends Error {
  override readonly name = 'Conformance';

  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.stack = `${this.name}: ${this.message}`;
  }
}

/** Why the test of a case fails, or undefined: it broke a rule that is not known to fail, or could not be judged. */
export function complaint({ result, rules }: EndedData, engagement: Engagement): Error | undefined {
  const { status, message = status, replay } = result;
  if (status !== 'failed' && status !== 'inconclusive') return undefined;
  const blamed = rules.filter((id) => engagement.counts(id, status));
  if (blamed.length === 0) return undefined;
  const verdict = status === 'failed' ? 'breaks' : 'cannot be judged:';
  return new Complaint([message, `${verdict} ${blamed.join(', ')}`, `again: ${replay}`]);
}

/** Why a run is no success, or undefined. */
export function complaintOfAll({ verdict, rules }: RunResult): Error | undefined {
  if (verdict === 'conformant') return undefined;
  const wanted = verdict === 'non-conformant' ? 'failed' : 'inconclusive';
  const lines = rules
    .filter(({ status }) => status === wanted)
    .map(({ id, reason, title }) => `${id}: ${reason ?? title}`);
  return new Complaint([lines.length === 0 ? 'nothing was judged' : `${verdict}:`, ...lines]);
}
