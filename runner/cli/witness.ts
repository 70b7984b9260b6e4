/** What vitest tells while it runs the cases of a job, in the few numbers that a reader follows. */
import type { Reporter, TestCase } from 'vitest/node';

import { NOT_PREPARED } from './messages.ts';

export interface Seen {
  done: number;
  total: number;
  failed: number;
  requests: number;
}

/** `onEnd` is told of the end of each job. */
export function witness(onProgress: (seen: Seen) => void, onEnd: () => void): Reporter {
  let seen: Seen = { done: 0, total: 0, failed: 0, requests: 0 };
  let ready = false;
  return {
    onTestModuleCollected(module) {
      const tests = [...module.children.allTests()];
      // Without a session there are no cases, only the test that stands for the failure.
      ready = !tests.some(({ name }) => name === NOT_PREPARED);
      if (!ready) return;
      seen = { done: 0, total: tests.length, failed: 0, requests: 0 };
      onProgress({ ...seen });
    },
    onTestCaseResult(test: TestCase) {
      if (!ready) return;
      const { status, requests } = test.meta();
      seen.done += 1;
      if (status === 'failed') seen.failed += 1;
      seen.requests = Math.max(seen.requests, requests ?? 0);
      onProgress({ ...seen });
    },
    onTestModuleEnd: onEnd,
  };
}
