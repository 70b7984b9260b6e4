/** Every variant starts, shows its difference, and goes with any other. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RunningServer } from '../../../fixtures/servers/catalogue.ts';
import { konpro } from '../../../fixtures/servers/konpro/index.ts';
import { clientOf, idOf, listOf, sink } from './client.ts';
import { raw } from './raw.ts';
import { waits } from '../waits.ts';

type Probe = (server: RunningServer) => Promise<unknown>;

const added: Probe = async (server) => (await clientOf(server).add({ url: `${sink}/a` })).body;
const addOf =
  (body: object): Probe =>
  async (server) =>
    (await clientOf(server).add(body)).status;
const updateOf =
  (body: object): Probe =>
  async (server) => {
    const id = idOf(await clientOf(server).add({ url: `${sink}/a`, events: [] }));
    return (await clientOf(server).update({ endpoint_id: id, ...body })).status;
  };
const twins: Probe = async (server) => {
  const client = clientOf(server);
  await client.add({ url: `${sink}/a` });
  const second = await client.add({ url: `${sink}/a` });
  const third = await client.add({ url: `${sink}/b` });
  return [second.status, (await client.update({ endpoint_id: idOf(third), url: `${sink}/a` })).status];
};
const urlsInList: Probe = async (server) => {
  const client = clientOf(server);
  for (const name of ['a', 'b', 'c']) await client.add({ url: `${sink}/${name}` });
  return [await listOf(client), await listOf(client)].map((list) => list.map((one) => one['url']));
};
const codes: Probe = async (server) => {
  const client = clientOf(server);
  return [await client.add({}), await client.add('{')].map(
    ({ body }) => (body as { error: { code: string } }).error.code,
  );
};
const burst: Probe = async (server) => {
  const replies = await Promise.all(Array.from({ length: 160 }, () => clientOf(server).list()));
  return [...new Set(replies.map(({ status }) => status))].sort((a, b) => a - b);
};
const timed: Probe = async (server) => waits(async () => clientOf(server).list());
const shapeOfAdd: Probe = async (server) =>
  Object.entries((await added(server)) as object).map(([name, value]) => [name, String(value).length]);
const secrets: Probe = async (server) => {
  const client = clientOf(server);
  await client.add({ url: `${sink}/a` });
  await client.add({ url: `${sink}/b` });
  const all = (await listOf(client)).map((one) => String(one['secret']));
  return [new Set(all).size, all.map((one) => one.length)];
};
const eventsOf =
  (events: unknown): Probe =>
  async (server) => {
    const { status, body } = await clientOf(server).add({ url: `${sink}/a`, events });
    return [status, (body as { events?: unknown }).events];
  };
const wire: Probe = async (server) => {
  const text = await raw(server, 'GET', '/v1/webhook/endpoint.list');
  return text.slice(0, text.indexOf('\r\n\r\n')).replaceAll(/^(?:date|content-length):.*\r\n/gimu, '');
};

const probes: Record<string, Probe> = {
  gzip: wire,
  chunked: wire,
  'close-each': wire,
  slow: timed,
  jitter: timed,
  'rate-limit': burst,
  'rare-503-html': burst,
  'lower-case-headers': wire,
  'upper-case-headers': wire,
  charset: wire,
  'one-code-invalid-request': codes,
  'unreadable-is-validation-error': codes,
  'foreign-answers-403': async (server) => {
    const id = idOf(await clientOf(server, 1).add({ url: `${sink}/a` }));
    return (await clientOf(server).remove(id)).status;
  },
  'missing-id-answers-404': async (server) => (await clientOf(server).remove()).status,
  'empty-id-answers-404': async (server) => (await clientOf(server).remove('')).status,
  'mistyped-id-answers-404': async (server) => (await clientOf(server).update({ endpoint_id: 7 })).status,
  'update-of-nothing-refused': updateOf({}),
  'null-url-changes-nothing': updateOf({ url: null }),
  'add-needs-events': addOf({ url: `${sink}/a` }),
  'duplicate-add-answers-400': twins,
  'duplicate-add-answers-409': twins,
  'duplicate-update-answers-409': twins,
  'duplicate-of-anybody-answers-409': async (server) => {
    await clientOf(server, 1).add({ url: `${sink}/a` });
    return addOf({ url: `${sink}/a` })(server);
  },
  'body-before-key': async (server) => (await clientOf(server, null).add('{')).status,
  'endpoint-before-fields': async (server) =>
    (await clientOf(server).update({ endpoint_id: 'webhook_0', url: 7 })).status,
  'wrong-method-answers-405': async (server) =>
    (await clientOf(server).send('PUT', '/v1/webhook/endpoint.list')).status,
  'unknown-fields-refused': updateOf({ colour: 'blue' }),
  'events-of-the-guide-alone': eventsOf(['video.updated']),
  'events-of-the-reference-alone': eventsOf(['avatar_video.fail']),
  'events-of-its-own': async (server) => [server.target, await eventsOf(['voice.cloned'])(server)],
  'any-event-name': eventsOf(['no.such.event']),
  'https-as-parsed': async (server) => [
    await addOf({ url: ' https:/hooks.example.com/a' })(server),
    await updateOf({ url: ' https:/hooks.example.com/a' })(server),
  ],
  'entity-unchecked': addOf({ url: `${sink}/a`, entity_id: { project: 1 } }),
  'unreachable-hosts-refused': addOf({ url: 'https://hooks.invalid/' }),
  'user-info-refused': addOf({ url: 'https://me:pass@hooks.example.com/' }),
  'addresses-refused': addOf({ url: 'https://192.0.2.1/' }),
  'fragments-refused': addOf({ url: `${sink}/a#b` }),
  'urls-of-2048-at-most': addOf({ url: `${sink}/${'a'.repeat(2_048)}` }),
  'add-answers-201': addOf({ url: `${sink}/a` }),
  'short-ids': shapeOfAdd,
  'uuid-ids': shapeOfAdd,
  'long-ids-that-need-encoding': shapeOfAdd,
  'every-event-reads-null': eventsOf([]),
  'every-event-spelt-out': eventsOf([]),
  'events-as-a-sorted-set': eventsOf(['video.updated', 'avatar.deleted', 'video.updated']),
  'time-with-milliseconds': shapeOfAdd,
  'time-with-microseconds-and-offset': shapeOfAdd,
  'time-without-zone': shapeOfAdd,
  'secrets-without-prefix': secrets,
  'one-secret-a-user': secrets,
  'list-under-endpoints': async (server) => (await clientOf(server).list()).body,
  'newest-first': urlsInList,
  'list-in-changing-order': urlsInList,
  'request-id-on-success': shapeOfAdd,
  'short-request-ids': async (server) =>
    ((await clientOf(server).add({})).body as { request_id: string }).request_id.length,
  'errors-without-details': async (server) =>
    Object.keys(((await clientOf(server).add({})).body as { error: object }).error),
  'more-fields': shapeOfAdd,
  'fields-in-reverse': shapeOfAdd,
  'endpoints-from-before': async (server) => (await listOf(clientOf(server))).length,
};

async function probed(probe: Probe, variants: readonly string[]): Promise<unknown> {
  const server = await konpro.start({ variants });
  try {
    return await probe(server);
  } finally {
    await server.close();
  }
}

test('every variant has a probe, and every probe a variant', () => {
  expect(Object.keys(probes).sort()).toEqual(konpro.variants.map(({ name }) => name).sort());
});

test.each(Object.entries(probes))('%s shows', async (name, probe) => {
  expect(await probed(probe, [name])).not.toEqual(await probed(probe, []));
});

/** Adds, updates, lists and deletes one endpoint on a server with all these differences at once. */
async function lives(variants: readonly string[]): Promise<void> {
  const server = await konpro.start({ variants });
  try {
    const client = clientOf(server);
    const made = await client.add({ url: `${sink}/a`, events: null });
    expect([200, 201]).toContain(made.status);
    const id = idOf(made);
    expect(await client.update({ endpoint_id: id, url: `${sink}/b` })).toMatchObject({ status: 200 });
    const [data] = Object.values((await client.list()).body as object).filter(Array.isArray) as object[][];
    expect(data).toContainEqual(expect.objectContaining({ endpoint_id: id, url: `${sink}/b` }));
    expect(await client.remove(id)).toMatchObject({ status: 200, body: { status: 'deleted' } });
    expect(await client.remove(id)).toMatchObject({ status: 404 });
    expect(await client.update({ endpoint_id: id, url: `${sink}/c` })).toMatchObject({ status: 404 });
    expect(await clientOf(server, null).list()).toMatchObject({ status: 401 });
  } finally {
    await server.close();
  }
}

test('all of them together, and any of them together, still do what they must', async () => {
  const names = konpro.variants.map(({ name }) => name);
  await lives(names);
  await fc.assert(fc.asyncProperty(fc.shuffledSubarray(names), lives), { numRuns: 12 });
});
