import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { tailPairKinds } from '../../fixtures/generators/arbitrary-url-pairs.ts';
import { renderUrl, urlKinds } from '../../fixtures/generators/arbitrary-urls.ts';
import { verdictOf } from '../../fixtures/generators/url-verdict.ts';

const HOST = 'hooks.example.com';
const PATH = '/wc-0123456789/abcdef-1-00001';
const ROUNDS = fc.sample(fc.tuple(...urlKinds()), { seed: 7, numRuns: 200 });
const URLS = ROUNDS.flat().map((shape) => renderUrl(shape, HOST, PATH));

describe('the verdict on a URL', () => {
  test.each([
    ['/in', 'kept'],
    ['//a/b-_.~', 'kept'],
    ['?a=1?b==&c#d/e?f', 'kept'],
    ['/%20%C3%A9?x=%2F', 'kept'],
    ['/it%27s', 'kept'],
    [`/${'a'.repeat(200)}`, 'either'],
    ['/in/', 'either'],
    ['/in/?a', 'either'],
    ['?', 'either'],
    ['#', 'either'],
    ['/a/../b', 'either'],
    ['/%2e', 'either'],
    ['/%41', 'either'],
    ['/%C3', 'either'],
    ['/%00', 'either'],
    ['/100%', 'either'],
    ['/\u00E9', 'either'],
    ['/\uD83D', 'either'],
    ['/a b', 'either'],
    ["?it's", 'either'],
    ['/[0]', 'either'],
  ])('%j behind a path: %s', (tail, verdict) => {
    expect(verdictOf(`https://${HOST}${PATH}${tail}`)).toBe(verdict);
  });

  test.each([
    'http://',
    'https:/',
    'https:',
    ' https://',
    '\nhttps://',
    'x\nhttps://',
    '//',
    '',
    'httpsx://',
  ])('%j in front: refused', (head) => {
    expect(verdictOf(`${head}${HOST}${PATH}`)).toBe('refused');
  });

  test.each(['HTTPS://', 'https:///', 'https://user@'])('%j in front: either', (head) => {
    expect(verdictOf(`${head}${HOST}${PATH}`)).toBe('either');
  });

  test('a URL that must be kept is in the form that a parser gives it', () => {
    for (const url of URLS.filter((one) => verdictOf(one) === 'kept')) expect(new URL(url).href).toBe(url);
  });
});

describe('generated URLs', () => {
  test('have every verdict', () => {
    const share = (verdict: string): number =>
      URLS.filter((url) => verdictOf(url) === verdict).length / URLS.length;
    expect(share('kept')).toBeGreaterThan(0.2);
    expect(share('either')).toBeGreaterThan(0.25);
    expect(share('refused')).toBeGreaterThan(0.15);
  });

  test.each<[string, number, (url: string) => boolean]>([
    ['more than one %, lawfully', 0.9, (url) => verdictOf(url) === 'kept' && /%.*%/.test(url)],
    ['something behind a second ?', 0.7, (url) => verdictOf(url) === 'kept' && /\?.*\?./.test(url)],
    ['half a surrogate pair', 1, (url) => /\p{Surrogate}/u.test(url)],
    ['plain http', 0.4, (url) => url.startsWith('http://')],
    ['one slash or none', 1, (url) => /^https:\/?h/.test(url)],
    ['a letter beyond ASCII in capitals', 1, (url) => /[\u00C9\u0130]/.test(url)],
    ['a character beyond the basic plane', 1, (url) => /[\u{10000}-\u{10FFFF}]/u.test(url)],
    ['more than 255 characters behind the host', 0.6, (url) => url.length > 290],
  ])('have in a round, nearly always, %s', (_, share, has) => {
    const rounds = ROUNDS.map((round) => round.map((shape) => renderUrl(shape, HOST, PATH)));
    expect(rounds.filter((round) => round.some(has)).length / rounds.length).toBeGreaterThanOrEqual(share);
  });

  test('are of up to some thousand characters', () => {
    expect(Math.max(...URLS.map(({ length }) => length))).toBeLessThan(1_100);
  });

  test('name the host of the sink, or none, but for a few that are left out', () => {
    const elsewhere = URLS.filter((url) => URL.canParse(url) && new URL(url).hostname.toLowerCase() !== HOST);
    expect(elsewhere.length / URLS.length).toBeLessThan(0.02);
  });
});

test('pairs of URLs differ in one place, and not in a fragment', () => {
  for (const { one, other } of fc.sample(fc.tuple(...tailPairKinds()), { seed: 7, numRuns: 200 }).flat()) {
    expect(one).not.toBe(other);
    expect(one + other).not.toContain('#');
  }
});
