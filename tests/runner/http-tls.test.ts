/** Connections that nobody should trust, those that the target file says to trust, and proxies. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import { createServer, type Server } from 'node:https';
import { type AddressInfo, connect, type Server as NetServer } from 'node:net';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { SERVERS } from '../../fixtures/servers/index.ts';
import { dispatcherFor } from '../../runner/http/dispatcher.ts';
import { troubleOf } from '../../runner/http/words.ts';
import { readTarget } from '../../runner/job/target.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { perform } from './nights-run.ts';

const folder = temporaryFolder('wc-tls');
const file = (name: string): string => join(folder, name);
const openssl = (...args: string[]): void =>
  void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
const servers: NetServer[] = [];

/** A certificate for a host, by our authority or by itself. */
function certify(
  name: string,
  host: string,
  { self = false, days = 2 }: { self?: boolean; days?: number } = {},
): void {
  writeFileSync(file(`${name}.ext`), `subjectAltName=${host}\n`);
  openssl(
    'req',
    '-new',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-subj',
    `/CN=${name}`,
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.csr`,
  );
  const signed = self
    ? ['-signkey', `${name}.key`]
    : ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'];
  openssl(
    'x509',
    '-req',
    '-in',
    `${name}.csr`,
    ...signed,
    '-days',
    String(days),
    '-extfile',
    `${name}.ext`,
    '-out',
    `${name}.pem`,
  );
}

async function listening<T extends NetServer>(server: T): Promise<T> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

const portOf = (server: NetServer): number => (server.address() as AddressInfo).port;

async function secure(name: string): Promise<Server> {
  const options = { key: readFileSync(file(`${name}.key`)), cert: readFileSync(file(`${name}.pem`)) };
  return listening(createServer(options, (_, outgoing) => outgoing.end('{"ok": true}')));
}

/** What becomes of a request: its status, or the words of its trouble. */
async function get(
  origin: string,
  ca?: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<number | string> {
  const dispatcher = dispatcherFor({
    origin,
    concurrency: 1,
    timeoutMs: 2000,
    environment,
    ...(ca === undefined ? {} : { ca }),
  });
  try {
    const { statusCode, body } = await dispatcher.request({ origin, path: '/', method: 'GET' });
    await body.dump();
    return statusCode;
  } catch (error) {
    return troubleOf(error).message;
  } finally {
    await dispatcher.destroy();
  }
}

beforeAll(() => {
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-subj',
    '/CN=An authority',
    '-days',
    '2',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
  );
  certify('good', 'IP:127.0.0.1');
  certify('self', 'IP:127.0.0.1', { self: true });
  certify('other', 'DNS:other.example.com');
  certify('expired', 'IP:127.0.0.1', { days: -1 });
}, 60_000);

afterAll(() => {
  for (const server of servers) server.close();
});

describe('certificates', () => {
  test.each([
    ['self', /self-signed \[DEPTH_ZERO_SELF_SIGNED_CERT\]; name its authority under tls\.ca/],
    [
      'good',
      /authority that is not trusted \[.*\]; name its authority under tls\.ca .* or in NODE_EXTRA_CA_CERTS/,
    ],
  ])('%s is not trusted', async (name, words) => {
    const server = await secure(name);
    expect(await get(`https://127.0.0.1:${portOf(server)}`)).toMatch(words);
  });

  test.each([
    ['expired', /its TLS certificate has expired/],
    ['other', /its TLS certificate is for another host: IP: 127\.0\.0\.1 is not in the cert's list/],
  ])('%s does not pass though its authority is trusted', async (name, words) => {
    const server = await secure(name);
    expect(await get(`https://127.0.0.1:${portOf(server)}`, readFileSync(file('ca.pem'), 'utf8'))).toMatch(
      words,
    );
  });

  test('an authority of the target file is trusted, and one of NODE_EXTRA_CA_CERTS beside it', async () => {
    const server = await secure('good');
    const origin = `https://127.0.0.1:${portOf(server)}`;
    expect(await get(origin, readFileSync(file('ca.pem'), 'utf8'))).toBe(200);
    const self = readFileSync(file('self.pem'), 'utf8');
    expect(await get(origin, self, { NODE_EXTRA_CA_CERTS: file('ca.pem') })).toBe(200);
  });

  test('what does not speak TLS is told from what does', async () => {
    const server = await listening(createHttp((_, outgoing) => outgoing.end()));
    expect(await get(`https://127.0.0.1:${portOf(server)}`)).toMatch(/does not speak TLS; is it http:/);
  });

  test('end a run as unreachable, at once', async () => {
    const server = await secure('self');
    const target = { ...(await targetData()), baseUrl: `https://127.0.0.1:${portOf(server)}` };
    const { exit, words } = await perform('kompliant', target, {}, 2000);
    expect(exit).toBe(3);
    expect(words).toMatch(
      /^https:\/\/127\.0\.0\.1:\d+ cannot be reached: .*its TLS certificate is self-signed/,
    );
  });
});

async function targetData(): Promise<Record<string, unknown>> {
  const server = await SERVERS.get('kompliant')?.start();
  await server?.close();
  return server?.target ?? {};
}

describe('tls.ca of a target file', () => {
  const write = (text: string): string => {
    writeFileSync(file('target.yaml'), text);
    return file('target.yaml');
  };

  test('names a file beside it', async () => {
    const { ca } = await readTarget(write('baseUrl: https://127.0.0.1\ntls: { ca: ca.pem }\n'), {});
    expect(ca).toBe(readFileSync(file('ca.pem'), 'utf8'));
  });

  test.each([
    ['tls: { ca: none.pem }', /target\.yaml:1: .*none\.pem cannot be read/],
    ['tls: { ca: target.yaml }', /holds no certificate in PEM form/],
    ['tls: { cs: ca.pem }', /unknown key "cs".*ca/],
    ['tls: yes', /must hold "ca"/],
  ])('%s is refused', async (text, words) => {
    await expect(readTarget(write(text), {})).rejects.toThrow(words);
  });
});

describe('a proxy of the environment', () => {
  let seen: string[] = [];
  let proxy: NetServer;
  beforeAll(async () => {
    const server = createHttp((incoming, outgoing) => {
      seen.push(`${incoming.method} ${incoming.url}`);
      outgoing.end('{}');
    });
    server.on('connect', (incoming, socket) => {
      seen.push(`CONNECT ${incoming.url}`);
      const [, port] = (incoming.url ?? '').split(':');
      const onward = connect(Number(port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        onward.pipe(socket).pipe(onward);
      });
      for (const end of [socket, onward]) end.on('error', () => undefined);
    });
    proxy = await listening(server);
  });

  test('is asked for http', async () => {
    seen = [];
    const environment = { HTTP_PROXY: `http://127.0.0.1:${portOf(proxy)}` };
    expect(await get('http://api.example.test', undefined, environment)).toBe(200);
    expect(seen).toEqual(['GET http://api.example.test/']);
  });

  test('is a tunnel for https, and the certificate is still looked at', async () => {
    seen = [];
    certify('behind', 'DNS:api.example.test');
    const server = await secure('behind');
    const origin = `https://api.example.test:${portOf(server)}`;
    const environment = { HTTPS_PROXY: `http://127.0.0.1:${portOf(proxy)}` };
    expect(await get(origin, undefined, environment)).toMatch(/authority that is not trusted/);
    expect(await get(origin, readFileSync(file('ca.pem'), 'utf8'), environment)).toBe(200);
    expect(seen).toHaveLength(2);
  });

  test('is left aside for NO_PROXY, and for this machine', async () => {
    seen = [];
    const environment = { HTTP_PROXY: `http://127.0.0.1:${portOf(proxy)}`, NO_PROXY: 'api.example.test' };
    expect(await get('http://api.example.test', undefined, environment)).toMatch(/host name/);
    const server = await listening(createHttp((_, outgoing) => outgoing.end('{}')));
    expect(await get(`http://127.0.0.1:${portOf(server)}`, undefined, environment)).toBe(200);
    expect(seen).toEqual([]);
  });
});
