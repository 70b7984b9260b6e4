/** A finished result with what changed since earlier runs, where a history is kept. */
import { nameOf, reason } from '../history/database.ts';
import { remember } from '../history/remember.ts';
import type { RunResult } from '../result/result.ts';

/** A history that fails now must not lose the run's verdict: it costs a line, not the result. */
export async function remembered(result: RunResult, place: string | undefined): Promise<RunResult> {
  if (place === undefined) return result;
  try {
    return await remember(place, result);
  } catch (error) {
    process.stderr.write(
      `webhook-conformance: the run was not remembered in ${nameOf(place)} (${reason(error)}); its verdict stands\n`,
    );
    return result;
  }
}
