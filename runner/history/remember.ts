/** After a run: what changed since those before it, and the run remembered. */
import type { RunResult } from '../result/result.ts';
import { compare, WINDOW } from './compare.ts';
import { HistoryStore, pastRun } from './store.ts';

/** Whether runs can be remembered there: asked before the run, not after an hour of it. Throws InputError. */
export async function checkHistory(place: string): Promise<void> {
  const store = await HistoryStore.open(place);
  await store.close();
}

/** The result with its changes; remembered. Throws what the database throws. */
export async function remember(place: string, result: RunResult): Promise<RunResult> {
  const store = await HistoryStore.open(place);
  try {
    const run = pastRun(result);
    const changes = compare(result, await store.last(run, WINDOW));
    await store.add(run);
    return { ...result, changes };
  } finally {
    await store.close();
  }
}
