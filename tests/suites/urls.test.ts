/** The laws of URLs: what is taken, what is refused, how it reads back. */
import { describe, expect, test } from 'vitest';

import { caught, type Catch } from './caught.ts';
import { troubles, tryCases } from './try.ts';

const CATCHES: Catch[] = [
  ['kompliant', 'create-accepts-http', 'urls/refused/create/http', 'KOM-GUIDE-06'],
  ['kompliant', 'refused-http-create-stores', 'urls/refused/create/http', 'KOM-CREATE-06'],
  ['kompliant', 'refused-http-update-stores-url', 'urls/refused/update/http', 'KOM-UPDATE-09'],
  ['kompliant', 'url-with-https-on-a-later-line-accepted', 'urls/refused/create/not-https', 'KOM-CREATE-06'],
  ['kompliant', 'leading-space-accepted', 'urls/refused/update/not-https', 'KOM-UPDATE-09'],
  ['konpro', 'http-in-capitals-accepted', 'urls/refused/create/http', 'KON-ADD-08'],
  ['kompliant', 'url-without-slashes-accepted', 'urls/refused/create/not-https', 'KOM-CREATE-06'],
  ['konpro', 'https-prefix-is-enough', 'urls/refused/create/no-host', 'KON-ADD-03'],
  ['konpro', 'http-accepted-beside-events', 'urls/refused/update/http', 'KON-UPDATE-05'],
  ['konpro', 'any-text-accepted-on-update', 'urls/refused/update/not-a-url', 'KON-UPDATE-04'],
  ['kompliant', 'equals-in-value-drops-the-rest', 'urls/kept/create/lawful', 'KOM-CREATE-01'],
  ['kompliant', 'update-to-query-refused', 'urls/kept/update/lawful', 'KOM-UPDATE-01'],
  ['kompliant', 'update-stores-lower-case', 'urls/kept/update/case', 'KOM-GUIDE-08'],
  ['konpro', 'fragment-lost', 'urls/either/create/fragments', 'KON-LIST-05'],
  ['energycap', 'plus-in-the-url-becomes-a-blank', 'urls/kept/update/lawful', 'ECA-EDIT-27'],
  ['energycap', 'path-cut-at-255-bytes', 'urls/either/update/long/as-sent', 'ECA-EDIT-27'],
  ['konpro', 'url-cut-at-1024', 'urls/either/create/very-long', 'KON-ADD-01'],
  ['energycap', 'long-url-answers-500', 'urls/either/update/very-long/as-sent', 'ECA-EDIT-13'],
  ['kompliant', 'no-host-answers-500', 'urls/either/update/no-host', 'KOM-UPDATE-10'],
  ['kompliant', 'space-in-url-answers-500', 'urls/either/update/raw-space', 'KOM-UPDATE-10'],
  ['kompliant', 'lone-surrogate-answers-500', 'urls/either/update/hostile', 'KOM-UPDATE-10'],
  ['kompliant', 'malformed-escape-answers-500', 'urls/either/create/denormal/tidied', 'KOM-CREATE-01'],
  ['konpro', 'last-slash-dropped', 'urls/either/create/denormal', 'KON-ADD-01'],
  ['energycap', 'host-in-small-letters', 'urls/either/update/host-case/as-sent', 'ECA-EDIT-27'],
  ['energycap', 'url-normalised', 'urls/either/update/denormal/as-sent', 'ECA-EDIT-27'],
  ['kompliant', 'emoji-cuts-the-url', 'urls/either/create/unicode', 'KOM-CREATE-01'],
  ['konpro', 'accents-composed', 'urls/either/update/unicode', 'KON-UPDATE-10'],
];

/** Other readings of what a URL is, and of how it is kept. */
const LAWFUL: [contract: string, variants: string[]][] = [
  ['kompliant', []],
  ['kompliant', ['prefix-makes-a-url', 'default-port-dropped']],
  ['kompliant', ['upper-case-scheme', 'trailing-space-trimmed', 'long-urls-refused']],
  ['konpro', []],
  ['konpro', ['unreachable-hosts-refused', 'user-info-refused', 'urls-of-2048-at-most']],
  ['energycap', []],
  ['energycap', ['non-url-text-accepted']],
  ['energycap', ['plain-http-refused', 'shared-url-refused']],
];

describe.concurrent('urls', () => {
  test.each(CATCHES)('%s: %s fails %s at %s', async (...one) => expect(await caught(one)).toBe(true));

  test.each(LAWFUL)('%s with %j passes', async (contract, variants) => {
    const result = await tryCases(contract, { suites: ['urls'], variants });
    expect(troubles(result)).toEqual([]);
    expect(result.cleanup.left).toEqual([]);
  });

  test('hosts are tried only where the target file lets them', async () => {
    const cases = ['urls/either/create/hosts', 'urls/either/update/hosts'];
    const told = async (hostProbes: boolean): Promise<string[]> => {
      const result = await tryCases('kompliant', { cases, target: (data) => ({ ...data, hostProbes }) });
      const outcomes = result.rules
        .flatMap((rule) => rule.cases)
        .map(({ status, message = '' }) => `${status} ${message}`);
      return [...new Set(outcomes)];
    };
    expect(await told(false)).toEqual(['not-run hostProbes is not set']);
    expect((await told(true)).map((one) => one.split(' ')[0])).toEqual(['observed']);
  });
});
