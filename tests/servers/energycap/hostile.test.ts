/** Whatever comes in, the correct server answers as documented and stays up. */
import * as fc from 'fast-check';
import { request } from 'undici';
import { expect, test } from 'vitest';
import { manager } from '../../../fixtures/servers/energycap/world.ts';
import { ids, validBody, withServer } from './kit.ts';

const documented = new Set([200, 400, 404, 405]);
const headers = { 'ECI-ApiKey': manager.apiKey, 'Content-Type': 'application/json' };

test('odd bodies are refused or stored, and never bring it down', () =>
  withServer({}, (server) =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(validBody)),
        fc.jsonValue({ stringUnit: 'binary', maxDepth: 2 }),
        async (field, value) => {
          const { status, body } = await server.edit(ids.ordinary, { [field]: value });
          expect(documented).toContain(status);
          const shown = (body as Record<string, unknown>)[field];
          if (status === 200 && field in (body as object)) expect(shown).toEqual(value);
        },
      ),
      { numRuns: 100 },
    ),
  ));

test('odd bytes are refused', () =>
  withServer({}, (server) =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 64 }), async (bytes) => {
        expect((await server.put(ids.ordinary, bytes)).status).toBe(400);
      }),
      { numRuns: 100 },
    ),
  ));

test('odd paths and methods have an answer', () =>
  withServer({}, async (server) => {
    const paths = [
      '/',
      '//',
      '/api',
      '/api/v3/webhook/',
      '/api/v3/webhook/%',
      '/api/v3/webhook/1/2',
      '/api/v3/webhook//',
    ];
    const odd = [
      `/api/v3/webhook/${'1'.repeat(10_000)}`,
      '/api/v3/webhook/__proto__',
      '/api/v3/webhook?filter=%',
    ];
    for (const path of [...paths, ...odd])
      for (const method of ['GET', 'PUT', 'DELETE', 'POST', 'PATCH', 'OPTIONS', 'HEAD'] as const) {
        const answer = await request(server.baseUrl + path, { method, headers });
        await answer.body.dump();
        expect([path, method, documented.has(answer.statusCode)]).toEqual([path, method, true]);
      }
  }));
