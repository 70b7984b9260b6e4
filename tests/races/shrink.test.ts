import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Operation } from '../../runner/races/history.ts';
import { shrink } from '../../runner/races/shrink.ts';
import type { WebhookOperation } from '../../runner/races/webhook-calls.ts';
import { webhookModel } from '../../runner/races/webhook-model.ts';
import { hasOrder } from './brute-force.ts';
import { hook, ok, op } from './op.ts';
import { randomCase } from './random-history.ts';
import { register, type RegisterCall } from './register-model.ts';
import { seed } from './seed.ts';

const model = webhookModel({ limit: 3, sameUrl: 'refuse', update: 'partial' });

function isPartOf(part: Operation, history: readonly Operation[]): boolean {
  return history.some((each) => each.call === part.call && each.invokedAt === part.invokedAt);
}

function isBlank({ answer }: WebhookOperation): boolean {
  return answer === undefined || (answer.outcome === 'unknown' && answer.view === undefined);
}

/** Without its answer, but for the id that it drew. */
function blanked(operation: WebhookOperation): WebhookOperation {
  const id = operation.answer?.id;
  return { ...operation, answer: id === undefined ? undefined : { outcome: 'unknown', id } };
}

test(`what is shrunk is a violation still, with the rest possible, and nothing more can go (seed ${seed})`, () => {
  let violations = 0;
  fc.assert(
    fc.property(randomCase, ({ contract, history }) => {
      const random = webhookModel(contract);
      const shrunk = shrink(history, random);
      expect(shrunk !== undefined).toBe(!hasOrder(history, random));
      if (!shrunk) return;
      violations += 1;
      const { shown, possible } = shrunk;
      expect(shrunk.minimal).toBe(true);
      expect(shown.every((each) => history.includes(each))).toBe(true);
      expect(possible.every((each) => isPartOf(each, history) && isBlank(each))).toBe(true);
      expect(hasOrder([...shown, ...possible], random)).toBe(false);
      for (const one of shown) {
        const rest = [...shown.filter((each) => each !== one), ...possible];
        expect(hasOrder([...rest, blanked(one)], random)).toBe(true);
        if (random.changesNothing?.(one.call, one.answer)) expect(hasOrder(rest, random)).toBe(true);
      }
    }),
    { numRuns: 1_500, seed },
  );
  expect(violations).toBeGreaterThanOrEqual(500);
}, 120_000);

test('a refusal whose words are not what is wrong gives them up, though it cannot go', () => {
  const one = webhookModel({ limit: 1, sameUrl: 'accept', update: 'partial' });
  const lost = { ...hook('c', 0, 0, { kind: 'create', url: 'v' }, ok('id7')), completedAt: undefined };
  const open = { ...lost, answer: undefined };
  const refused = hook('a', 1, 1, { kind: 'create', url: 'u' }, { outcome: 'limit' });
  const made = hook('b', 2, 2, { kind: 'create', url: 'u' }, ok('id9'));
  const shrunk = shrink([open, refused, made], one);
  // Whatever became of the first, the account was full from then on.
  expect(shrunk?.shown).toEqual([made]);
  expect(shrunk?.possible).toEqual([open, blanked(refused)]);
});

describe('a create that the rest depends on', () => {
  const created = hook('a', 0, 1, { kind: 'create', url: 'u' }, ok('id1'));

  test('is not taken away: what followed from it is no violation', () => {
    const history = [created, hook('a', 2, 3, { kind: 'delete', id: 'id1' }, ok())];
    expect(shrink(history, model)).toBeUndefined();
  });

  test('gives up its answer where it is not what is wrong', () => {
    const first = hook('a', 2, 3, { kind: 'delete', id: 'id1' }, ok());
    const second = hook('b', 2, 4, { kind: 'delete', id: 'id1' }, ok());
    const later = hook('a', 5, 6, { kind: 'list' }, { outcome: 'ok', items: [] });
    const shrunk = shrink([created, first, second, later], model);
    expect(shrunk?.shown).toEqual([first, second]);
    expect(shrunk?.possible).toEqual([blanked(created)]);
    expect(shrunk?.explanation).toMatchObject({ verdict: 'violation', partition: 'main' });
  });
});

test('what follows the violation, other accounts, and reads that fit are gone', () => {
  const winners = ['a', 'b'].map((client, index) =>
    hook(client, index / 10, 1 + index / 10, { kind: 'create', url: 'u' }, ok(`id${index}`)),
  );
  const history = [
    { ...hook('z', 0, 1, { kind: 'create', url: 'u' }, ok('id8')), account: 'second' },
    hook('c', 0, 0.5, { kind: 'list' }, { outcome: 'ok', items: [] }),
    ...winners,
    hook('c', 1.05, 9, { kind: 'delete', id: 'id1' }, ok()),
    hook('d', 5, 6, { kind: 'create', url: 'v' }, ok('id7')),
  ];
  const shrunk = shrink(history, model);
  expect(shrunk?.shown).toEqual(winners);
  // Sent before the second winner was answered, but after the first: too late to help.
  expect(shrunk?.possible).toEqual([{ ...history[4], completedAt: undefined, answer: undefined }]);
});

test('needs no word of a model on what changes nothing', () => {
  const history = [
    op<RegisterCall, number>('a', 0, 1, { write: 5 }, 0),
    op<RegisterCall, number>('b', 2, 3, 'read', 5),
    op<RegisterCall, number>('b', 4, 5, 'read', 6),
  ];
  expect(shrink(history, register)?.shown).toEqual([history[2]]);
});
