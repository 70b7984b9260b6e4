import { expect, test } from 'vitest';

import { caseVariants, nearlySame } from '../../fixtures/generators/url-families.ts';
import {
  Aim,
  formsOf,
  type Ground,
  HOST_PROBES,
  URL_SETS,
  urlProbes,
} from '../../fixtures/generators/urls.ts';

const SINK = 'https://hooks.example.com';

/** The paths of a run, one after the other. */
function ground(): Ground {
  let count = 0;
  return { sink: SINK, path: () => `/wc-marker/slug-${(count += 1)}` };
}

const NORMAL = ['lawful', 'case', 'long'];
const AT_SINK = URL_SETS.filter((set) => set !== HOST_PROBES);

test.each(AT_SINK)('every URL of the set %s names the sink or no host', (set) => {
  for (const { url } of urlProbes(set, ground())) {
    if (URL.canParse(url)) expect(new URL(url).hostname.toLowerCase(), url).toBe('hooks.example.com');
  }
});

test.each(AT_SINK)('every URL of the set %s has the marker, and is there once', (set) => {
  const urls = urlProbes(set, ground()).map(({ url }) => url);
  expect(new Set(urls).size).toBe(urls.length);
  for (const url of urls) expect(url).toContain('wc-marker');
});

test.each(URL_SETS)('the set %s is the same each time, and says why each URL is in it', (set) => {
  const probes = urlProbes(set, ground());
  expect(urlProbes(set, ground())).toEqual(probes);
  const reasons = probes.map(({ why }) => why);
  expect(new Set(reasons).size).toBe(reasons.length);
});

test.each(NORMAL)('every URL of the set %s is in normal form', (set) => {
  for (const { url } of urlProbes(set, ground())) {
    expect(new URL(url).href).toBe(url);
    expect(url).toMatch(/^https:\/\/hooks\.example\.com\/[!-~]+$/);
    const escapes = url.match(/%../g) ?? [];
    for (const escape of escapes) {
      expect(escape).toMatch(/^%[\dA-F]{2}$/);
      expect(decodeURIComponent(escape === '%C3' || escape === '%A9' ? '%C3%A9' : escape)).not.toMatch(
        /^[\w.~-]$/,
      );
    }
    expect(new URL(url).pathname).not.toMatch(/\/$/);
    expect(formsOf(url, 'normal-form')).toEqual([url]);
  }
});

test('lengths are what the sets promise', () => {
  const lengths = (set: string): number[] => urlProbes(set, ground()).map(({ url }) => url.length);
  expect(Math.max(...lengths('lawful'))).toBe(200);
  expect(lengths('long')).toEqual([300, 600, 1_000]);
  expect(lengths('very-long')).toEqual([1_100, 2_000, 2_100, 5_000, 9_000]);
});

test.each(['http', 'not-https', 'no-host', 'not-a-url'])(
  'no URL of the set %s begins as an https URL does',
  (set) => {
    for (const { url } of urlProbes(set, ground()))
      expect(url).not.toMatch(/^https:\/\/[^/?#:@]+(?:[/?#:]|$)/);
  },
);

test('URLs without a host cannot be parsed', () => {
  for (const { url } of urlProbes('no-host', ground())) expect(URL.canParse(url), url).toBe(false);
});

test('other hosts are reserved ones', () => {
  const aim = new Aim(ground());
  expect(() => aim.elsewhere('', 'https://someone.com/x')).toThrow('may be somebody');
  expect(() => aim.elsewhere('', 'https://10.0.0.1/x')).toThrow('may be somebody');
  expect(urlProbes(HOST_PROBES, ground()).length).toBeGreaterThan(4);
});

test.each([
  'https://someone.com/wc',
  'https:someone.com',
  '//',
  'https://hooks.example.com@someone.com/',
  'http:/someone.com',
])('a probe that leads elsewhere is never made: %s', (url) => {
  const aim = new Aim(ground());
  if (URL.canParse(url)) expect(() => aim.at('', url)).toThrow('names the host');
  else expect(aim.at('', url).url).toBe(url);
});

test('the members of a family are different URLs, of the sink alone', () => {
  for (const { members } of [...caseVariants(ground()), ...nearlySame(ground())]) {
    const hrefs = members.map(({ url }) => new URL(url).href);
    expect(new Set(hrefs).size).toBe(members.length);
    for (const href of hrefs) expect(href.startsWith(`${SINK}/wc-marker/`)).toBe(true);
  }
  for (const { members } of caseVariants(ground())) {
    expect(new Set(members.map(({ url }) => decodeURIComponent(url).toLowerCase())).size).toBe(1);
  }
});

test.each([
  [`${SINK}:443/in`, 'normal-form', `${SINK}/in`, true],
  [`${SINK}/a%2fb`, 'normal-form', `${SINK}/a%2Fb`, true],
  [`${SINK}/%7Ex`, 'normal-form', `${SINK}/~x`, true],
  [`${SINK}/caf\u00E9`, 'normal-form', `${SINK}/caf%C3%A9`, true],
  [`${SINK}/in/`, 'normal-form', `${SINK}/in`, false],
  [`${SINK}/in/`, 'tidied', `${SINK}/in`, true],
  [`${SINK}/a\uD83D`, 'as-sent', `${SINK}/a\uFFFD`, true],
  [`${SINK}:443/in`, 'as-sent', `${SINK}/in`, false],
  [`${SINK}/cafe\u0301`, 'tidied', `${SINK}/caf\u00E9`, false],
] as const)('%s may (%s) read back as %s: %s', (url, rewriting, shown, may) => {
  expect(formsOf(url, rewriting).includes(shown)).toBe(may);
});
