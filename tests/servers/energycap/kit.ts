/** What the tests of this server share: starting one, and speaking to it as a client of the vendor would. */
import { request } from 'undici';
import { energycap } from '../../../fixtures/servers/energycap/index.ts';
import type { StartOptions } from '../../../fixtures/servers/catalogue.ts';
import { manager } from '../../../fixtures/servers/energycap/world.ts';

export interface Reply {
  status: number;
  body: unknown;
}

export interface Sent {
  /** undefined sends the manager's, null none. */
  key?: string | null;
  type?: string | null;
  headers?: Record<string, string>;
}

export interface Client {
  baseUrl: string;
  state(): unknown;
  target: Record<string, unknown>;
  /** `id` goes into the path as it is. */
  get(id: number | string, sent?: Sent): Promise<Reply>;
  list(sent?: Sent, query?: string): Promise<Reply>;
  remove(id: number | string, sent?: Sent): Promise<Reply>;
  /** Changes the valid body by `change`; undefined leaves a field out. */
  edit(id: number | string, change?: Record<string, unknown>, sent?: Sent): Promise<Reply>;
  /** Sends `body` as it is. */
  put(id: number | string, body: string | Uint8Array | null, sent?: Sent): Promise<Reply>;
}

/** A lawful body, unlike anything a fresh server holds. */
export const validBody = {
  active: true,
  mailingList: ['a@example.com', 'b@example.com'],
  secret: 'probe-secret',
  url: 'https://hooks.example.com/Probe/path?first=1&second=2#part',
  webhookDescription: 'Probe description',
  webhookEventTypeId: 2,
  webhookName: 'Probe name',
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

export function client(running: Awaited<ReturnType<typeof energycap.start>>): Client {
  const call = async (
    method: 'GET' | 'PUT' | 'DELETE',
    path: string,
    { key = manager.apiKey, type = 'application/json', headers = {} }: Sent = {},
    body: string | Uint8Array | null = null,
  ): Promise<Reply> => {
    // Not packed: undici leaves packed answers as they are.
    const all: Record<string, string> = { 'Accept-Encoding': 'identity', ...headers };
    if (key !== null) all['ECI-ApiKey'] = key;
    if (type !== null) all['Content-Type'] = type;
    const answer = await request(`${running.baseUrl}/api/v3/webhook${path}`, { method, headers: all, body });
    return { status: answer.statusCode, body: parsed(await answer.body.text()) };
  };
  const put: Client['put'] = (id, body, sent) => call('PUT', `/${id}`, sent, body);
  return {
    baseUrl: running.baseUrl,
    target: running.target,
    state: () => running.state(),
    get: (id, sent) => call('GET', `/${id}`, sent),
    list: (sent, query = '') => call('GET', query, sent),
    remove: (id, sent) => call('DELETE', `/${id}`, sent),
    edit: (id, change = {}, sent = {}) => put(id, JSON.stringify({ ...validBody, ...change }), sent),
    put,
  };
}

/** Starts a server, hands it to `use`, and closes it whatever happens. */
export async function withServer<Result>(
  options: StartOptions,
  use: (server: Client) => Promise<Result>,
): Promise<Result> {
  const running = await energycap.start(options);
  try {
    return await use(client(running));
  } finally {
    await running.close();
  }
}

/** Ids of a fresh server. */
export const ids = {
  ordinary: 11,
  other: 12,
  inactive: 15,
  locked: 21,
  expendable: 31,
  spare: 32,
  unknown: 900_001,
};

/** The fields of an answer, where it is a WebhookResponse. */
export const fieldsOf = (reply: Reply): Record<string, unknown> => reply.body as Record<string, unknown>;
