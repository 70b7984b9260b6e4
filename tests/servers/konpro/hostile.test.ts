/** Whatever is sent, the correct server answers as documented, and goes on. */
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningServer } from '../../../fixtures/servers/catalogue.ts';
import { konpro } from '../../../fixtures/servers/konpro/index.ts';
import { clientOf, type Reply } from './client.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await konpro.start();
});
afterAll(() => server.close());

const odd = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: 'binary' }),
  fc.webUrl({ validSchemes: ['https', 'http'], withQueryParameters: true, withFragments: true }),
  fc.constantFrom(
    'https:/x',
    'https://\ud800',
    '__proto__',
    'constructor',
    '\0',
    'é'.repeat(5_000),
    -0,
    1e308,
  ),
);
const body = fc.oneof(
  fc
    .record({ url: odd, events: odd, endpoint_id: odd, entity_id: odd }, { requiredKeys: [] })
    .map((it) => JSON.stringify(it)),
  fc.json(),
  fc.string(),
);

function asDocumented({ status, type, body: answer }: Reply): void {
  expect([200, 400, 404]).toContain(status);
  expect(type).toBe('application/json');
  if (status !== 200) expect(answer).toMatchObject({ error: {}, request_id: expect.any(String) as string });
}

test('hostile bodies and ids', async () => {
  const client = clientOf(server);
  await fc.assert(
    fc.asyncProperty(body, fc.string({ unit: 'grapheme' }), async (text, id) => {
      asDocumented(await client.add(text));
      asDocumented(await client.update(text));
      asDocumented(await client.remove(id));
    }),
    { numRuns: 100 },
  );
  asDocumented(await client.list());
});
