/** The server without faults does what the documents say. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { kompliant } from '../../../fixtures/servers/kompliant/index.ts';
import { connect, goodHeaders, sign, u, vector, type Client, type Operation, type Reply } from './client.ts';

let c: Client;
beforeAll(async () => void (c = connect(await kompliant.start())));
afterAll(() => c.close());
beforeEach(async () => {
  for (const account of [c.a, c.b])
    for (const { config_id } of (await c.list(account)).body.data?.configs ?? [])
      await c.remove(config_id, account);
});

function expectError(reply: Reply, status: number, code: string, sub?: string): void {
  expect(reply.status).toBe(status);
  expect(reply.body.meta).toMatchObject({ status: 'ERROR', version: '2025-03-24' });
  expect(reply.body.errors?.[0]).toMatchObject({ code, message: expect.any(String) });
  expect(reply.body.errors?.[0]?.['sub_code']).toBe(sub);
  expect(reply.body.errors?.[0]?.['entity_type']).toBe(sub && 'Webhook Config');
  expect(reply.body).not.toHaveProperty('data');
}

const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe('life of a configuration', () => {
  test('create, get, list, update, delete', async () => {
    const created = await c.create(u('Hook?Q=A'));
    expect(created.status).toBe(200);
    expect(created.body).toEqual({
      meta: {
        status: 'SUCCESS',
        trace_id: expect.stringMatching(/^trc_[0-9A-Za-z]{22}$/),
        version: '2025-03-24',
      },
      data: { config_id: expect.stringMatching(/^whc_[0-9A-Za-z]{22}$/) },
    });
    const id = created.body.data?.config_id;
    const got = (await c.get(id)).body.data;
    expect(got).toEqual({
      config_id: id,
      url: u('Hook?Q=A'),
      created_at: expect.stringMatching(timestamp),
    });
    expect((await c.list()).body.data).toEqual({ configs: [{ ...got, updated_at: got?.['created_at'] }] });

    const updated = await c.update(id, u('hook?Q=A'));
    expect(updated.status).toBe(200);
    expect(updated.body.data).toEqual({});
    const after = (await c.get(id)).body.data;
    expect(after).toEqual({ ...got, url: u('hook?Q=A'), updated_at: expect.stringMatching(timestamp) });
    expect(String(after?.['updated_at']) >= String(got?.['created_at'])).toBe(true);
    expect((await c.list()).body.data?.configs).toEqual([after]);

    const removed = await c.remove(id);
    expect(removed.status).toBe(200);
    expect(removed.body.data).toEqual({});
    expect((await c.list()).body.data).toEqual({ configs: [] });
    for (const again of [c.get(id), c.update(id, u('x')), c.remove(id)])
      expectError(await again, 404, 'ENTITY_NOT_FOUND');
  });

  test('urls are unique within the account, to the letter', async () => {
    const id = await c.made(u('one'));
    const other = await c.made(u('ONE'));
    expect(other).toMatch(/^whc_/);
    expectError(await c.create(u('one')), 400, 'SYSTEM_RULE_VIOLATION', 'URL_ALREADY_EXISTS');
    expectError(await c.update(other, u('one')), 400, 'SYSTEM_RULE_VIOLATION', 'URL_ALREADY_EXISTS');
    expect((await c.create(u('one'), c.b)).status).toBe(200);
    expect((await c.update(id, u('one'))).status).toBe(200);
    expect((await c.update(id, u('two'))).status).toBe(200);
    expect((await c.create(u('one'))).status).toBe(200);
    await c.remove(id);
    expect((await c.create(u('two'))).status).toBe(200);
  });

  test('20 and no more; deleting frees a place, updating takes none', async () => {
    const ids = await c.fill(20);
    expect((await c.list()).body.data?.configs).toHaveLength(20);
    expectError(await c.create(u('more')), 400, 'SYSTEM_RULE_VIOLATION', 'MAX_WEBHOOK_URL_LIMIT');
    expectError(await c.create(u('fill/3')), 400, 'SYSTEM_RULE_VIOLATION', 'URL_ALREADY_EXISTS');
    expect((await c.update(ids[4], u('moved'))).status).toBe(200);
    expect((await c.create(u('more'), c.b)).status).toBe(200);
    await c.remove(ids[0]);
    expect((await c.create(u('more'))).status).toBe(200);
    expectError(await c.create(u('again')), 400, 'SYSTEM_RULE_VIOLATION', 'MAX_WEBHOOK_URL_LIMIT');
  });

  test('accounts are apart', async () => {
    const id = await c.made(u('mine'));
    for (const reply of [c.get(id, c.b), c.update(id, u('x'), c.b), c.remove(id, c.b)])
      expectError(await reply, 404, 'ENTITY_NOT_FOUND');
    expect(await c.urls(c.b)).toEqual([]);
    expect(await c.urls()).toEqual([u('mine')]);
  });

  test('60 clients at once never pass the limit or share a url', async () => {
    await Promise.all(Array.from({ length: 60 }, (_, i) => c.create(u(`race/${i % 30}`))));
    const urls = await c.urls();
    expect(urls).toHaveLength(20);
    expect(new Set(urls).size).toBe(20);
  });
});

describe('requests that are refused', () => {
  const unknown = (id: string): string => `${id.slice(0, -2)}${id.endsWith('00') ? '11' : '00'}`;

  test('unknown accounts', async () => {
    const account = unknown(c.a);
    expectError(await c.create(u('x'), account), 400, 'ENTITY_NOT_FOUND');
    expectError(await c.list(account), 400, 'ENTITY_NOT_FOUND');
    const id = await c.made(u('x'));
    expectError(await c.get(id, account), 404, 'ENTITY_NOT_FOUND');
    expectError(await c.get(unknown(id)), 404, 'ENTITY_NOT_FOUND');
  });

  test('required parameters', async () => {
    const config_id = await c.made(u('kept'));
    const whole: Record<Operation, Record<string, unknown>> = {
      create: { account_id: c.a, config: { url: u('new') } },
      list: { account_id: c.a },
      get: { account_id: c.a, config_id },
      update: { account_id: c.a, config_id, config: { url: u('new') } },
      delete: { account_id: c.a, config_id },
    };
    for (const [operation, body] of Object.entries(whole) as [Operation, Record<string, unknown>][])
      for (const name of Object.keys(body))
        for (const value of [undefined, null, '', 7, true, [], [u('new')], {}])
          expectError(await c.call(operation, { ...body, [name]: value }), 400, 'BAD_REQUEST');
    for (const operation of ['create', 'update'] as const)
      for (const url of [undefined, null, '', 7, [], {}])
        expectError(await c.call(operation, { ...whole[operation], config: { url } }), 400, 'BAD_REQUEST');
    expect(await c.urls()).toEqual([u('kept')]);
  });

  test('urls', async () => {
    const id = await c.made(u('kept'));
    const odd = [
      'http://hooks.example.com/x',
      'HTTPS://hooks.example.com/x',
      ' https://hooks.example.com/x',
      'https://hooks.example.com/x ',
      'https://hooks.example.com/a b',
      'https://hooks.example.com/\ud800',
      'https://hooks.example.com/\n',
      'https:/hooks.example.com/x',
      'https:hooks.example.com',
      'https://',
      'https:///x',
      'https://?x',
      'httpsx://hooks.example.com',
      'ftp://hooks.example.com',
      'hooks.example.com',
    ];
    for (const url of odd) {
      expectError(await c.create(url), 400, 'BAD_REQUEST');
      expectError(await c.update(id, url), 400, 'BAD_REQUEST');
    }
    const fine = [
      u(''),
      u('a%20b%2Fc%zz'),
      u('?a=1?b=2?c=3'),
      u('#part'),
      u('É'),
      u('é'),
      u('e\u0301'),
      u('x'.repeat(2000)),
      u('😀'),
      'https://localhost/',
      'https://192.0.2.1/x',
    ];
    for (const url of fine) {
      const made = await c.made(url);
      expect((await c.get(made)).body.data?.['url']).toBe(url);
      await c.remove(made);
      expect((await c.update(id, url)).status).toBe(200);
      expect(await c.urls()).toEqual([url]);
    }
  });

  test('badly formed ids', async () => {
    const id = await c.made(u('kept'));
    for (const odd of [
      'x',
      id.slice(4),
      `WHC_${id.slice(4)}`,
      `${id}\n`,
      ` ${id}`,
      'whc_',
      'whc_a-b',
      '__proto__',
    ])
      for (const reply of [c.get(odd), c.update(odd, u('x')), c.remove(odd)])
        expectError(await reply, 400, 'BAD_REQUEST');
  });

  test('bodies', async () => {
    const good = JSON.stringify({ account_id: c.a });
    const odd = ['', '{', '[]', '7', 'null', '"x"', `${good}x`, `\u0000`, `[${good}]`, '['.repeat(100_000)];
    for (const operation of ['create', 'list', 'get', 'update', 'delete'] as const)
      for (const body of [...odd, Uint8Array.from([...Buffer.from('{"account_id":"'), 0xff, 0x22, 0x7d])])
        expectError(await c.call(operation, body), 400, 'BAD_REQUEST');
    expectError(await c.call('list', '{"__proto__":{"account_id":"x"}}'), 400, 'BAD_REQUEST');
    expectError(await c.call('list', '{"account_id":"\\ud800"}'), 400, 'ENTITY_NOT_FOUND');
    expectError(await c.call('list', '{"account_id":"__proto__"}'), 400, 'ENTITY_NOT_FOUND');
    expectError(await c.call('list', `{"account_id":"${'x'.repeat(1_100_000)}"}`), 413, 'PAYLOAD_TOO_LARGE');
    expectError(await c.call('list', good, { 'content-type': 'text/plain' }), 415, 'UNSUPPORTED_MEDIA_TYPE');
    expect(
      (await c.call('list', `${good} `, { 'content-type': 'Application/JSON; charset=utf-8' })).status,
    ).toBe(200);
    expect((await c.call('list', { account_id: c.a, more: 1 })).status).toBe(200);
    expect(
      (await c.call('list', { account_id: c.a }, { 'x-api-version': '2025-03-24' })).body.meta,
    ).toMatchObject({
      version: '2025-03-24',
    });
  });

  test('paths and methods', async () => {
    expectError(await c.post('/webhook.config.purge', {}), 400, 'BAD_REQUEST');
    expectError(await c.post('/', {}), 400, 'BAD_REQUEST');
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const answer = await fetch(`${c.server.baseUrl}/webhook.config.list`, {
        method,
        headers: goodHeaders(),
      });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ meta: { status: 'ERROR' } });
    }
  });
});

describe('authentication', () => {
  test('the published vector', () => {
    expect(sign(vector.apiKey)).toBe(`KSig1-HMAC-SHA256 ${vector.signature}`);
    expect(c.server.target['auth']).toEqual({
      apiKey: vector.apiKey,
      secretKey: vector.secretKey,
      authToken: vector.authToken,
    });
  });

  const lower = (text: string): string => text.replace(/[A-Z]/, (letter) => letter.toLowerCase());
  test.each<[string, Record<string, string | undefined>]>([
    ['no signature', { authorization: undefined }],
    ['no key', { 'x-api-key': undefined }],
    ['no token', { 'x-api-auth-token': undefined }],
    ['empty headers', { authorization: '', 'x-api-key': '', 'x-api-auth-token': '' }],
    ['no scheme', { authorization: vector.signature }],
    ['another scheme', { authorization: `Bearer ${vector.signature}` }],
    ['only the scheme', { authorization: 'KSig1-HMAC-SHA256 ' }],
    ['keyed with the text', { authorization: sign(vector.apiKey, vector.secretKey) }],
    ['another message', { authorization: sign('') }],
    ['a signature cut short', { authorization: `KSig1-HMAC-SHA256 ${vector.signature.slice(0, 20)}` }],
    ['a signature with more', { authorization: `KSig1-HMAC-SHA256 ${vector.signature}x` }],
    ['case of the signature', { authorization: `KSig1-HMAC-SHA256 ${lower(vector.signature)}` }],
    ['case of the key', { 'x-api-key': lower(vector.apiKey), authorization: sign(lower(vector.apiKey)) }],
    ['case of the token', { 'x-api-auth-token': lower(vector.authToken) }],
    [
      'the other environment',
      { 'x-api-key': `lv${vector.apiKey.slice(2)}`, authorization: sign(`lv${vector.apiKey.slice(2)}`) },
    ],
    ['key not signed', { 'x-api-signed-elements': 'HTTP-Verb', authorization: sign('POST') }],
    ['case of an element', { 'x-api-signed-elements': 'api-key' }],
    ['unknown element', { 'x-api-signed-elements': 'API-Key;URL-Path' }],
    ['nonce without its header', { 'x-api-signed-elements': 'API-Key;Nonce' }],
  ])('%s: 401', async (_, headers) => {
    const id = await c.made(u('kept'));
    const body = { account_id: c.a, config_id: id, config: { url: u('new') } };
    for (const operation of ['create', 'list', 'get', 'update', 'delete'] as const)
      expectError(await c.call(operation, body, headers), 401, 'UNAUTHORIZED');
    expect(await c.urls()).toEqual([u('kept')]);
  });

  test('signed elements', async () => {
    const body = { account_id: c.a };
    expect((await c.call('list', body, { 'x-api-signed-elements': 'API-Key' })).status).toBe(200);
    const more = {
      'x-api-signed-elements': 'API-Key;HTTP-Verb;Timestamp',
      'x-api-timestamp': '1724710669',
      authorization: 'KSig1-HMAC-SHA256 gJMOKSgN58NnsUVZQnzPOsu7yMdlroUNt3+sDks7hik=',
    };
    expect((await c.call('list', body, more)).status).toBe(200);
  });
});

describe('starting', () => {
  test('servers are apart', async () => {
    const other = connect(await kompliant.start());
    try {
      await c.made(u('here'));
      expect(await other.urls()).toEqual([]);
      expect(other.server.requests()).toBe(1);
    } finally {
      await other.close();
    }
  });

  test('state shows what is stored and nothing that was deleted', async () => {
    const before = c.server.state();
    const id = await c.made(u('stored'));
    expect(c.server.state()).not.toEqual(before);
    await c.remove(id);
    expect(c.server.state()).toEqual(before);
    expect(JSON.parse(JSON.stringify(before))).toEqual(before);
  });
});
