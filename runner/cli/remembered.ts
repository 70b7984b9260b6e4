/** A finished result with what changed since earlier runs, where a history is kept. */
import type { RunResult } from '../result/result.ts';

/** Whether runs can be remembered there. Throws InputError. */
export async function checkHistory(place: string): Promise<void> {
  const { checkHistory: check } = await loadHistory();
  await check(place);
}

/** A history that fails now must not lose the run's verdict: it costs a line, not the result. */
export async function remembered(result: RunResult, place: string | undefined): Promise<RunResult> {
  if (place === undefined) return result;
  const { remember, nameOf, reason } = await loadHistory();
  try {
    return await remember(place, result);
  } catch (error) {
    process.stderr.write(
      `webhook-conformance: the run was not remembered in ${nameOf(place)} (${reason(error)}); its verdict stands\n`,
    );
    return result;
  }
}

/** Its databases are a third of what a run has to load, and most runs keep none. */
async function loadHistory(): Promise<
  typeof import('../history/remember.ts') & typeof import('../history/database.ts')
> {
  return { ...(await import('../history/remember.ts')), ...(await import('../history/database.ts')) };
}
