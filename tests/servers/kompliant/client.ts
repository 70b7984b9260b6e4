/** A client for probes: knows how to sign, and nothing of what is right. */

import { createHmac } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { Agent, request } from 'undici';
import { kompliant } from '../../../fixtures/servers/kompliant/index.ts';
import type { RunningServer, StartOptions } from '../../../fixtures/servers/catalogue.ts';

/** The vendor's published vector, copied here so that a change of the server's would be seen. */
export const vector = {
  apiKey: 'sb_3eY9UJuj09636NVPlgmhfa',
  secretKey: 'xBeain5pFnPyQkl98qzA+BG+Cjzskpqq9fGKDbDoXNP5',
  authToken: '7F2Av26rUgtzJYgUG9IilG1W6ZMLnt7Dak3Gyht220KLpkBLSJRMOzhBYd',
  signature: 'iWEh4jjK9wfjTXd/3GzImPLL1swTZiCPpDbj62vFo2Q=',
};

export type Operation = 'create' | 'list' | 'get' | 'update' | 'delete';

export interface Entry {
  config_id: string;
  url: string;
  created_at: string;
  updated_at?: string | null;
}

export interface Reply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  body: {
    meta?: Record<string, unknown>;
    data?: Record<string, unknown> & { config_id?: string; configs?: Entry[] };
    errors?: Record<string, unknown>[];
    [more: string]: unknown;
  };
}

type Json = Record<string, unknown>;

export interface Client {
  close: () => Promise<void>;
  server: RunningServer;
  a: string;
  b: string;
  post: (path: string, body: unknown, headers?: Record<string, string | undefined>) => Promise<Reply>;
  call: (operation: Operation, body: unknown, headers?: Record<string, string | undefined>) => Promise<Reply>;
  create: (url: string, account?: string) => Promise<Reply>;
  /** Creates and returns the id, `''` where that failed. */
  made: (url: string, account?: string) => Promise<string>;
  get: (id: unknown, account?: string) => Promise<Reply>;
  update: (id: unknown, url: string, account?: string) => Promise<Reply>;
  remove: (id: unknown, account?: string) => Promise<Reply>;
  list: (account?: string) => Promise<Reply>;
  urls: (account?: string) => Promise<string[]>;
  fill: (count: number, account?: string) => Promise<string[]>;
}

export function sign(
  message: string,
  key: Buffer | string = Buffer.from(vector.secretKey, 'base64'),
): string {
  return `KSig1-HMAC-SHA256 ${createHmac('sha256', key).update(message).digest('base64')}`;
}

export function goodHeaders(): Record<string, string> {
  return {
    'content-type': 'application/json',
    authorization: `KSig1-HMAC-SHA256 ${vector.signature}`,
    'x-api-key': vector.apiKey,
    'x-api-auth-token': vector.authToken,
  };
}

export function connect(server: RunningServer): Client {
  const [a = '', b = ''] = (server.target['accounts'] as { id: string }[]).map(({ id }) => id);

  const dispatcher = new Agent();
  const post: Client['post'] = async (path, body, headers = {}) => {
    const all = Object.fromEntries(
      Object.entries({ ...goodHeaders(), ...headers }).filter(([, value]) => value !== undefined),
    );
    const raw = typeof body === 'string' || body instanceof Uint8Array;
    const answer = await request(`${server.baseUrl}${path}`, {
      method: 'POST',
      headers: all,
      body: raw ? body : JSON.stringify(body),
      dispatcher,
    });
    const bytes = Buffer.from(await answer.body.arrayBuffer());
    const text = (answer.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString();
    return { status: answer.statusCode, headers: answer.headers, text, body: parsed(text) };
  };
  const call: Client['call'] = (operation, body, headers) =>
    post(`/webhook.config.${operation}`, body, headers);
  const client: Client = {
    close: async () => {
      await dispatcher.destroy();
      await server.close();
    },
    server,
    a,
    b,
    post,
    call,
    create: (url, account = a) => call('create', { account_id: account, config: { url } }),
    made: async (url, account = a) => (await client.create(url, account)).body.data?.config_id ?? '',
    get: (id, account = a) => call('get', { account_id: account, config_id: id }),
    update: (id, url, account = a) => call('update', { account_id: account, config_id: id, config: { url } }),
    remove: (id, account = a) => call('delete', { account_id: account, config_id: id }),
    list: (account = a) => call('list', { account_id: account }),
    urls: async (account = a) =>
      ((await client.list(account)).body.data?.configs ?? []).map(({ url }) => url),
    fill: async (count, account = a) => {
      const ids = [];
      for (let i = 0; i < count; i += 1)
        ids.push(await client.made(`https://hooks.example.com/fill/${i}`, account));
      return ids;
    },
  };
  return client;
}

function parsed(text: string): Reply['body'] {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return {};
  }
}

/** Starts a server, hands a client to `use`, and stops the server whatever happens. */
export async function withServer<T>(options: StartOptions, use: (client: Client) => Promise<T>): Promise<T> {
  const client = connect(await kompliant.start(options));
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

/** The part of a reply that a probe compares: no random ids, no times. */
export function gist({ status, body }: Reply): unknown {
  const [error] = body.errors ?? [];
  return {
    status,
    meta: body.meta?.['status'],
    code: error?.['code'],
    sub: error?.['sub_code'],
    entity: error?.['entity_type'],
    keys: Object.keys(body),
    data: body.data === undefined || body.data === null ? body.data : Object.keys(body.data),
  };
}

export const u = (path: string): string => `https://hooks.example.com/${path}`;
