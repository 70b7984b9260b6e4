import { describe, expect, test } from 'vitest';
import { check } from '../../runner/races/checker.ts';
import { overlap } from '../../runner/races/history.ts';
import { shrink } from '../../runner/races/shrink.ts';
import type { WebhookOperation } from '../../runner/races/webhook-calls.ts';
import type { WebhookContract } from '../../runner/races/webhook-contract.ts';
import { webhookModel } from '../../runner/races/webhook-model.ts';
import { mixed, numbers, stampede, withAnswer } from './crowd.ts';
import { hook } from './op.ts';

const LIMIT = 20;
const CONTRACT: WebhookContract = { limit: LIMIT, sameUrl: 'refuse', ownUrl: 'either', update: 'partial' };
const model = webhookModel(CONTRACT);

type Change = (history: readonly WebhookOperation[]) => readonly WebhookOperation[];

/** The last endpoint that is shown by itself has a URL which nobody ever sent. */
const showsStranger: Change = (history) => {
  const index = history.findLastIndex(({ answer }) => answer?.view !== undefined);
  const { answer } = history[index]!;
  return withAnswer(history, index, { ...answer!, view: { ...answer!.view, url: 'stranger' } });
};

/** The last delete of what was gone works again: each id was drawn once and can be removed once. */
const deletesTwice: Change = (history) => {
  const index = history.findLastIndex(
    ({ call, answer }) => call.kind === 'delete' && answer?.outcome === 'not-found',
  );
  return withAnswer(history, index, { outcome: 'ok' });
};

describe.each([1, 2, 3, 4, 5])('mixed operations, variant %i', (variant) => {
  const random = numbers(variant);
  const one = mixed(CONTRACT, 'main', 8, 50, random);
  const twenty = Array.from({ length: 20 }, (_, index) =>
    mixed(CONTRACT, `account${index}`, 8, 50, random),
  ).flat();

  test('are what they are meant to be', () => {
    expect(overlap(one).max).toBe(8);
    expect(twenty).toHaveLength(1_000);
  });

  test.each([
    ['50 operations of 8 clients in one account', one],
    ['1,000 operations over 20 accounts', twenty],
  ])('%s', (_, history) => {
    expect(check(history, model).verdict).toBe('linearizable');
    expect(check(showsStranger(history), model).verdict).toBe('violation');
    expect(check(deletesTwice(history), model).verdict).toBe('violation');
  });
});

describe('50 creates that all overlap at the limit', () => {
  const firstLoser = (history: readonly WebhookOperation[]): number =>
    history.findIndex(({ answer }) => answer?.outcome === 'limit');
  const oneTooMany: Change = (history) =>
    withAnswer(history, firstLoser(history), { outcome: 'ok', id: 'id-too-many' });
  const oneTooFew: Change = (history) => withAnswer(history, 0, { outcome: 'limit' });
  const fresh = (index: number): string => `https://sink.example/${index}`;

  test.each([
    ['with twenty places', CONTRACT, LIMIT],
    ['with one place', { ...CONTRACT, limit: 1 }, 1],
    ['of one URL that may be shared', { ...CONTRACT, sameUrl: 'accept' }, LIMIT],
  ] as const)('%s', (name, contract, room) => {
    const history = stampede(50, room, name.includes('one URL') ? () => 'u' : fresh);
    expect(overlap(history).max).toBe(50);
    const terms = webhookModel(contract);
    expect(check(history, terms).verdict).toBe('linearizable');
    expect(check(oneTooMany(history), terms).verdict).toBe('violation');
    expect(check(oneTooFew(history), terms).verdict).toBe('violation');
  });

  test('with lists that show how far it had come', () => {
    const creates = stampede(50, LIMIT, fresh);
    const winners = creates.flatMap(({ call, answer }) =>
      answer?.id !== undefined && call.kind === 'create' ? [{ id: answer.id, view: { url: call.url } }] : [],
    );
    const lists = [5, 9, 14, 20].map((count, index) =>
      hook(
        'reader',
        1 + index * 2,
        2 + index * 2,
        { kind: 'list' },
        { outcome: 'ok', items: winners.slice(0, count) },
      ),
    );
    const history = [...creates, ...lists];
    expect(check(history, model).verdict).toBe('linearizable');
    expect(check(oneTooMany(history), model).verdict).toBe('violation');
    const backwards = withAnswer(history, 52, { outcome: 'ok', items: winners.slice(3, 12) });
    expect(check(backwards, model).verdict).toBe('violation');
  });

  test('one too many shrinks to those that succeeded', () => {
    const shrunk = shrink(oneTooMany(stampede(50, LIMIT, fresh)), model);
    expect(shrunk?.shown).toHaveLength(LIMIT + 1);
    expect(shrunk?.shown.every(({ answer }) => answer?.outcome === 'ok')).toBe(true);
    expect(shrunk?.minimal).toBe(true);
  });
});
