/** A worker thread that runs trials, a few side by side: slow servers wait, they don't compute. */
import { parentPort } from 'node:worker_threads';

import { runTrial, type Trial } from './trial.ts';

/** From the main thread: a trial, or the end. To it: a result, or what went wrong. */
parentPort?.on('message', (trial: Trial | 'end') => {
  if (trial === 'end') {
    parentPort?.close();
    return;
  }
  runTrial(trial).then(
    (result) => parentPort?.postMessage({ result }),
    (error: unknown) => {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      parentPort?.postMessage({ error: text, trial });
    },
  );
});
