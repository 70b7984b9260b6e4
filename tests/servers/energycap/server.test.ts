/** The correct server does what the documents say. */
import { describe, expect, test } from 'vitest';
import { energycap } from '../../../fixtures/servers/energycap/index.ts';
import { manager, reader } from '../../../fixtures/servers/energycap/world.ts';
import { fieldsOf, ids, validBody, withServer, type Client, type Reply } from './kit.ts';

const serves = (title: string, use: (server: Client) => Promise<void>): void => {
  test(title, () => withServer({}, use));
};

const { active, webhookEventTypeId, ...echoed } = validBody;

describe('edit', () => {
  serves('answers 200 and the new state, which get and list show too', async (server) => {
    const before = fieldsOf(await server.get(ids.ordinary));
    const edited = await server.edit(ids.ordinary);
    expect(edited).toEqual({
      status: 200,
      body: {
        ...echoed,
        webhookId: ids.ordinary,
        webhookStatus: active ? 'Active' : 'Inactive',
        eventType: { webhookEventTypeId, webhookEventTypeName: 'AP Export' },
        createdBy: before['createdBy'],
        createdDate: before['createdDate'],
        locked: false,
        successRate: 100,
      },
    });
    expect(await server.get(ids.ordinary)).toEqual(edited);
    expect((await server.list()).body).toContainEqual(edited.body);
    expect(await server.edit(ids.ordinary)).toEqual(edited);
  });

  serves('switches off and on again', async (server) => {
    expect(fieldsOf(await server.edit(ids.ordinary, { active: false }))['webhookStatus']).toBe('Inactive');
    expect(fieldsOf(await server.edit(ids.ordinary, { active: true }))['webhookStatus']).toBe('Active');
  });

  const refused: [string, Record<string, unknown>][] = [
    ...Object.keys(validBody).flatMap((field): [string, Record<string, unknown>][] => [
      [`${field} absent`, { [field]: undefined }],
      [`${field} null`, { [field]: null }],
      [`${field} an object`, { [field]: {} }],
    ]),
    ['active as text', { active: 'true' }],
    ['active as number', { active: 1 }],
    ['an empty mailing list', { mailingList: [] }],
    ['a mailing list that is text', { mailingList: 'a@example.com' }],
    ['a number in the mailing list', { mailingList: ['a@example.com', 1] }],
    ['an empty secret', { secret: '' }],
    ['an empty url', { url: '' }],
    ['a url that is no url', { url: 'not a url' }],
    ['a name of 65', { webhookName: 'n'.repeat(65) }],
    ['an event type as text', { webhookEventTypeId: '1' }],
    ['an event type with a fraction', { webhookEventTypeId: 1.5 }],
    ['an event type beyond 32 bits', { webhookEventTypeId: 2 ** 31 }],
    ['an event type nobody knows', { webhookEventTypeId: 99 }],
    ['an event type of 0', { webhookEventTypeId: 0 }],
    ['half a surrogate pair', { webhookDescription: '\ud800' }],
  ];
  test.each(refused)('refuses %s and changes nothing', (_title, change) =>
    withServer({}, async (server) => {
      const before = server.state();
      expect((await server.edit(ids.ordinary, change)).status).toBe(400);
      expect(server.state()).toEqual(before);
    }),
  );

  const accepted: [string, Record<string, unknown>][] = [
    ['an empty name', { webhookName: '' }],
    ['a name of 64', { webhookName: 'n'.repeat(64) }],
    ['an empty description', { webhookDescription: '' }],
    ['plain http', { url: 'http://hooks.example.com/' }],
    ['a long url', { url: `https://hooks.example.com/${'a'.repeat(5000)}` }],
    ['an odd url', { url: 'https://hooks.example.com/%41%é?a=%zz?b#c#d' }],
    ['characters beyond the base plane', { webhookDescription: '😀\u0000\r\n é e\u0301' }],
  ];
  test.each(accepted)('takes %s as it is', (_title, change) =>
    withServer({}, async (server) => {
      expect(await server.edit(ids.ordinary, change)).toMatchObject({ status: 200, body: change });
      expect(await server.get(ids.ordinary)).toMatchObject({ status: 200, body: change });
    }),
  );

  serves('ignores what it does not know, and what nobody may set', async (server) => {
    const extra = { locked: true, webhookId: ids.other, createdDate: 'x', createdBy: {}, colour: 1 };
    const edited = await server.edit(ids.ordinary, extra);
    expect(edited).toEqual(await server.edit(ids.ordinary));
  });

  serves('refuses a locked webhook, unchanged', async (server) => {
    const before = server.state();
    expect((await server.edit(ids.locked)).status).toBe(400);
    expect(server.state()).toEqual(before);
  });

  serves('answers 404 to an unknown id', async (server) => {
    expect((await server.edit(ids.unknown)).status).toBe(404);
    expect((await server.edit(-5)).status).toBe(404);
  });
});

describe('get, list, delete', () => {
  serves('get: 404 to an unknown id', async (server) => {
    expect((await server.get(ids.unknown)).status).toBe(404);
  });

  serves('list: an array of what get shows', async (server) => {
    const items = (await server.list()).body as Record<string, unknown>[];
    for (const item of items) expect((await server.get(item['webhookId'] as number)).body).toEqual(item);
    expect(items.map((item) => item['webhookId'])).toContain(ids.ordinary);
  });

  serves('delete: 204, and gone for good', async (server) => {
    expect(await server.remove(ids.expendable)).toEqual({ status: 204, body: '' });
    const after: Reply[] = [
      await server.get(ids.expendable),
      await server.edit(ids.expendable),
      await server.remove(ids.expendable),
    ];
    expect(after.map((reply) => reply.status)).toEqual([404, 404, 404]);
    expect((await server.list()).body).not.toContainEqual(
      expect.objectContaining({ webhookId: ids.expendable }),
    );
    expect((await server.get(ids.spare)).status).toBe(200);
  });

  serves('delete: refuses a locked webhook', async (server) => {
    expect((await server.remove(ids.locked)).status).toBe(400);
    expect((await server.get(ids.locked)).status).toBe(200);
  });
});

describe('every operation', () => {
  const calls = {
    edit: (server: Client, id: string | number, sent = {}) => server.edit(id, {}, sent),
    get: (server: Client, id: string | number, sent = {}) => server.get(id, sent),
    delete: (server: Client, id: string | number, sent = {}) => server.remove(id, sent),
  };

  test.each(Object.entries(calls))('%s: ids are plain int32', (_name, call) =>
    withServer({}, async (server) => {
      const odd = [
        'abc',
        '31abc',
        '31.0',
        '3.1e1',
        '0x1f',
        '031',
        '+31',
        '%2031',
        '31%0A',
        '31%00',
        '%D9%A3',
      ];
      for (const id of [...odd, '2147483648', '4294967327', '99999999999999999999', '31%zz', '31%2F'])
        expect([id, (await call(server, id)).status]).toEqual([id, 400]);
    }),
  );

  test.each(Object.entries(calls))('%s: 401 comes first, then the content type', (_name, call) =>
    withServer({}, async (server) => {
      const before = server.state();
      const almost = [
        null,
        '',
        'x',
        manager.apiKey.slice(0, -1),
        `${manager.apiKey}x`,
        manager.apiKey.toLowerCase(),
      ];
      for (const key of almost) expect((await call(server, 'abc', { key })).status).toBe(401);
      expect((await call(server, ids.expendable, { type: null })).status).toBe(400);
      expect((await call(server, ids.expendable, { type: 'text/plain' })).status).toBe(400);
      expect(server.state()).toEqual(before);
    }),
  );

  serves('without the permission: read, but neither edit nor delete', async (server) => {
    const sent = { key: reader.apiKey };
    expect((await server.get(ids.ordinary, sent)).status).toBe(200);
    expect((await server.list(sent)).status).toBe(200);
    expect((await server.edit(ids.ordinary, {}, sent)).status).toBe(403);
    expect((await server.remove(ids.expendable, sent)).status).toBe(403);
    expect((await server.get(ids.expendable)).status).toBe(200);
  });

  serves('the API key decides, whatever Authorization says', async (server) => {
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
    expect((await server.get(ids.ordinary, { headers: bearer('nonsense') })).status).toBe(200);
    expect((await server.get(ids.ordinary, { key: 'x', headers: bearer(manager.apiKey) })).status).toBe(401);
  });

  serves('takes a charset with the content type', async (server) => {
    expect((await server.edit(ids.ordinary, {}, { type: 'application/json; charset=utf-8' })).status).toBe(
      200,
    );
  });

  serves('answers 400 to whatever is no object of the right form', async (server) => {
    const before = server.state();
    const deep = '['.repeat(50_000);
    const bodies = [
      null,
      '',
      ' ',
      '{',
      'null',
      '1',
      '"x"',
      '[]',
      '[{}]',
      '{}',
      '{"__proto__":{"active":true}}',
      deep,
      deep + ']'.repeat(50_000),
      JSON.stringify([validBody]),
      'x'.repeat(1_000_000),
      JSON.stringify({ ...validBody, url: 'x'.repeat(1_000_000) }),
      new Uint8Array([0x22, 0xff, 0x22]),
      JSON.stringify(validBody).replace('Probe name', '\\ud800'),
    ];
    for (const body of bodies) expect((await server.put(ids.ordinary, body)).status).toBe(400);
    expect(server.state()).toEqual(before);
  });
});

describe('start', () => {
  test('several servers share nothing', () =>
    withServer({}, async (one) => {
      await withServer({}, async (two) => {
        await one.edit(ids.ordinary);
        expect(two.state()).not.toEqual(one.state());
      });
    }));

  serves('the target names what is there', async (server) => {
    const [account] = server.target['accounts'] as { fixtures: Record<string, unknown> }[];
    const fixtures = account?.fixtures ?? {};
    const named = ['webhookIds', 'expendableWebhookIds', 'lockedWebhookId'].flatMap((key) => fixtures[key]);
    expect(named.length).toBeGreaterThan(3);
    for (const id of named)
      expect(await server.get(id as number)).toMatchObject({
        status: 200,
        body: { locked: id === ids.locked },
      });
  });

  test('an unknown name is an error that names the nearest', async () => {
    await expect(energycap.start({ variants: ['gzp'] })).rejects.toThrow('did you mean "gzip"');
  });
});
