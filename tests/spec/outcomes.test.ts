import { expect, test } from 'vitest';

import type { RoleName } from '../../spec/contract.ts';
import {
  choose,
  type Expected,
  fits,
  misfit,
  type Outcome,
  OutcomeBook,
  type Shape,
} from '../../spec/outcomes.ts';

function shape(status: number, body: Record<string, Expected>): Shape {
  return { status: [status], body: new Map(Object.entries(body)) };
}

const limit = shape(400, {
  '/errors/*/code': { any: ['VIOLATION'] },
  '/errors/*/sub': { matches: /^webhook[ _]config$/i },
});

test('entries under one star speak of one and the same element', () => {
  const both = { errors: [{ code: 'OTHER' }, { code: 'VIOLATION', sub: 'WEBHOOK_CONFIG' }] };
  const spread = { errors: [{ code: 'VIOLATION' }, { code: 'OTHER', sub: 'WEBHOOK_CONFIG' }] };
  expect(fits(limit, { status: 400, body: both })).toBe(true);
  expect(fits(limit, { status: 400, body: spread })).toBe(false);
  expect(misfit(limit, { status: 400, body: spread })).toContain('no single element');
});

test('a list of values means any of them; the status counts', () => {
  const shapes = shape(404, { '/code': { any: ['A', 'B'] } });
  expect(fits(shapes, { status: 404, body: { code: 'B' } })).toBe(true);
  expect(fits(shapes, { status: 404, body: { code: 'C' } })).toBe(false);
  expect(fits(shapes, { status: 400, body: { code: 'A' } })).toBe(false);
});

test('what must be absent must be absent', () => {
  const shapes = shape(200, { '/data': { present: false } });
  expect(fits(shapes, { status: 200, body: {} })).toBe(true);
  expect(fits(shapes, { status: 200, body: { data: null } })).toBe(false);
});

test('a hostile body leads nowhere', () => {
  const shapes = shape(200, { '/__proto__/polluted': { present: true }, '/constructor': { present: true } });
  expect(fits(shapes, { status: 200, body: JSON.parse('{"a":1}') as unknown })).toBe(false);
});

test('the first choice comes before latitude', () => {
  const outcome: Outcome = {
    name: 'malformed',
    choices: [
      { ...shape(400, {}), reading: 'bad-request' },
      { ...shape(404, {}), reading: 'not-found', gap: 'GAP-02' },
    ],
  };
  expect(choose(outcome, { status: 400, body: undefined })?.reading).toBe('bad-request');
  expect(choose(outcome, { status: 404, body: undefined })?.gap).toBe('GAP-02');
  expect(choose(outcome, { status: 200, body: undefined })).toBeUndefined();
});

test('an answer looks like what the documents know, not like any status that a rule lets pass', () => {
  const known = (name: string, status: number[]): [string, Map<RoleName, Outcome>] => [
    name,
    new Map([['list', { name, choices: [{ status, body: new Map(), reading: name }] }]]),
  ];
  const book = new OutcomeBook(
    new Map([known('refused', [400, 401, 500]), known('ok', [200, 201]), known('bad', [400])]),
  );
  expect(book.lookalikes({ status: 500, body: {} }, 'list')).toEqual([]);
  expect(book.lookalikes({ status: 400, body: {} }, 'list')).toEqual(['bad']);
  expect(book.lookalikes({ status: 201, body: {} }, 'list')).toEqual(['ok']);
});
