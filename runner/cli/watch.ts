/** Has a worker carry out a job, and says on standard error how it goes. */
import pc from 'picocolors';

import { createProgress } from '../../reporters/progress.ts';
import { UnreachableError } from '../../spec/errors.ts';
import { announcement } from './announce.ts';
import type { Endings } from './endings.ts';
import { redactorOf } from './last-look.ts';
import type { Preparation } from './preparation.ts';
import type { Gathered, Harness } from './harness.ts';
import type { Work } from './messages.ts';

/** What came of it; also of a target that lets nobody in. Throws the family's other errors. */
export async function watch(
  harness: Harness,
  work: Work,
  { contract, settings, plan }: Preparation,
  { arm }: Endings,
): Promise<Gathered> {
  const place = redactorOf(settings).clean(settings.baseUrl);
  const announce = once(() =>
    say(`${contract.title} at ${place}, seed ${settings.seed}, mode ${settings.mode}: ${announcement(plan)}`),
  );
  const began = Date.now();
  const progress = createProgress(process.stderr, { tty: process.stderr.isTTY });
  try {
    return await harness.run(
      work,
      (seen) => {
        announce();
        progress.update({ ...seen, elapsedMs: Date.now() - began });
      },
      arm,
    );
  } catch (error) {
    return notReached(error);
  } finally {
    progress.end();
  }
}

/** A target that could not be reached, or let nobody in, leaves a report as well. */
function notReached(error: unknown): Gathered {
  if (!(error instanceof UnreachableError)) throw error;
  const requests = { total: 0, byOperation: {}, latencyMs: { p50: 0, p95: 0, p99: 0 } };
  const cleanup = { created: 0, removed: 0, left: [] };
  return { ended: [], finale: { requests, cleanup }, exchanges: '', secrets: [], noVerdict: error.message };
}

function say(line: string): void {
  process.stderr.write(pc.dim(`${line}\n`));
}

/** Does something the first time only. */
function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
}
