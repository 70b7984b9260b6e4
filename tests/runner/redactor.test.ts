import { expect, test } from 'vitest';

import { Redactor } from '../../runner/secrets/redactor.ts';

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

test('a forged credential shows no part of the right one, and how it was made', () => {
  const redactor = new Redactor();
  redactor.addCredential('authToken', 'Tok-4f9a7c2e81d3');
  redactor.addCredential('signature', 'c2lnbmF0dXJlIG9mIDI0IGI=');
  const forged = (text: string): string => redactor.cleanForged(text);
  expect(forged('Tok-4f9a7c2e81d3')).toBe('<authToken>');
  expect(forged('Tok-4f9a7c2e81d')).toBe('<authToken 1-15>');
  expect(forged('Tok-4f9a7c2e81d3x')).toBe('<authToken>x');
  expect(forged('qok-4f9a7c2e81d3')).toBe('q<authToken 2-16>');
  expect(forged('tOK-4F9A7C2E81D3')).toBe('<authToken in the other case>');
  expect(forged('Tok-4F9a7c2E81D3')).toBe('<part of authToken>');
  expect(forged('KSig1-HMAC-SHA256 c2lnbmF0dXJlIQ9mIDI0IGI=')).toBe(
    'KSig1-HMAC-SHA256 <signature 1-13>Q<signature 15-24>',
  );
  expect(forged('nothing of it')).toBe('nothing of it');
});
