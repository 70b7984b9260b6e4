/** What a property finds is as small as can be: without any one character, or with a plainer one, it passes. */
import { describe, expect, test } from 'vitest';

import { verdictOf } from '../../fixtures/generators/url-verdict.ts';
import { formsOf } from '../../fixtures/generators/urls.ts';
import { SERVERS } from '../../fixtures/servers/index.ts';
import { withServer } from '../servers/kompliant/client.ts';
import { tryCases } from './try.ts';

async function counterexample(contract: string, fault: string, name: string): Promise<unknown> {
  const { rules } = await tryCases(contract, { cases: [name], fault, seed: 11 });
  return rules
    .flatMap(({ cases }) => cases)
    .find((one) => one.name.startsWith(name) && one.status === 'failed')?.counterexample;
}

/** A server with the fault, asked directly whether it does right by a URL. */
async function wrongServer(
  fault: string,
): Promise<{ isWrong: (url: string) => Promise<boolean>; close: () => Promise<void> }> {
  const server = await SERVERS.get('konpro')?.start({ fault });
  if (!server) throw new Error('there is no such server');
  const { accounts } = server.target as { accounts: { auth: { apiKey: string } }[] };
  const call = async (
    method: string,
    operation: string,
    body?: object,
  ): Promise<{ status: number; body: Record<string, unknown> }> => {
    const response = await fetch(`${server.baseUrl}/v1/webhook/endpoint.${operation}`, {
      method,
      headers: { 'x-api-key': accounts[0]?.auth.apiKey ?? '', 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const added = await call('POST', 'add', { url: 'https://hooks.example.com/first', events: [] });
  return {
    isWrong: async (url) => {
      const { status, body } = await call('PATCH', 'update', { endpoint_id: added.body['endpoint_id'], url });
      const verdict = verdictOf(url);
      if (status >= 500) return true;
      if (status >= 300) return verdict === 'kept';
      return verdict === 'refused' || !formsOf(url, 'normal-form').includes(String(body['url']));
    },
    close: async () => server.close(),
  };
}

/** Every URL that lacks one character of what the property chose, or has an `a` in its place. */
function plainer(url: string): string[] {
  const own = /hooks\.example\.com\/wc-[0-9a-f]+\/[0-9a-f]+-\d+-\d{5}/.exec(url);
  if (!own) throw new Error(`${url} does not have the path of the run`);
  const [head, tail] = [url.slice(0, own.index), url.slice(own.index + own[0].length)];
  const bent = (text: string): string[] => {
    const characters = Array.from(text);
    const without = characters.map((_, index) => characters.toSpliced(index, 1).join(''));
    return [...without, ...characters.map((_, index) => characters.with(index, 'a').join(''))];
  };
  const heads = head === 'https://' ? [] : bent(head).map((one) => one + own[0] + tail);
  return [...heads, ...bent(tail).map((one) => head + own[0] + one)].filter((one) => one !== url);
}

describe.concurrent('a counterexample is minimal', () => {
  test.each([
    'two-percent-signs-refused',
    'second-question-mark-cuts',
    'url-cut-at-255-bytes',
    'accented-capitals-lost',
    'lone-surrogate-answers-500',
  ])('%s', async (fault) => {
    const found = await counterexample('konpro', fault, 'properties/urls/update');
    expect(found).toBeTypeOf('string');
    const server = await wrongServer(fault);
    try {
      expect(await server.isWrong(String(found))).toBe(true);
      for (const url of plainer(String(found)))
        expect([url, await server.isWrong(url)]).toEqual([url, false]);
    } finally {
      await server.close();
    }
  });

  test('https:/host', async () => {
    const fault = 'url-without-slashes-accepted';
    const found = await counterexample('kompliant', fault, 'properties/urls/create/hostile-url/tidied');
    expect(found).toBeTypeOf('string');
    await withServer({ fault }, async ({ create }) => {
      const isWrong = async (url: string): Promise<boolean> =>
        (await create(url)).status < 300 && verdictOf(url) === 'refused';
      expect(await isWrong(String(found))).toBe(true);
      for (const url of plainer(String(found))) expect([url, await isWrong(url)]).toEqual([url, false]);
    });
  });

  test('of an id', async () => {
    const found = await counterexample('konpro', 'ids-matched-up-to-a-line-break', 'properties/ids/update');
    expect(found).toMatch(/^webhook_[0-9a-f]+\n$/);
  });

  test.each([
    ['konpro', 'third-update-adds-a-second', 'create', 5],
    ['kompliant', 'third-update-makes-a-second', 'update', 5],
    ['kompliant', 'limit-counts-way-back-twice', 'create', 3],
    ['kompliant', 'uniqueness-forgets-listed', 'update', 3],
  ])('of sequences: %s, %s, %s', async (contract, fault, on, steps) => {
    expect(await counterexample(contract, fault, `properties/sequences/${on}`)).toHaveLength(steps);
  });

  test('of escapes, the plainest ones', async () => {
    const found = await counterexample('konpro', 'two-percent-signs-refused', 'properties/urls/create');
    expect(String(found).endsWith('%20%20')).toBe(true);
  });
});
