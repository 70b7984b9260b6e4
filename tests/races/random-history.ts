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
/** Becomes a URL that no other operation uses: creates of such URLs are interchangeable. */
const FRESH = 'fresh';
/** `old` and `older` were there before; the registry draws `id1`, `id2`, … */
const id = fc.constantFrom('old', 'older', 'id1', 'id2');
const EXISTING = [
  { id: 'old', url: 'a', fields: { x: '0' } },
  { id: 'older', url: 'd' },
];
const value = fc.constantFrom('1', '2');

const contract: fc.Arbitrary<WebhookContract> = fc
  .record({
    limit: fc.constantFrom(1, 2, 2, 3, undefined),
    sameUrl: latitude,
    ownUrl: latitude,
    deleteAgain: latitude,
    update: fc.constantFrom('partial' as const, 'replace' as const),
    existing: fc.constantFrom({}, { main: EXISTING.slice(0, 1) }, { main: EXISTING }),
  })
  .map(({ limit, ...rest }) => (limit === undefined ? rest : { ...rest, limit }));

const call: fc.Arbitrary<WebhookCall> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('create' as const), url: fc.oneof(url, fc.constant(FRESH)) }),
  },
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

/** An operation before it has met a registry. */
interface Planned {
  readonly call: WebhookCall;
  readonly account: string;
  readonly start: number;
  readonly length: number;
  /** Where in the interval the registry acts, in tenths. */
  readonly when: number;
  readonly fate: string;
}

const planned: fc.Arbitrary<Planned> = fc.record({
  call,
  start: fc.integer({ min: 0, max: 12 }),
  length: fc.integer({ min: 0, max: 7 }),
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
  url.map(
    (other): Change =>
      (answer) =>
        answer.view ? { ...answer, view: { ...answer.view, url: other } } : answer,
  ),
);

/**
 * A small history. A correct registry acts once within each interval, unless the request is lost; then
 * `wrongs` exchange some answers.
 */
function caseWith(wrongs: fc.Arbitrary<readonly (readonly [number, Change])[]>): fc.Arbitrary<RandomCase> {
  return fc
    .record({
      contract,
      drafts: fc.array(planned, { minLength: 2, maxLength: 7 }),
      choices: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
      wrongs,
    })
    .map((drawn) => {
      const plan = drawn.drafts.map(withFreshUrl);
      const answers = play(drawn.contract, plan, drawn.choices);
      for (const [draw, change] of drawn.wrongs) {
        const answer = answers.get(draw % plan.length);
        if (answer) answers.set(draw % plan.length, change(answer));
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
      return { contract: drawn.contract, history };
    });
}

function withFreshUrl(draft: Planned, index: number): Planned {
  const isFresh = draft.call.kind === 'create' && draft.call.url === FRESH;
  return isFresh ? { ...draft, call: { ...draft.call, url: `${FRESH}${index}` } } : draft;
}

/** The answers of a correct registry, by position in the plan. */
function play(
  terms: WebhookContract,
  plan: readonly Planned[],
  choices: readonly boolean[],
): Map<number, WebhookAnswer> {
  let drawn = 0;
  const choice = (): boolean => choices[drawn++ % choices.length] ?? true;
  const servers = new Map(
    ['main', 'other'].map((account) => [account, new TestRegistry(terms, account, choice)]),
  );
  const acting = plan
    .map((each, index) => ({ ...each, index, moment: each.start + (each.length * each.when) / 10 }))
    .filter((each) => each.fate !== 'never')
    .toSorted((left, right) => left.moment - right.moment);
  return new Map(
    acting.map(({ index, account, call: asked }) => [index, servers.get(account)!.answer(asked)]),
  );
}

/** Histories of a correct registry. */
export const lawfulCase = caseWith(fc.constant([]));

/** The same with up to five answers exchanged for wrong ones; often there is an order nevertheless. */
export const randomCase = caseWith(fc.array(fc.tuple(fc.nat(6), wrong), { maxLength: 5 }));
