/** Direct probes: short scripts of requests, whose transcript tells two servers apart. They use nothing of the suite. */
import { request } from 'undici';
import { manager } from '../../../fixtures/servers/energycap/world.ts';
import { waits } from '../waits.ts';
import { ids, type Client, type Reply, type Sent } from './kit.ts';

export type Probe = (server: Client) => Promise<unknown>;

export type Change = Record<string, unknown>;

/** What one webhook looks like by get, and in the list. */
export async function seen(server: Client, id: number): Promise<unknown> {
  const { body } = await server.list();
  const items = Array.isArray(body) ? (body as unknown[]) : [];
  const item = items.find((each) => (each as { webhookId?: unknown } | null)?.webhookId === id);
  return [await server.get(id), item];
}

/** Edits one webhook, change after change, and looks at it by get after each. */
export const edits =
  (...changes: Change[]): Probe =>
  async (server) => {
    const transcript: unknown[] = [];
    for (const change of changes)
      transcript.push(await server.edit(ids.ordinary, change), await server.get(ids.ordinary));
    return transcript;
  };

/** As edits, and looks into the list too. */
export const editsListed =
  (...changes: Change[]): Probe =>
  async (server) => {
    const transcript: unknown[] = [];
    for (const change of changes)
      transcript.push(await server.edit(ids.ordinary, change), await seen(server, ids.ordinary));
    return transcript;
  };

/** As edits, without looking in between. */
export const editsOnly =
  (...changes: Change[]): Probe =>
  async (server) => {
    const replies: Reply[] = [];
    for (const change of changes) replies.push(await server.edit(ids.ordinary, change));
    return replies;
  };

/** Sends texts as the body of an edit. */
export const puts =
  (...bodies: (string | Uint8Array | null)[]): Probe =>
  async (server) => {
    const transcript: unknown[] = [];
    for (const body of bodies)
      transcript.push(await server.put(ids.ordinary, body), await server.get(ids.ordinary));
    return transcript;
  };

export const edit =
  (id: number | string, sent?: Sent): Probe =>
  (server) =>
    server.edit(id, {}, sent);
export const get =
  (id: number | string, sent?: Sent): Probe =>
  (server) =>
    server.get(id, sent);
export const list =
  (sent?: Sent): Probe =>
  (server) =>
    server.list(sent);
export const remove =
  (id: number | string, sent?: Sent): Probe =>
  (server) =>
    server.remove(id, sent);

/** One probe after the other on the same server. */
export const all =
  (...probes: Probe[]): Probe =>
  async (server) => {
    const transcript: unknown[] = [];
    for (const probe of probes) transcript.push(await probe(server));
    return transcript;
  };

/** The same server, probed several times. */
export const times = (count: number, probe: Probe): Probe =>
  all(...Array.from({ length: count }, () => probe));

/** Everything stored, after the probe. */
export const stored =
  (probe: Probe): Probe =>
  async (server) => [await probe(server), server.state()];

/** The names and values of the headers as they came, but for what always differs, and the bytes. */
export const raw: Probe = async (server) => {
  const answer = await request(`${server.baseUrl}/api/v3/webhook/${ids.ordinary}`, {
    headers: { 'ECI-ApiKey': manager.apiKey, 'Content-Type': 'application/json' },
    responseHeaders: 'raw',
  });
  const headers = Object.keys(answer.headers).map((name) => [
    name,
    name.toLowerCase() === 'date' ? '' : answer.headers[name],
  ]);
  return [headers, await answer.body.text()];
};

/** Whether the server waits. */
export const waiting: Probe = async (server) => waits(async () => server.get(ids.ordinary));
