/** Each variant differs where it says, and nowhere that the documents settle; so do random combinations. */

import { request as send } from 'node:http';
import { describe, expect, test } from 'vitest';
import { kompliant } from '../../../fixtures/servers/kompliant/index.ts';
import { waits } from '../waits.ts';
import { gist, sign, u, vector, withServer, type Client } from './client.ts';

type Probe = (c: Client) => Promise<unknown>;

const body = (c: Client): Record<string, unknown> => ({ account_id: c.a });
const otherEnd = (id: string): string => `${id.slice(0, -2)}${id.endsWith('00') ? '11' : '00'}`;
const listOf = async (c: Client, account: string): Promise<unknown> => gist(await c.list(account));
const created =
  (one: string, two: string): Probe =>
  async (c) => {
    await c.create(one);
    return gist(await c.create(two));
  };
const accepted =
  (url: string): Probe =>
  async (c) =>
    gist(await c.create(url));
const unknownAccount: Probe = async (c) => {
  const account = otherEnd(c.a);
  return [gist(await c.list(account)), gist(await c.get('whc_a', account))];
};
const malformed: Probe = async (c) => gist(await c.get('x'));
const fresh: Probe = async (c) => {
  const id = await c.made(u('x'));
  const [got, listed] = [await c.get(id), await c.list()];
  const read = (entry: object | undefined): unknown => {
    const times = Object.fromEntries(Object.entries(entry ?? {}));
    return times['updated_at'] === times['created_at'] ? 'equal' : times['updated_at'];
  };
  return [read(got.body.data), read(listed.body.data?.configs?.[0])];
};
const versions: Probe = async (c) => {
  const ask = (wanted?: string): Promise<unknown> =>
    c
      .call('list', body(c), { 'x-api-version': wanted })
      .then((reply) => [reply.status, reply.body.meta?.['version']]);
  return [await ask(), await ask('2025-03-24'), await ask('2031-01-01')];
};
const order: Probe = async (c) => {
  for (const path of ['bbb', 'a', 'cc']) await c.create(u(path));
  return c.urls();
};
const taken: Probe = created(u('x'), u('x'));
const text: Probe = async (c) => {
  await c.create(u('é'));
  const reply = await c.list();
  return reply.text.replaceAll(/(whc|trc)_\w+|\d\d\d\d-[^"]*/g, '');
};
/** Whether even the fastest of many answers takes longer than the plain server does. */
const waiting =
  (ms?: number): Probe =>
  async (c) =>
    waits(async () => c.list(), ms);
const statuses =
  (count: number): Probe =>
  async (c) => {
    const replies = await Promise.all(Array.from({ length: count }, () => c.list()));
    return [
      ...new Set(replies.map(({ status, headers }) => `${status} ${String(headers['retry-after'])}`)),
    ].sort();
  };
const header =
  (name: string): Probe =>
  async (c) =>
    (await c.list()).headers[name];
const headerNames: Probe = (c) =>
  new Promise((resolve, reject) => {
    const outgoing = send(c.server.baseUrl, { agent: false }, (answer) => {
      answer.resume();
      resolve(answer.rawHeaders.find((name) => /^content-type$/i.test(name)));
    });
    outgoing.on('error', reject).end();
  });

const endOfUpdatedAt: Probe = async (c) => {
  await c.update(await c.made(u('x')), u('y'));
  return (await c.list()).body.data?.configs?.[0]?.updated_at?.replaceAll(/\d/g, '0');
};

const probes: Record<string, Probe> = {
  'malformed-id-404': malformed,
  'malformed-id-400-not-found': malformed,
  'prefix-makes-an-id': async (c) => gist(await c.get('whc_')),
  'unknown-path-404': async (c) => gist(await c.post('/x', {})),
  'entity-type-upper-snake': taken,
  'wrong-type-own-code': async (c) => gist(await c.call('list', { account_id: 7 })),
  'unknown-account-403': unknownAccount,
  'unknown-account-400': unknownAccount,
  'unknown-account-404-on-list': unknownAccount,
  'auth-own-code': async (c) => gist(await c.call('list', {}, { authorization: undefined })),
  'malformed-body-own-code': async (c) => gist(await c.call('list', '{')),
  'media-type-400': async (c) => gist(await c.call('list', body(c), { 'content-type': 'text/plain' })),
  'error-data-null': malformed,
  'error-data-empty': malformed,
  'error-details-outside': taken,
  'several-error-items': taken,
  'list-of-unknown-account-empty': unknownAccount,
  'list-newest-first': order,
  'list-by-length': order,
  'short-ids': async (c) => (await c.made(u('x'))).length,
  'long-ids': async (c) => (await c.made(u('x'))).length,
  'trace-id-21': async (c) => String((await c.list()).body.meta?.['trace_id']).length,
  'trace-id-uuid': async (c) => String((await c.list()).body.meta?.['trace_id']).length,
  'newer-version': versions,
  'version-echoed': versions,
  'unknown-version-refused': versions,
  'limit-before-unique': async (c) => {
    await c.fill(20);
    return gist(await c.create(u('fill/0')));
  },
  'account-before-the-rest': async (c) => gist(await c.create('http://x', otherEnd(c.a))),
  'config-before-url': async (c) => gist(await c.update(otherEnd(await c.made(u('x'))), 'http://x')),
  'empty-ids-unknown': async (c) => [gist(await c.get('')), await listOf(c, '')],
  'account-format-checked': async (c) => listOf(c, 'x'),
  'unknown-fields-refused': async (c) => gist(await c.call('list', { ...body(c), more: 1 })),
  'any-media-type': async (c) => gist(await c.call('list', body(c), { 'content-type': 'text/plain' })),
  'scheme-any-case': async (c) =>
    gist(await c.call('list', body(c), { authorization: sign(vector.apiKey).replace('KSig1', 'ksig1') })),
  'small-bodies': async (c) => gist(await c.call('list', { ...body(c), pad: 'x'.repeat(20_000) })),
  'own-url-refused': async (c) => gist(await c.update(await c.made(u('x')), u('x'))),
  'own-url-changes-nothing': async (c) => {
    const id = await c.made(u('x'));
    await c.update(id, u('x'));
    return Object.keys((await c.get(id)).body.data ?? {});
  },
  'upper-case-scheme': accepted('HTTPS://hooks.example.com/x'),
  'hosts-folded': created(u('x'), 'https://HOOKS.example.com/x'),
  'default-port-dropped': async (c) => {
    await c.create('https://hooks.example.com:443?x');
    return [await c.urls(), gist(await c.create('https://hooks.example.com/?x'))];
  },
  'urls-in-normal-form': async (c) => {
    await c.create(u('Ét'));
    return [await c.urls(), gist(await c.create(u('%C3%89t')))];
  },
  'fragments-ignored': created(u('x#a'), u('x#b')),
  'trailing-slashes-ignored': created(u('x'), u('x/')),
  'percent-encoding-ignored': created(u('~x'), u('%7ex')),
  'prefix-makes-a-url': accepted('https:///a b'),
  'private-hosts-refused': accepted('https://192.0.2.1/'),
  'long-urls-refused': accepted(u('x'.repeat(1600))),
  'trailing-space-trimmed': async (c) => {
    await c.create(u('x '));
    return [await c.urls(), gist(await c.create(u('x')))];
  },
  'get-shows-updated-at': fresh,
  'list-omits-updated-at': fresh,
  'updated-at-null': fresh,
  'updated-at-with-offset': endOfUpdatedAt,
  'updated-at-with-hours-alone': endOfUpdatedAt,
  'updated-at-in-basic-form': endOfUpdatedAt,
  'ids-of-twelve-digits': async (c) => (await c.made(u('x'))).length,
  'clock-of-seconds': async (c) => {
    const times = [];
    for (let i = 0; i < 5; i += 1) {
      const reply = await c.get(await c.made(u(`${i}`)));
      times.push(String(reply.body.data?.['created_at']).endsWith('.000Z'));
    }
    return times.every(Boolean);
  },
  'extra-fields': async (c) => {
    const id = await c.made(u('x'));
    return [gist(await c.get(id)), gist(await c.update(id, u('y')))];
  },
  warnings: async (c) => (await c.list()).body.meta?.['warnings'],
  'other-order-of-keys': text,
  'escaped-json': text,
  'pretty-json': text,
  'one-at-a-time': waiting(2),
  gzip: header('content-encoding'),
  chunked: header('content-length'),
  'close-each': header('connection'),
  slow: waiting(),
  jitter: waiting(),
  'rate-limit': statuses(160),
  'rare-503-html': statuses(150),
  'lower-case-headers': headerNames,
  'upper-case-headers': headerNames,
  charset: header('content-type'),
};

/** What no variant may change. */
async function mustHold(c: Client): Promise<void> {
  const id = await c.made(u('One/Two?Three=%20'));
  expect(id).toMatch(/^whc_[0-9A-Za-z]+$/);
  const at = u('One/Two?Three=%20');
  expect((await c.get(id)).body.data).toMatchObject({ config_id: id, url: at });
  expect(gist(await c.create(at))).toMatchObject({ status: 400, meta: 'ERROR' });
  expect((await c.create(at.toLowerCase())).status).toBe(200);
  expect((await c.create(at, c.b)).status).toBe(200);
  expect((await c.update(id, u('next'))).body.data).toEqual({});
  expect((await c.urls()).sort()).toEqual([u('next'), u('one/two?three=%20')].sort());
  expect((await c.get(id, c.b)).status).toBe(404);
  expect((await c.update(id, u('no'), c.b)).status).toBe(404);
  expect((await c.remove(id)).body.data).toEqual({});
  for (const reply of [await c.get(id), await c.remove(id), await c.get(otherEnd(id))])
    expect([reply.status, JSON.stringify(reply.body.errors)]).toEqual([
      404,
      expect.stringContaining('ENTITY_NOT_FOUND'),
    ]);
  await c.fill(19);
  expect((await c.create(u('more'))).text).toContain('MAX_WEBHOOK_URL_LIMIT');
  expect(gist(await c.create(u('more'), otherEnd(c.a)))).toMatchObject({ status: 400 });
  expect((await c.call('list', body(c), { 'x-api-auth-token': 'x' })).status).toBe(401);
  expect(await c.urls()).toHaveLength(20);
  expect((await c.list()).body.meta?.['version']).toMatch(/^\d{4}-\d\d-\d\d$/);
}

const names = kompliant.variants.map(({ name }) => name);

describe('each variant', () => {
  test('names are unique, and every gap is one', () => {
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(probes).sort()).toEqual([...names].sort());
    for (const { gap } of kompliant.variants) expect(gap ?? 'GAP-01').toMatch(/^GAP-\d\d$/);
  });

  test.each(names)('%s shows', async (name) => {
    const probe = probes[name] ?? (() => Promise.reject(new Error('no probe')));
    const plain = await withServer({}, probe);
    const different = await withServer({ variants: [name] }, probe);
    expect(different).not.toEqual(plain);
  });

  test.each(names.filter((name) => name !== 'rate-limit'))('%s keeps to what is settled', (name) =>
    withServer({ variants: [name] }, mustHold),
  );
});

test('random combinations keep to what is settled', async () => {
  let seed = 20_250_324;
  const next = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  const usable = names.filter((name) => !['rate-limit', 'rare-503-html', 'slow', 'jitter'].includes(name));
  for (let i = 0; i < 20; i += 1) {
    const variants = Array.from({ length: 3 + next(8) }, () => usable[next(usable.length)] ?? '');
    await withServer({ variants }, mustHold).catch((error: unknown) => {
      throw new Error(`with ${variants.join(', ')}`, { cause: error });
    });
  }
});

test('an unknown name is refused, with the nearest right one', async () => {
  await expect(kompliant.start({ variants: ['gzpi'] })).rejects.toThrow(/variant named gzpi.*gzip/);
});
