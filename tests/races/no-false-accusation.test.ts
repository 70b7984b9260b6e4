import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../../runner/races/checker.ts';
import { webhookModel } from '../../runner/races/webhook-model.ts';
import { lawfulCase } from './random-history.ts';
import { seed } from './seed.ts';

// Brute force shares the model with the checker, so it can't see a model that is too strict. This can.
test(`a correct registry is never accused, whatever is lost on the way (seed ${seed})`, () => {
  fc.assert(
    fc.property(lawfulCase, ({ contract, history }) => {
      expect(check(history, webhookModel(contract)).verdict).toBe('linearizable');
    }),
    { numRuns: 5_000, seed },
  );
}, 120_000);

test(`nor if some answers are not looked at (seed ${seed})`, () => {
  fc.assert(
    fc.property(lawfulCase, fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }), (lawful, blank) => {
      const model = webhookModel(lawful.contract);
      const history = lawful.history.map((each, index) =>
        blank[index] ? { ...each, answer: undefined } : each,
      );
      expect(check(history, model).verdict).toBe('linearizable');
    }),
    { numRuns: 5_000, seed },
  );
}, 120_000);
