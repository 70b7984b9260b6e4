import { describe, expect, test } from 'vitest';
import { check } from '../../runner/races/checker.ts';
import type { WebhookAnswer, WebhookCall, WebhookOperation } from '../../runner/races/webhook-calls.ts';
import type { WebhookContract } from '../../runner/races/webhook-contract.ts';
import { webhookModel } from '../../runner/races/webhook-model.ts';
import { hook, ok } from './op.ts';

const STRICT: WebhookContract = { limit: 2, sameUrl: 'refuse', update: 'partial' };
const WITH_OLD: WebhookContract = {
  ...STRICT,
  existing: { main: [{ id: 'old', url: 'a', fields: { x: '1', y: '1' } }] },
};

/** Calls one after the other, the last one with each of the answers in turn: those that are allowed. */
function allowed(
  contract: WebhookContract,
  before: readonly (readonly [WebhookCall, WebhookAnswer | undefined])[],
  last: WebhookCall,
  answers: readonly WebhookAnswer[] = (['ok', 'duplicate', 'limit', 'not-found'] as const).map((outcome) => ({
    outcome,
  })),
): readonly string[] {
  const past = before.map(([call, answer], index) =>
    hook('a', index * 2, answer && index * 2 + 1, call, answer),
  );
  const at = before.length * 2;
  return answers
    .filter((answer) => judge(contract, [...past, hook('a', at, at + 1, last, answer)]) === 'linearizable')
    .map((answer) => (answer.items ? answer.items.map(({ id }) => id).join('+') : answer.outcome));
}

function judge(contract: WebhookContract, history: readonly WebhookOperation[]): string {
  return check(history, webhookModel(contract)).verdict;
}

const create = (url: string): WebhookCall => ({ kind: 'create', url });
const lists = (...ids: readonly string[]): WebhookAnswer => ({
  outcome: 'ok',
  items: ids.map((id) => ({ id, view: {} })),
});
const LIST: WebhookCall = { kind: 'list' };

describe('create', () => {
  test('works with room, and is refused by name', () => {
    expect(allowed(STRICT, [], create('a'))).toEqual(['ok']);
    expect(allowed(WITH_OLD, [], create('a'))).toEqual(['duplicate']);
    expect(allowed({ ...WITH_OLD, limit: 1 }, [], create('b'))).toEqual(['limit']);
    expect(allowed({ ...WITH_OLD, limit: 1 }, [], create('a'))).toEqual(['duplicate', 'limit']);
    expect(allowed({ ...WITH_OLD, sameUrl: 'either' }, [], create('a'))).toEqual(['ok', 'duplicate']);
    expect(allowed({ ...WITH_OLD, sameUrl: 'accept' }, [], create('a'))).toEqual(['ok']);
  });

  test('never draws an id that is in use', () => {
    expect(allowed(WITH_OLD, [], create('b'), [ok('old')])).toEqual([]);
  });
});

describe('update', () => {
  const rename: WebhookCall = { kind: 'update', id: 'old', fields: { url: 'a' } };

  test('to the own URL follows the latitude', () => {
    expect(allowed(WITH_OLD, [], rename)).toEqual(['ok']);
    expect(allowed({ ...WITH_OLD, ownUrl: 'refuse' }, [], rename)).toEqual(['duplicate']);
    expect(allowed({ ...WITH_OLD, ownUrl: 'either' }, [], rename)).toEqual(['ok', 'duplicate']);
  });

  test('to the URL of another is a duplicate; of what is gone, either refusal', () => {
    const steal: WebhookCall = { kind: 'update', id: 'old', fields: { url: 'b' } };
    expect(allowed(WITH_OLD, [[create('b'), ok('id1')]], steal)).toEqual(['duplicate']);
    expect(allowed(STRICT, [[create('b'), ok('id1')]], steal)).toEqual(['duplicate', 'not-found']);
  });

  test.each([
    ['partial', '1'],
    ['replace', '7'],
  ] as const)('%s: what it does not name', (update, y) => {
    const contract: WebhookContract = { ...WITH_OLD, update };
    const change: WebhookCall = { kind: 'update', id: 'old', fields: { x: '2' } };
    const read: WebhookCall = { kind: 'get', id: 'old' };
    const views = [{ x: '2', y }, { x: '1' }, { url: 'b' }].map((view) => ({ outcome: 'ok' as const, view }));
    expect(allowed(contract, [[change, ok()]], read, views)).toEqual(['ok']);
  });
});

test('delete frees the URL and the place, and works once', () => {
  const remove: WebhookCall = { kind: 'delete', id: 'old' };
  expect(allowed({ ...WITH_OLD, limit: 1 }, [[remove, ok()]], create('a'))).toEqual(['ok']);
  expect(allowed(WITH_OLD, [[remove, ok()]], remove)).toEqual(['not-found']);
  expect(allowed({ ...WITH_OLD, deleteAgain: 'either' }, [[remove, ok()]], remove)).toEqual([
    'ok',
    'not-found',
  ]);
});

test('a list shows everything, once', () => {
  const before = [[create('b'), ok('id1')]] as const;
  const answers = [lists('id1', 'old'), lists('old'), lists('old', 'id1', 'id9'), lists('old', 'old')];
  expect(allowed(WITH_OLD, before, LIST, answers)).toEqual(['id1+old']);
});

describe('a create whose answer was lost', () => {
  const lost = [create('b'), undefined] as const;

  test('may show under an id that nobody knew, or not at all', () => {
    expect(allowed(WITH_OLD, [lost], LIST, [lists('old', 'new'), lists('old'), lists('new')])).toEqual([
      'old+new',
      'old',
    ]);
  });

  test('is one endpoint at most', () => {
    expect(allowed(WITH_OLD, [lost], LIST, [lists('old', 'new', 'newer')])).toEqual([]);
    expect(allowed(WITH_OLD, [lost, [LIST, lists('old', 'new')]], LIST, [lists('old', 'newer')])).toEqual([]);
  });

  test('may be met by its id first, without a word on its URL', () => {
    expect(allowed(WITH_OLD, [lost], { kind: 'get', id: 'new' })).toEqual(['ok', 'not-found']);
    expect(allowed(WITH_OLD, [lost, [{ kind: 'delete', id: 'new' }, ok()]], LIST, [lists('old')])).toEqual([
      'old',
    ]);
  });

  test('can use up the last place or the URL', () => {
    expect(allowed(WITH_OLD, [lost], create('c'))).toEqual(['ok', 'limit']);
    expect(allowed(WITH_OLD, [lost], create('b'))).toEqual(['ok', 'duplicate', 'limit']);
  });
});
