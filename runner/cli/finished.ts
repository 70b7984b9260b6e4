/** From a composed result to the one that is shown and written: no secret in it, of which version it is, what changed. */
import { compose, type Composition } from '../result/compose.ts';
import type { RunResult } from '../result/result.ts';
import type { Settings } from '../job/session.ts';
import { redactorOf } from './last-look.ts';
import { remembered } from './remembered.ts';

export interface Circumstances {
  settings: Settings;
  /** Of the target, where somebody told it. */
  version: string | undefined;
  /** Where runs are remembered. */
  history: string | undefined;
}

export async function finished(
  composition: Composition,
  { settings, version, history }: Circumstances,
): Promise<RunResult> {
  const clean = redactorOf(settings).cleanData(compose(composition));
  const { target } = clean;
  const result = version === undefined ? clean : { ...clean, target: { ...target, version } };
  return remembered(result, history);
}
