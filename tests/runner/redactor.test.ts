import { expect, test } from 'vitest';

import { Redactor } from '../../runner/redactor.ts';

test('a secret is removed in every encoding in which it could leave', () => {
  const redactor = new Redactor();
  const secret = 'q"\\/+ü=canary';
  redactor.add('secretKey', secret);
  const base64 = Buffer.from(secret).toString('base64');
  for (const form of [
    secret,
    encodeURIComponent(secret),
    base64,
    JSON.stringify(secret),
    Buffer.from(secret).toString('hex'),
  ]) {
    expect(redactor.clean(`before ${form} after`)).not.toContain('canary');
    expect(redactor.clean(`before ${form} after`)).toContain('<secretKey>');
  }
  expect(redactor.clean(base64)).not.toContain(base64.slice(0, 10));
});

test('the longer of two secrets goes whole', () => {
  const redactor = new Redactor();
  redactor.add('short', 'abcdef');
  redactor.add('long', 'abcdefghijk');
  expect(redactor.clean('abcdefghijk abcdef')).toBe('<long> <short>');
});

test('plain data is cleaned at any depth, keys too', () => {
  const redactor = new Redactor();
  redactor.add('key', 'secret-value');
  expect(redactor.cleanData({ a: ['secret-value'], 'secret-value': 1 })).toEqual({
    a: ['<key>'],
    '<key>': 1,
  });
});

test('what is too short to be a secret stays', () => {
  const redactor = new Redactor();
  redactor.add('key', 'a');
  expect(redactor.clean('a banana')).toBe('a banana');
});
