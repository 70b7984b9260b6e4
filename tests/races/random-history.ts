import * as fc from 'fast-check';
import type { WebhookAnswer, WebhookCall, WebhookOperation } from '../../runner/races/webhook-calls.ts';
import type { Latitude, WebhookContract } from '../../runner/races/webhook-contract.ts';
import { TestRegistry } from './registry.ts';

export interface RandomCase {
  readonly contract: WebhookContract;
  readonly history: readonly WebhookOperation[];
}

const latitude = fc.constantFrom<Latitude>('accept', 'refuse', 'either');
const url = fc.constantFrom('a', 'b', 'c');
/** `old` was there before; the registry draws `id1`, `id2`, … */
const id = fc.constantFrom('old', 'id1', 'id2');
const value = fc.constantFrom('1', '2');

const contract: fc.Arbitrary<WebhookContract> = fc
  .record({
    limit: fc.constantFrom(1, 2, 2, 3, undefined),
    sameUrl: latitude,
    ownUrl: latitude,
    deleteAgain: latitude,
    update: fc.constantFrom('partial' as const, 'replace' as const),
    existing: fc.constantFrom({}, { main: [{ id: 'old', url: 'a', fields: { x: '0' } }] }),
  })
  .map(({ limit, ...rest }) => (limit === undefined ? rest : { ...rest, limit }));

const call: fc.Arbitrary<WebhookCall> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('create' as const), url }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('update' as const),
      id,
      fields: fc.oneof(fc.record({ url }), fc.record({ x: value }), fc.record({ url, x: value })),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), id }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('get' as const), id }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'list' as const }) },
);

/** What becomes of an answer on its way: arrives, is lost, or is lost with the request. */
const fate = fc.oneof(
  { weight: 10, arbitrary: fc.constant('arrives') },
  { weight: 1, arbitrary: fc.constantFrom('lost', 'never') },
);

const planned = fc.record({
  call,
  start: fc.integer({ min: 0, max: 12 }),
  length: fc.integer({ min: 0, max: 7 }),
  /** Where in the interval the registry acts. */
  when: fc.integer({ min: 0, max: 9 }),
  fate,
  account: fc.constantFrom('main', 'main', 'main', 'main', 'main', 'other'),
});

type Change = (answer: WebhookAnswer) => WebhookAnswer;

/** A wrong answer: another outcome, another id, or what a list or a view would show at another time. */
const wrong = fc.oneof(
  fc
    .constantFrom<WebhookAnswer['outcome'][]>('ok', 'ok', 'duplicate', 'limit', 'not-found')
    .map((outcome) => (): WebhookAnswer => (outcome === 'ok' ? { outcome, id: 'id9' } : { outcome })),
  id.map(
    (other): Change =>
      (answer) =>
        answer.id === undefined ? answer : { ...answer, id: other },
  ),
  fc.nat(3).map((index): Change => (answer) => {
    const items = answer.items?.filter((_, position) => position !== index);
    return items === undefined ? answer : { ...answer, items };
  }),
  url.map((other): Change => (answer) => (answer.view ? { ...answer, view: { ...answer.view, url: other } } : answer),
  ),
);

/** Small histories: what a correct registry would have answered, with up to five answers exchanged for wrong ones. */
export const randomCase: fc.Arbitrary<RandomCase> = fc
  .record({
    contract,
    plan: fc.array(planned, { minLength: 2, maxLength: 7 }),
    choices: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
    wrongs: fc.array(fc.tuple(fc.nat(6), wrong), { minLength: 0, maxLength: 5 }),
  })
  .map(({ contract: terms, plan, choices, wrongs }) => {
    let drawn = 0;
    const choice = (): boolean => choices[drawn++ % choices.length] ?? true;
    const servers = new Map(
      ['main', 'other'].map((account) => [account, new TestRegistry(terms, account, choice)]),
    );
    const acting = plan
      .map((each, index) => ({ ...each, index, moment: each.start + (each.length * each.when) / 10 }))
      .toSorted((left, right) => left.moment - right.moment);
    const answers = new Map<number, WebhookAnswer>();
    for (const { index, call: asked, fate: what, account } of acting) {
      if (what !== 'never') answers.set(index, servers.get(account)!.answer(asked));
    }
    for (const [draw, change] of wrongs) {
      const index = draw % plan.length;
      const answer = answers.get(index);
      if (answer) answers.set(index, change(answer));
    }
    const history = plan.map((each, index): WebhookOperation => {
      const arrives = each.fate === 'arrives';
      return {
        client: `c${index}`,
        account: each.account,
        call: each.call,
        invokedAt: each.start,
        completedAt: arrives ? each.start + each.length : undefined,
        answer: arrives ? answers.get(index) : undefined,
      };
    });
    return { contract: terms, history };
  });
