/** The correct server does what the documents say. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../../fixtures/servers/catalogue.ts';
import { apiKeys } from '../../../fixtures/servers/konpro/accounts.ts';
import { konpro } from '../../../fixtures/servers/konpro/index.ts';
import { clientOf, idOf, listOf, type Client } from './client.ts';

let server: RunningServer;
let ours: Client;
let theirs: Client;
beforeAll(async () => {
  server = await konpro.start();
  ours = clientOf(server, 0);
  theirs = clientOf(server, 1);
});
afterAll(() => server.close());

let serial = 0;
const freshUrl = (): string => `https://hooks.example.com/run/${(serial += 1)}`;
const seen = async (id: string): Promise<unknown> =>
  (await listOf(ours)).find((one) => one['endpoint_id'] === id);
/** Titles that stay short. */
const labelled = <T>(values: readonly T[]): [string, T][] =>
  values.map((value) => [(JSON.stringify(value) ?? 'undefined').slice(0, 40), value]);
const error = (status: number, code: string): object => ({
  status,
  type: 'application/json',
  body: {
    error: expect.objectContaining({ code, message: expect.any(String) as string }) as object,
    request_id: expect.any(String) as string,
  },
});
const invalid = error(400, 'VALIDATION_ERROR');
const unreadable = error(400, 'INVALID_REQUEST');
const notFound = error(404, 'RESOURCE_NOT_FOUND');
const badKey = error(401, 'INVALID_API_KEY');

describe('add', () => {
  test('answers with the seven fields, and list shows the same', async () => {
    const url = freshUrl();
    const reply = await ours.add({ url, events: ['video.updated', 'avatar_video.success'], entity_id: 'e1' });
    expect(reply).toEqual({
      status: 200,
      type: 'application/json',
      body: {
        endpoint_id: expect.stringMatching(/^webhook_[0-9a-f]{12}$/u) as string,
        url,
        secret: expect.stringMatching(/^whsec_./u) as string,
        status: 'enabled',
        events: ['video.updated', 'avatar_video.success'],
        username: 'user_conformance_a',
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u) as string,
      },
    });
    expect(await seen(idOf(reply))).toEqual(reply.body);
  });

  test('takes no events, null and an empty list for all of them', async () => {
    for (const events of [undefined, null, []]) {
      expect((await ours.add({ url: freshUrl(), events })).body).toMatchObject({ events: [] });
    }
  });

  test('takes one URL twice, under two ids', async () => {
    const url = freshUrl();
    expect(idOf(await ours.add({ url }))).not.toBe(idOf(await ours.add({ url })));
  });

  test.each(
    labelled([
      'HTTPS://HOOKS.example.com/Path',
      'https://hooks.example.com',
      'https://hooks.example.com:8443/a%2Fb?x=1&y=%C3%A9?z#part',
      'https://hooks.example.com/é/日本/😀',
      `https://hooks.example.com/${'a'.repeat(2_000)}`,
    ]),
  )('keeps %s as it is', async (_, url) => {
    const reply = await ours.add({ url });
    expect(reply).toMatchObject({ status: 200, body: { url } });
    expect(await seen(idOf(reply))).toMatchObject({ url });
  });

  test.each(
    labelled([
      undefined,
      null,
      '',
      7,
      ['https://hooks.example.com/'],
      { a: 1 },
      'x',
      'http://hooks.example.com/',
      'ftp://hooks.example.com/',
      'https:/hooks.example.com',
      'https:hooks.example.com',
      'https://',
      'https:///a',
      'https://?a',
      'httpsx://hooks.example.com/',
      ' https://hooks.example.com/',
      'https://hooks.example.com/\n',
      'https://hooks.example.com/a b',
      'https://hooks.example.com\\a',
      'https://hooks.example.com:99999/',
      'https://hooks.example.com/\ud800',
      `https://hooks.example.com/${'a'.repeat(1_000_000)}`,
    ]),
  )('refuses the URL %s', async (_, url) => {
    const before = server.state();
    expect(await ours.add({ url })).toEqual(invalid);
    expect(server.state()).toEqual(before);
  });

  test.each(
    labelled(['video.updated', {}, 1, [1], [null], ['no.such.event'], [['video.updated']], ['\ud800'], true]),
  )('refuses the events %s', async (_, events) => {
    expect(await ours.add({ url: freshUrl(), events })).toEqual(invalid);
  });
});

describe('update', () => {
  test('changes only what was given', async () => {
    const made = await ours.add({ url: freshUrl(), events: ['video.updated'] });
    const id = idOf(made);
    const url = freshUrl();
    const first = await ours.update({ endpoint_id: id, url });
    expect(first).toEqual({ ...made, body: { ...(made.body as object), url } });
    const second = await ours.update({ endpoint_id: id, events: ['avatar.deleted'] });
    expect(second.body).toEqual({ ...(first.body as object), events: ['avatar.deleted'] });
    const third = await ours.update({ endpoint_id: id, events: null });
    expect(third.body).toEqual({ ...(first.body as object), events: [] });
    expect(await seen(id)).toEqual(third.body);
  });

  test('ignores what cannot be changed', async () => {
    const made = await ours.add({ url: freshUrl() });
    const own = { status: 'disabled', secret: 'x', username: 'y', created_at: 'z', entity_id: 'e' };
    expect(await ours.update({ ...own, endpoint_id: idOf(made) })).toEqual(made);
  });

  test('refuses what is not valid, and changes nothing', async () => {
    const id = idOf(await ours.add({ url: freshUrl() }));
    const before = server.state();
    for (const body of [
      {},
      { endpoint_id: '' },
      { endpoint_id: 1 },
      { endpoint_id: [id] },
      { endpoint_id: id, url: null },
      { endpoint_id: id, url: '' },
      { endpoint_id: id, url: 'http://hooks.example.com/', events: ['video.updated'] },
      { endpoint_id: id, url: freshUrl(), events: 'video.updated' },
    ]) {
      expect(await ours.update(body)).toEqual(invalid);
    }
    expect(server.state()).toEqual(before);
  });

  test.each(
    labelled(['webhook_0', 'constructor', '__proto__', 'a'.repeat(100_000), '\ud800', '\u0000', '%']),
  )('does not find %s', async (_, id) => {
    expect(await ours.update({ endpoint_id: id, url: freshUrl() })).toEqual(notFound);
    if (id !== '\ud800' && id.length < 1_000) expect(await ours.remove(id)).toEqual(notFound);
  });

  test('does not find the endpoint of another user', async () => {
    const id = idOf(await theirs.add({ url: freshUrl() }));
    const before = server.state();
    expect(await ours.update({ endpoint_id: id, url: freshUrl() })).toEqual(notFound);
    expect(await ours.remove(id)).toEqual(notFound);
    expect(server.state()).toEqual(before);
    expect(JSON.stringify(await listOf(ours))).not.toContain(id);
  });
});

describe('delete', () => {
  test('removes one endpoint for good', async () => {
    const id = idOf(await ours.add({ url: freshUrl() }));
    const before = await listOf(ours);
    expect(await ours.remove(id)).toEqual({
      status: 200,
      type: 'application/json',
      body: {
        endpoint_id: id,
        status: 'deleted',
        message: expect.any(String) as string,
        deleted_at: expect.stringMatching(/Z$/u) as string,
      },
    });
    expect(await listOf(ours)).toEqual(before.filter((one) => one['endpoint_id'] !== id));
    expect(await ours.remove(id)).toEqual(notFound);
    expect(await ours.update({ endpoint_id: id, url: freshUrl() })).toEqual(notFound);
    expect(await ours.remove(`${id}\n`)).toEqual(notFound);
  });

  test('needs one id', async () => {
    expect(await ours.remove()).toEqual(invalid);
    expect(await ours.remove('')).toEqual(invalid);
    expect(await ours.send('DELETE', '/v1/webhook/endpoint.delete?endpoint_id=a&endpoint_id=b')).toEqual(
      invalid,
    );
    expect(await ours.send('DELETE', '/v1/webhook/endpoint.delete?endpoint_id=%E0%A4%A')).toEqual(notFound);
  });
});

describe('every operation', () => {
  test('asks for a valid key first', async () => {
    const own = apiKeys[0]?.key ?? '';
    const id = idOf(await ours.add({ url: freshUrl() }));
    const expired = apiKeys.find((key) => key.state === 'expired')?.key ?? '';
    for (const key of [null, '', 'x', own.slice(0, -1), `${own}x`, own.toUpperCase(), expired]) {
      const nobody = clientOf(server, key);
      expect(await nobody.add({ url: freshUrl() })).toEqual(badKey);
      expect(await nobody.list()).toEqual(badKey);
      expect(await nobody.update({ endpoint_id: id, url: freshUrl() })).toEqual(badKey);
      expect(await nobody.update({ endpoint_id: 'webhook_0' })).toEqual(badKey);
      expect(await nobody.remove(id)).toEqual(badKey);
      expect(await nobody.eventTypes()).toEqual(badKey);
    }
    const unscoped = clientOf(server, apiKeys.find((key) => key.state === 'unscoped')?.key ?? '');
    expect(await unscoped.list()).toEqual(error(403, 'INSUFFICIENT_PERMISSIONS'));
  });

  test.each(
    labelled([
      '',
      '{',
      'null',
      '[]',
      '"x"',
      '1',
      '{}x',
      '['.repeat(100_000),
      `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    ]),
  )('refuses a body that is no object: %s', async (_, text) => {
    expect(await ours.add(text)).toEqual(unreadable);
    expect(await ours.update(text)).toEqual(unreadable);
  });

  test('looks at own fields alone, and bears a megabyte', async () => {
    expect(await ours.add('{"__proto__":{"url":"https://hooks.example.com/p"}}')).toEqual(invalid);
    expect(await ours.add({ url: freshUrl(), padding: 'x'.repeat(1_000_000) })).toMatchObject({
      status: 200,
    });
  });

  test('does not know other paths and methods', async () => {
    expect(await ours.send('PUT', '/v1/webhook/endpoint.update', {})).toEqual(notFound);
    expect(await ours.send('GET', '/v1/webhook/endpoint.add')).toEqual(notFound);
    expect(await ours.send('GET', '/')).toEqual(notFound);
  });

  test('gives each error its own request_id', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, async () => (await ours.remove('x')).body));
    expect(new Set(ids.map((body) => (body as { request_id: string }).request_id)).size).toBe(20);
  });

  test('lists the event types', async () => {
    expect(await ours.eventTypes()).toMatchObject({
      status: 200,
      body: { data: expect.any(Array) as string[] },
    });
  });
});

test('servers share nothing, and what is misspelt is named', async () => {
  const other = await konpro.start();
  await ours.add({ url: freshUrl() });
  expect(other.state()).toEqual({ endpoints: [], deleted: [] });
  await other.close();
  await expect(konpro.start({ variants: ['gzipp'] })).rejects.toThrow('did you mean "gzip"');
  await expect(konpro.start({ fault: 'list-needs-no-keys' })).rejects.toThrow(
    'did you mean "list-needs-no-key"',
  );
});
