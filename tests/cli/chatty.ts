/** A server that tells secrets wherever it can: whatever it was sent and made up stands in every answer, in every form. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { RunningServer } from '../../fixtures/servers/catalogue.ts';
import { isObject } from '../../spec/json.ts';

export interface Chatty {
  baseUrl: string;
  /** Every secret that an answer held. */
  told: ReadonlySet<string>;
  close: () => Promise<void>;
}

/** Characters that each encoding writes in another way. */
const AWKWARD = ' /+%"\\é';

/** Every form in which a text could be written down. */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    encodeURIComponent(secret),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    JSON.stringify(secret).slice(1, -1),
  ];
}

/** Stands before a server. `key`: the header that credentials come in. */
export async function chatty(server: RunningServer, key: string): Promise<Chatty> {
  const told = new Set<string>();
  const answerTo = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { connection: _, host: __, 'content-length': ___, ...headers } = incoming.headers;
    const sent = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
    const answer = await fetch(server.baseUrl + (incoming.url ?? ''), {
      method: incoming.method ?? 'GET',
      headers: sent,
      ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
    });
    const text = await answer.text();
    const mine = String(headers[key] ?? 'no key at all');
    const body = text === '' ? '' : JSON.stringify(talkative(JSON.parse(text), mine, told));
    const type = answer.headers.get('content-type') ?? 'application/json';
    outgoing.writeHead(answer.status, {
      'content-type': type,
      'x-caller': encodeURIComponent(mine),
      [`x-${key}`]: mine,
    });
    outgoing.end(body);
  };
  const proxy = createServer((incoming, outgoing) => {
    answerTo(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    told,
    close: async () => {
      proxy.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}

/** The same answer, but that every secret is an awkward one, and that it and the caller's key stand everywhere else too. */
function talkative(data: unknown, key: string, told: Set<string>): unknown {
  if (Array.isArray(data)) return data.map((element) => talkative(element, key, told));
  if (!isObject(data)) return data;
  const entries = Object.entries(data).map(([name, value]): [string, unknown] => {
    if (name !== 'secret' || typeof value !== 'string') return [name, talkative(value, key, told)];
    told.add(value + AWKWARD);
    return [name, value + AWKWARD];
  });
  const secret = entries.find(([name]) => name === 'secret')?.[1];
  const known = [key, ...(typeof secret === 'string' ? [secret] : [])];
  const echoes = known.flatMap((one, which) =>
    formsOf(one).map((form, index): [string, unknown] => [`echo_${which}_${index}`, `caller ${form}; ok`]),
  );
  const message = data['message'];
  return {
    ...Object.fromEntries(entries),
    ...Object.fromEntries(echoes),
    ...(typeof message === 'string' ? { message: `${message} (${known.join(', ')})` } : {}),
  };
}
