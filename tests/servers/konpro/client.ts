/** The least that a test needs to talk to the server: no part of the suite. */
import { request } from 'undici';
import type { RunningServer } from '../../../fixtures/servers/catalogue.ts';

export interface Reply {
  status: number;
  type: string | null;
  body: unknown;
}

export interface Client {
  add(body: unknown): Promise<Reply>;
  list(): Promise<Reply>;
  update(body: unknown): Promise<Reply>;
  remove(id?: string): Promise<Reply>;
  eventTypes(): Promise<Reply>;
  /** A string goes out as it is, anything else as JSON. */
  send(method: string, path: string, body?: unknown): Promise<Reply>;
}

interface TargetAccount {
  id: string;
  auth: { apiKey: string };
}

export function accountsOf(server: RunningServer): readonly TargetAccount[] {
  return server.target['accounts'] as TargetAccount[];
}

/** The host of every URL that a test registers. */
export const sink = 'https://hooks.example.com';

export function idOf({ body }: Reply): string {
  return (body as { endpoint_id: string }).endpoint_id;
}

export async function listOf(client: Client): Promise<Record<string, unknown>[]> {
  return ((await client.list()).body as { data: Record<string, unknown>[] }).data;
}

const base = '/v1/webhook';

/** A client of the account at a place of the target file, or one with another key, or (null) with none. */
export function clientOf(server: RunningServer, who: number | string | null = 0): Client {
  const key = typeof who === 'number' ? accountsOf(server)[who]?.auth.apiKey : who;
  const send: Client['send'] = async (method, path, body) => {
    const response = await request(server.baseUrl + path, {
      method,
      headers: {
        ...(key == null ? {} : { 'x-api-key': key }),
        'content-type': 'application/json',
        // This client does not unpack.
        'accept-encoding': 'identity',
      },
      body: body === undefined || typeof body === 'string' ? (body ?? null) : JSON.stringify(body),
    });
    const text = await response.body.text();
    const type = response.headers['content-type'];
    return {
      status: response.statusCode,
      type: type === undefined ? null : String(type),
      body: readable(text),
    };
  };
  return {
    send,
    add: (body) => send('POST', `${base}/endpoint.add`, body),
    list: () => send('GET', `${base}/endpoint.list`),
    update: (body) => send('PATCH', `${base}/endpoint.update`, body),
    remove: (id) => {
      const query = id === undefined ? '' : `?endpoint_id=${encodeURIComponent(id)}`;
      return send('DELETE', `${base}/endpoint.delete${query}`);
    },
    eventTypes: () => send('GET', `${base}/webhook.list`),
  };
}

function readable(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
