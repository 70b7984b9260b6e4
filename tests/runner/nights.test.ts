/** Bad nights: every kind of trouble between the suite and a server that is right. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { TROUBLES } from '../../fixtures/servers/troubles.ts';
import { type Morning, night } from './nights-run.ts';

/** Reads, writes, and the account that is filled once for all: what a lost answer could do harm to. */
const SOME = [
  'lifecycle/created-is-shown/create',
  'lifecycle/update-is-shown/update',
  'lifecycle/deleted-is-gone/delete',
  'lifecycle/after-delete/get/as-not-found',
  'limits/one-past-the-limit/create/as-limit-reached',
  'limits/update-at-the-limit/update',
];
const FEW = SOME.slice(0, 3);
const KINDS = Object.keys(TROUBLES);
/** What asks for a second of patience does so of everybody. */
const SLOW = new Set(['429-seconds', '429-date']);
const AN_HOUR = '429-hour';

test('there are kinds enough', () => {
  expect(KINDS.length).toBeGreaterThanOrEqual(60);
});

describe('in one request of twenty', () => {
  test.concurrent.each(KINDS.filter((kind) => kind !== AN_HOUR))('%s is healed', async (trouble) => {
    const morning = await night({ trouble, oneIn: 20, seed: 7, cases: SLOW.has(trouble) ? FEW : SOME });
    expect(morning.words).toBe('');
    expect(morning.exit).toBe(0);
    expect(morning.troubled).toBeGreaterThan(0);
    expect(morning.clean).toBe(true);
    expect(morning.elsewhere).toBe(0);
  });

  test('an hour is not waited for', async () => {
    const morning = await night({ trouble: AN_HOUR, oneIn: 20, seed: 7, cases: SOME });
    expect(morning.exit).toBe(3);
    expect(morning.words).toMatch(
      /answered 429 with Retry-After: 3600, which is longer than a run waits \(60 s\)/,
    );
    expect(morning.ms).toBeLessThan(5_000);
  });
});

/** What all requests meet with, and in which words that ends; what is lawful passes. */
const ALWAYS: readonly [RegExp, 0 | 1 | 3, RegExp][] = [
  [
    /^(closed-after-each|keep-alive-race|two-answers|answers-late|http-1.0|informational|(lower|upper)-case|headers-twice|brotli|wrong-charset|byte-order-mark|500-once)/,
    0,
    /^$/,
  ],
  [
    /^(reset|refused|gigabyte-claimed)/,
    3,
    /cannot be reached: .*(connection was reset|nobody listens|closed before the answer was complete)/,
  ],
  [
    /^(closed|empty-reply|half-status-line|switching|chunks-cut-off|length-too-long)/,
    3,
    /cannot be reached: .*the connection was closed before the answer was complete/,
  ],
  [/^(never-answers|drip|gigabyte-awaited)/, 3, /cannot be reached: .*no answer within 0\.\d+ s/],
  [/^(garbage|bad-chunks|length-negative)/, 3, /cannot be reached: .*the answer is not HTTP: /],
  [/headers$/, 3, /cannot be reached: .*the headers of the answer are larger than 16 KiB/],
  [/^length-twice/, 3, /cannot be reached: .*not as long as its content-length says/],
  [/^endless-body/, 1, /the body is larger than 4194304 bytes|no answer within/],
  [
    /^(length-too-short|bad-json|json-cut-off|html-200-as-json)/,
    1,
    /failed .*the body is not the JSON that it claims to be/,
  ],
  [/gzip/, 1, /failed .*the body is not the gzip that it claims to be/],
  [/^unknown-encoding/, 1, /failed .*content-encoding "x-rot13" is not known/],
  [/^not-utf-8/, 1, /failed .*the body is not UTF-8/],
  [/^json-very-deep/, 1, /failed .*the body is nested deeper than 500 levels/],
  [/^html-200/, 1, /failed .*the body is text\/html, not JSON/],
  [/^empty-200/, 1, /failed .*brought no id, got nothing/],
  [/^text-plain/, 1, /failed .*content-type: must be application\/json, got "text\/plain"/],
  [/^no-content/, 1, /failed .*answered 204, of which no document speaks/],
  [
    /^redirect/,
    1,
    /failed .*answered 30\d \(to http:\/\/127\.0\.0\.1:\d+\/moved\), of which no document speaks/,
  ],
  [/^429-hour/, 3, /cannot be reached: .*longer than a run waits/],
  [/^(408|429)/, 3, /cannot be reached: .*answered (408|429) \d times/],
  [/^50[234]/, 3, /cannot be reached: .*answered 50[234]/],
  [/^500/, 1, /failed .*got status 500/],
];

describe('in all requests', () => {
  test.concurrent.each(KINDS)('%s has the right verdict, in the right words', async (trouble) => {
    const [, exit, words] = ALWAYS.find(([kinds]) => kinds.test(trouble)) ?? [];
    // That a type is wrong is a finding of the shapes' own rules.
    const what = trouble === 'text-plain' ? { suites: ['lifecycle'] } : { cases: FEW.slice(0, 1) };
    const morning = await night({ trouble, ...what });
    expect(morning.words).toMatch(words ?? /listed above/);
    expect(morning.exit).toBe(exit);
    expect(morning.elsewhere).toBe(0);
    expect(morning.ms).toBeLessThan(20_000);
  });
});

describe('memory', () => {
  let most = 0;
  let timer: NodeJS.Timeout;
  let before = 0;
  beforeAll(() => {
    before = process.memoryUsage.rss();
    timer = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20);
  });
  afterAll(() => clearInterval(timer));

  test('stays bounded, whatever is sent', async () => {
    const mornings: Morning[] = [];
    for (const trouble of [
      'endless-body',
      'gzip-bomb',
      'gigabyte-claimed',
      'gigabyte-awaited',
      'endless-headers',
    ]) {
      mornings.push(await night({ trouble, oneIn: 4, cases: FEW.slice(0, 1), timeoutMs: 400 }));
    }
    expect(mornings.every(({ troubled }) => troubled > 0)).toBe(true);
    expect(most - before).toBeLessThan(400 * 1024 * 1024);
  });
});
