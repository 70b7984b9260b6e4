/**
 * A finished result with what changed since earlier runs, where a history is kept. Its databases are a third of what a
 * run has to load, and most runs keep none: they come when they are asked for.
 */
import type { RunResult } from '../result/result.ts';
import { refuseUnwritable } from './writable.ts';

/** Whether runs can be remembered there. Throws InputError. */
export async function checkHistory(place: string): Promise<void> {
  const history = await import('../history/remember.ts');
  await history.checkHistory(place);
  const { isFile } = await import('../history/database.ts');
  // A file that may only be read can be opened, and fails when the run is added.
  if (isFile(place)) await refuseUnwritable([{ what: 'the history', path: place, kind: 'appended' }]);
}

/** A history that fails now must not lose the run's verdict: it costs a line, not the result. */
export async function remembered(result: RunResult, place: string | undefined): Promise<RunResult> {
  if (place === undefined) return result;
  const { nameOf, reason } = await import('../history/database.ts');
  try {
    const { remember } = await import('../history/remember.ts');
    return await remember(place, result);
  } catch (error) {
    process.stderr.write(
      `webhook-conformance: the run was not remembered in ${nameOf(place)} (${reason(error)}); its verdict stands\n`,
    );
    return result;
  }
}
