import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../../runner/races/checker.ts';
import { webhookModel } from '../../runner/races/webhook-model.ts';
import { hasOrder } from './brute-force.ts';
import { randomCase } from './random-history.ts';
import { replays } from './replay.ts';
import { seed } from './seed.ts';

const RUNS = 10_000;

test(`the checker agrees with brute force over all orders (seed ${seed})`, () => {
  let violations = 0;
  fc.assert(
    fc.property(randomCase, ({ contract, history }) => {
      const model = webhookModel(contract);
      const verdict = check(history, model, { timeLimitMs: 60_000 });
      expect(verdict.verdict).toBe(hasOrder(history, model) ? 'linearizable' : 'violation');
      if (verdict.verdict === 'linearizable') expect(replays(verdict.order, history, model)).toBe(true);
      if (verdict.verdict === 'violation') violations += 1;
    }),
    { numRuns: RUNS, seed },
  );
  // Without enough of both kinds, agreement would mean little.
  expect(violations).toBeGreaterThanOrEqual(RUNS / 3);
  expect(violations).toBeLessThanOrEqual((RUNS * 2) / 3);
}, 300_000);
