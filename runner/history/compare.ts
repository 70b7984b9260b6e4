/** What changed between a run and those before it of the same target. Pure: the store is asked elsewhere. */
import type { Changes, RunResult } from '../result/result.ts';
import { type PastRun, pastRun } from './store.ts';

/** Runs that are looked back at: more than a week of nights. */
export const WINDOW = 10;

/**
 * Each rule is compared with the last earlier run that judged it: a night without a verdict on it must not hide a
 * change. `before` is the earlier runs, the oldest first.
 */
export function compare(result: RunResult, before: readonly PastRun[]): Changes {
  const now = pastRun(result);
  const past = before.slice(-WINDOW);
  const changes: Changes = { runs: past.length, broken: [], fixed: [], flaky: [], readings: [] };
  const previous = past.at(-1);
  if (!previous) return changes;
  changes.since = previous.startedAt;
  if (previous.version !== undefined) changes.sinceVersion = previous.version;
  const known = [...past, now];
  for (const { id, title } of result.rules) {
    const verdicts = judged(known, id);
    const holds = now.rules.get(id)?.holds;
    if (holds === undefined) continue;
    const last = verdicts.at(-2);
    if (last && last.holds !== holds) {
      changes[holds ? 'fixed' : 'broken'].push({ rule: id, title, since: last.run.startedAt });
    }
    const own = verdicts.filter(({ run }) => run.version === now.version);
    if (isFlaky(own, now.version !== undefined)) {
      changes.flaky.push({ rule: id, title, verdicts: own.map((one) => (one.holds ? 'held' : 'broken')) });
    }
  }
  for (const { gap, question, reading } of result.readings) {
    const earlier = past.findLast((run) => run.readings.has(gap))?.readings.get(gap);
    if (earlier !== undefined && earlier !== reading) {
      changes.readings.push({ gap, question, before: earlier, now: reading });
    }
  }
  return changes;
}

interface Judged {
  run: PastRun;
  holds: boolean;
}

/** The runs that judged a rule, the oldest first. */
export function judged(runs: readonly PastRun[], rule: string): Judged[] {
  return runs.flatMap((run) => {
    const holds = run.rules.get(rule)?.holds;
    return holds === undefined ? [] : [{ run, holds }];
  });
}

/**
 * One version of a target should have one verdict. Where no version is told, a single change may be a new
 * version's; one there and back is not.
 */
function isFlaky(verdicts: readonly Judged[], versionKnown: boolean): boolean {
  const changes = verdicts.filter(({ holds }, index) => index > 0 && verdicts[index - 1]?.holds !== holds);
  return changes.length >= (versionKnown ? 1 : 2);
}
