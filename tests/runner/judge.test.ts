/** A refusal that failed names every way that would have passed. */
import { expect, test } from 'vitest';

import { Judge } from '../../runner/cases/judge.ts';
import { Freshness } from '../../runner/cases/freshness.ts';
import { CaseRecord } from '../../runner/cases/record.ts';
import type { Answer } from '../../runner/http/answer.ts';
import { Doubts } from '../../runner/http/doubts.ts';
import type { Contract, RoleName } from '../../spec/contract.ts';
import { type Choice, type Outcome, OutcomeBook } from '../../spec/outcomes.ts';

const NONE: Choice['body'] = new Map();
const CODE: Choice['body'] = new Map([['/error/code', { any: ['NOT_FOUND'] }]]);

function mismatch(...choices: Outcome['choices']): string {
  const outcomes = new OutcomeBook(
    new Map([['wrong-method', new Map<RoleName, Outcome>([['list', { name: 'wrong-method', choices }]])]]),
  );
  const judge = new Judge(
    { outcomes } as Contract,
    new CaseRecord(),
    new Doubts(undefined as never),
    new Freshness(),
  );
  const answer = {
    status: 200,
    headers: {},
    text: '',
    draft: { role: { name: 'list', operation: { responses: new Map([[200, { hasBody: false }]]) } } },
  };
  return judge.mismatch(answer as unknown as Answer, ['wrong-method']);
}

test('another status, with the open question that lets it pass', () => {
  const said = mismatch(
    { status: [404], body: CODE, reading: '404' },
    { status: [405], body: NONE, reading: '405', gap: 'GAP-32' },
  );
  expect(said).toMatch(
    /^demanded wrong-method \(404, error\.code "NOT_FOUND"; or 405 by GAP-32\), got status 200/,
  );
});

test('another body under the same status, in a few words', () => {
  const said = mismatch(
    { status: [404], body: CODE, reading: 'a' },
    { status: [404], body: NONE, reading: 'b', gap: 'GAP-05' },
    { status: [404], body: NONE, reading: 'c', gap: 'GAP-05' },
  );
  expect(said).toContain('(404, error.code "NOT_FOUND"; or in another form by GAP-05)');
});

test('the only way, as it is', () => {
  expect(mismatch({ status: [404], body: NONE, reading: '404' })).toContain('wrong-method (404), got');
});
