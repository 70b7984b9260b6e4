/** A conversation with a server, written down so that two servers can be compared. */
import type { RunningServer } from '../../../../fixtures/servers/catalogue.ts';
import { clientOf, idOf, type Reply } from '../client.ts';

export type Probe = (server: RunningServer) => Promise<unknown>;

type Who = number | string | null;

export interface Talk {
  /** Everything answered so far. What differs from run to run stands as a name or a pattern. */
  log: unknown[];
  add(body: unknown, who?: Who): Promise<Reply>;
  /** Adds and gives the id. */
  made(body?: unknown, who?: Who): Promise<string>;
  list(who?: Who): Promise<Reply>;
  update(body: unknown, who?: Who): Promise<Reply>;
  remove(id?: string, who?: Who): Promise<Reply>;
  send(method: string, path: string, body?: unknown): Promise<Reply>;
}

export function talk(server: RunningServer): Talk {
  const log: unknown[] = [];
  const plain = plainly();
  const heard = async (reply: Promise<Reply>): Promise<Reply> => {
    const { status, type, body } = await reply;
    log.push(plain({ status, type, body }));
    return { status, type, body };
  };
  const client = (who: Who = 0): ReturnType<typeof clientOf> => clientOf(server, who);
  let serial = 0;
  return {
    log,
    add: (body, who) => heard(client(who).add(body)),
    made: async (body = {}, who) => {
      const url = `https://hooks.example.com/${(serial += 1)}`;
      return idOf(await heard(client(who).add({ url, ...(body as object) })));
    },
    list: (who) => heard(client(who).list()),
    update: (body, who) => heard(client(who).update(body)),
    remove: (id, who) => heard(client(who).remove(id)),
    send: (method, path, body) => heard(client().send(method, path, body)),
  };
}

/** Replaces ids, secrets and times; the same one by the same name, so that identity stays visible. */
function plainly(): (value: unknown) => unknown {
  const names = new Map<string, string>();
  const name = (text: string, kind: string): string => {
    if (!names.has(text)) names.set(text, `${kind} ${names.size + 1}`);
    return names.get(text) ?? '';
  };
  const plainText = (text: string): string =>
    text
      .replaceAll(/webhook_[0-9a-f]{12}/gu, (id) => name(id, 'endpoint'))
      .replaceAll(/whsec_[0-9a-f]{24}/gu, (secret) => name(secret, 'secret'))
      .replaceAll(/req-[0-9a-f-]{36}/gu, (id) => name(id, 'request'));
  const plain = (value: unknown, field = ''): unknown => {
    if (typeof value === 'string') return field.endsWith('_at') ? plainTime(value) : plainText(value);
    if (Array.isArray(value)) return value.map((one) => plain(one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner, key)]));
  };
  return (value) => plain(value);
}

/** The pattern of a time and how many hours it is away from now. */
function plainTime(text: string): string {
  const hours = Math.round((Date.parse(text) - Date.now()) / 3_600_000);
  return `${text.replaceAll(/\d/gu, '9').replaceAll(/[a-z]+/giu, 'a')} ${String(hours)} h`;
}

/** A probe whose finding is all that was answered. */
export function told(tell: (said: Talk, server: RunningServer) => Promise<unknown>): Probe {
  return async (server) => {
    const said = talk(server);
    const more = await tell(said, server);
    return [...said.log, more];
  };
}

/** The same probe for several faults. */
export function each(probe: Probe, names: readonly string[]): Record<string, Probe> {
  return Object.fromEntries(names.map((name) => [name, probe]));
}

export const sink = 'https://hooks.example.com';
export const someEvents = ['video.updated', 'avatar.deleted'];
