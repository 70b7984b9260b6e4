/** Runs trials on several threads, and shows how far they are. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

import { createProgress } from '../../../reporters/progress.ts';
import { SuiteError } from '../../../spec/errors.ts';
import type { Trial, TrialResult } from './trial.ts';

/** Trials side by side on one thread: most of a slow server's time is waiting. */
const SIDE_BY_SIDE = 3;

/** In the order in which they end. Throws SuiteError where a trial could not be carried out. */
export async function runTrials(trials: readonly Trial[]): Promise<TrialResult[]> {
  const queue = [...trials];
  const results: TrialResult[] = [];
  const startedAt = Date.now();
  const progress = createProgress(process.stderr, { tty: process.stderr.isTTY });
  const show = (): void =>
    progress.update({
      done: results.length,
      total: trials.length,
      requests: results.reduce((sum, { requests }) => sum + requests, 0),
      elapsedMs: Date.now() - startedAt,
      failed: 0,
    });
  const threads = Math.min(availableParallelism(), trials.length);
  await Promise.all(
    Array.from({ length: threads }, async () =>
      runThread(queue, (result) => {
        results.push(result);
        show();
      }),
    ),
  );
  progress.end();
  return results;
}

/** One thread: takes trials from the queue until it is empty. */
async function runThread(queue: Trial[], done: (result: TrialResult) => void): Promise<void> {
  const worker = new Worker(new URL('./worker.js', import.meta.url));
  let underWay = 0;
  return new Promise((resolve, reject) => {
    const next = (): void => {
      const trial = queue.shift();
      if (trial) {
        underWay += 1;
        worker.postMessage(trial);
      } else if (underWay === 0) worker.postMessage('end');
    };
    worker.on('message', (message: { result?: TrialResult; error?: string; trial?: Trial }) => {
      underWay -= 1;
      if (message.result) done(message.result);
      else reject(new SuiteError(`${message.trial?.contract}/${message.trial?.name}: ${message.error}`));
      next();
    });
    worker.on('error', reject);
    worker.on('exit', () => resolve());
    for (let index = 0; index < SIDE_BY_SIDE; index += 1) next();
  });
}
