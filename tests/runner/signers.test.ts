import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { headerKey } from '../../runner/signers/header-key.ts';
import { ksig1 } from '../../runner/signers/ksig1.ts';
import { alter, alterEnd, alterHalf, swapCase } from '../../runner/signers/signer.ts';
import { packageFile } from '../../spec/package-root.ts';

const vector = JSON.parse(readFileSync(packageFile('fixtures/vectors/ksig1.json'), 'utf8')) as Record<
  string,
  string
>;
const credentials = {
  apiKey: vector['apiKey'] ?? '',
  secretKey: vector['secretKey'] ?? '',
  authToken: vector['authToken'] ?? '',
};

describe('ksig1-hmac-sha256', () => {
  const signer = ksig1({});

  test('signs as the vendor’s vector has it', () => {
    expect(signer.sign(credentials)).toEqual({
      authorization: `KSig1-HMAC-SHA256 ${vector['signature']}`,
      'x-api-key': vector['apiKey'],
      'x-api-auth-token': vector['authToken'],
    });
    expect(Buffer.from(credentials.secretKey, 'base64').toString('hex')).toBe(vector['secretKeyHex']);
  });

  test('the Base64 text as key gives the derived signature', () => {
    expect(signer.forgeries.get('text-as-key')?.(credentials)['authorization']).toBe(
      `KSig1-HMAC-SHA256 ${vector['signatureWithTextAsKey']}`,
    );
  });

  test('every forgery differs from the right headers', () => {
    const right = JSON.stringify(signer.sign(credentials));
    for (const [name, forge] of signer.forgeries)
      expect(JSON.stringify(forge(credentials)), name).not.toBe(right);
  });

  test.each([
    ['signature-beginning', [0]],
    ['tampered-signature', [22]],
    ['signature-end', [42]],
  ])('%s differs in one character of the signature', (name, places) => {
    const forged = signer.forgeries.get(name)?.(credentials)['authorization']?.split(' ')[1] ?? '';
    const right = vector['signature'] ?? '';
    expect(forged).toHaveLength(right.length);
    const letters = Array.from(forged);
    expect(letters.flatMap((letter, index) => (letter === right[index] ? [] : [index]))).toEqual(places);
  });

  test('several elements are named and joined as the settings say', () => {
    const headers = ksig1({ elements: ['API-Key', 'HTTP-Verb'], joiner: ';' }).sign(credentials);
    expect(headers['x-api-signed-elements']).toBe('API-Key;HTTP-Verb');
    expect(headers['authorization']).not.toContain(vector['signature']);
  });

  test('a secret that is no Base64 is a problem, told without it', () => {
    expect(signer.problem?.(credentials)).toBeUndefined();
    for (const secretKey of [
      '',
      'Yg',
      'Yg=',
      `${credentials.secretKey}\n`,
      credentials.secretKey.replace('+', '-'),
    ])
      expect(signer.problem?.({ ...credentials, secretKey })).toBe(
        'secretKey is no Base64; copy it as the vendor gave it, with + and / and the = at its end',
      );
  });

  test.each([
    [{ elements: ['HTTP-Verb'] }, /must hold API-Key/],
    [{ elements: ['Nonsense'] }, /must be among/],
    [{ joner: ';' }, /unknown setting "joner"/],
  ])('refuses the settings %j', (settings, message) => {
    expect(() => ksig1(settings)).toThrow(message);
  });
});

describe('header-key', () => {
  const signer = headerKey({ header: 'X-Key' });

  test('sends the key in its header', () => {
    expect(signer.sign({ apiKey: 'abcDEF123' })).toEqual({ 'X-Key': 'abcDEF123' });
  });

  test('every forgery differs from the right headers', () => {
    for (const [name, forge] of signer.forgeries) {
      expect(forge({ apiKey: 'abcDEF123' }), name).not.toEqual({ 'X-Key': 'abcDEF123' });
    }
  });

  test('needs the name of the header', () => {
    expect(() => headerKey({})).toThrow(/"header"/);
  });
});

test('alter keeps length and alphabet', () => {
  expect(alter('abc9==')).toBe('abc0==');
  expect(alter('abq')).toBe('abw');
});

test('alterEnd changes the end alone, padding included', () => {
  expect(alterEnd('abc9==')).toBe('abc9xx');
  expect(alterEnd('abc9=')).toBe('abc9x');
  expect(alterEnd('abc9')).toBe('abc0');
  expect(alterEnd('abc/')).toBe('abcx');
});

test('alterHalf leaves one half as it is', () => {
  expect(alterHalf('abcd1234', 'first')).toBe('qqqq1234');
  expect(alterHalf('abcd1234', 'last')).toBe('abcd2345');
});

test('swapCase swaps', () => {
  expect(swapCase('aB1')).toBe('Ab1');
});
