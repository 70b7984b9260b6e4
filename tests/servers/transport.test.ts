import { request as send } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  listen,
  plainTransport,
  transportVariants,
  type Listener,
  type Transport,
} from '../../fixtures/servers/transport.ts';

let open: Listener[] = [];
afterEach(async () => {
  await Promise.all(open.map((listener) => listener.close()));
  open = [];
});

async function serve(change: (transport: Transport) => void = () => {}): Promise<Listener> {
  const transport = plainTransport();
  change(transport);
  const listener = await listen(
    async (request) => Response.json({ method: request.method, body: await request.text() }),
    transport,
  );
  open.push(listener);
  return listener;
}

/** node:http, because fetch hides packing, chunks and the case of names. */
function raw(
  base: string,
  { method = 'POST', path = '/', headers = {}, body = 'hello' } = {},
): Promise<{ status: number; names: string[]; headers: Record<string, unknown>; bytes: Buffer }> {
  return new Promise((resolve, reject) => {
    const outgoing = send(`${base}${path}`, { method, headers, agent: false }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          names: answer.rawHeaders.filter((_, i) => i % 2 === 0),
          headers: answer.headers,
          bytes: Buffer.concat(pieces),
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(method === 'GET' ? undefined : body);
  });
}

describe('plain', () => {
  test('hands the request on and the answer back', async () => {
    const { baseUrl, requests } = await serve();
    const answer = await raw(baseUrl);
    expect(JSON.parse(answer.bytes.toString())).toEqual({ method: 'POST', body: 'hello' });
    expect(answer.headers['content-length']).toBe(String(answer.bytes.length));
    expect(requests()).toBe(1);
  });

  test('methods that Request refuses reach the app under another name', async () => {
    const { baseUrl } = await serve();
    const answer = await raw(baseUrl, { method: 'TRACE', body: '' });
    expect(JSON.parse(answer.bytes.toString())).toMatchObject({ method: 'X-TRACE' });
  });

  test('a path of two slashes is a path', async () => {
    const { baseUrl } = await serve();
    expect((await raw(baseUrl, { path: '//elsewhere' })).status).toBe(200);
  });

  test('close ends connections that are in use', async () => {
    const { baseUrl, close } = await serve((t) => (t.latencyMs = 60_000));
    const lost = raw(baseUrl).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await close();
    expect(await lost).toBeInstanceOf(Error);
  });

  test('a handler that throws is a 500, and the server lives on', async () => {
    const listener = await listen(() => {
      throw new Error('broken');
    }, plainTransport());
    open.push(listener);
    expect((await raw(listener.baseUrl)).status).toBe(500);
    expect((await raw(listener.baseUrl)).status).toBe(500);
  });
});

describe('variants', () => {
  const variant = (name: string): ((transport: Transport) => void) => {
    const found = transportVariants.find((one) => one.name === name);
    if (!found) throw new Error(name);
    return found.change;
  };

  test('gzip packs, unless the client refuses it', async () => {
    const { baseUrl } = await serve(variant('gzip'));
    const packed = await raw(baseUrl);
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(packed.bytes).toString()).toContain('hello');
    for (const refusal of ['identity', 'br, gzip;q=0']) {
      const plain = await raw(baseUrl, { headers: { 'accept-encoding': refusal } });
      expect(plain.headers['content-encoding']).toBeUndefined();
    }
    const asked = await raw(baseUrl, { headers: { 'accept-encoding': 'br, gzip;q=0.5' } });
    expect(asked.headers['content-encoding']).toBe('gzip');
  });

  test('chunked gives no length', async () => {
    const { baseUrl } = await serve(variant('chunked'));
    const answer = await raw(baseUrl);
    expect(answer.headers['content-length']).toBeUndefined();
    expect(answer.headers['transfer-encoding']).toBe('chunked');
    expect(answer.bytes.toString()).toContain('hello');
  });

  test('close-each says and does so', async () => {
    const { baseUrl } = await serve(variant('close-each'));
    expect((await raw(baseUrl)).headers.connection).toBe('close');
  });

  test('slow and jitter delay', async () => {
    const { baseUrl } = await serve((t) => {
      variant('slow')(t);
      variant('jitter')(t);
    });
    const before = performance.now();
    await raw(baseUrl);
    expect(performance.now() - before).toBeGreaterThan(13);
  });

  test('rate-limit answers 429 before the app', async () => {
    const { baseUrl, requests } = await serve(variant('rate-limit'));
    // However long the machine takes for them, they come at one moment.
    const now = vi.spyOn(performance, 'now').mockReturnValue(performance.now());
    const answers = await Promise.all(Array.from({ length: 40 }, () => raw(baseUrl)));
    now.mockRestore();
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(10);
    expect(refused[0]?.headers['retry-after']).toBe('1');
    expect(requests()).toBe(40);
  });

  test('rare-503-html comes once in so many', async () => {
    const { baseUrl } = await serve((t) => {
      variant('rare-503-html')(t);
      t.html503Every = 3;
    });
    const statuses = [];
    for (let i = 0; i < 6; i += 1) statuses.push((await raw(baseUrl)).status);
    expect(statuses).toEqual([200, 200, 503, 200, 200, 503]);
  });

  test('header names in small letters or capitals', async () => {
    const lower = await raw((await serve(variant('lower-case-headers'))).baseUrl);
    expect(lower.names).toEqual(lower.names.map((name) => name.toLowerCase()));
    const plain = await raw((await serve()).baseUrl);
    expect(plain.names).toContain('Content-Type');
    const upper = await raw((await serve(variant('upper-case-headers'))).baseUrl);
    expect(upper.names).toEqual(upper.names.map((name) => name.toUpperCase()));
  });

  test('charset is named', async () => {
    const { baseUrl } = await serve(variant('charset'));
    expect((await raw(baseUrl)).headers['content-type']).toBe('application/json; charset=utf-8');
  });
});
