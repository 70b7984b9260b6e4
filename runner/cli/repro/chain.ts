/** A failure's exchanges as its script understands them: which operation each called, on what, and what came. */
import type { Contract, Role } from '../../../spec/contract.ts';
import { at } from '../../../spec/json.ts';
import type { Id } from '../../ledger/records.ts';
import { newId } from '../../registry/item.ts';
import type { Exchange } from '../../result/result.ts';
import { parsed, parsedAsFar, textsIn } from './json-text.ts';

export interface Step {
  index: number;
  exchange: Exchange;
  /** The operation that it called; one with another method where none fits whole. */
  role: Role | undefined;
  status: number;
  /** The parsed answer, as far as the report keeps it. */
  body: unknown;
  /** Whether the report keeps only the beginning of the answer. */
  partial: boolean;
  /** The parsed request. */
  sent: unknown;
  /** The id of the item that it was addressed to. */
  id: unknown;
  /** The id of the item that it made. */
  made: Id | undefined;
}

export function stepsOf(exchanges: readonly Exchange[], contract: Contract, baseUrl: string): Step[] {
  return exchanges.map((exchange, index) => {
    const { request, response } = exchange;
    const role = roleOf(exchange, contract, baseUrl);
    const sent = parsed(request.body ?? '');
    const partial = response?.truncated === true;
    const body = partial ? parsedAsFar(response.body) : parsed(response?.body ?? '');
    const status = response?.status ?? 0;
    const made = role?.name === 'create' && status > 0 && status < 300 ? newId(contract, body) : undefined;
    return {
      index,
      exchange,
      role,
      status,
      body,
      partial,
      sent,
      id: addressed(role, exchange, baseUrl, sent),
      made,
    };
  });
}

/** The items in the answer to a list, each with the pointer of their list. */
export function listed(step: Step): { pointer: string; items: readonly unknown[] } | undefined {
  for (const { pointer } of step.role?.items ?? []) {
    const items = at(step.body, pointer);
    if (Array.isArray(items)) return { pointer, items };
  }
  return undefined;
}

/** Every text that a request holds: the values of its body, its path and query. */
export function textsSent({ sent, exchange: { request } }: Step): string[] {
  const { pathname = '', searchParams } = urlOf(request.url) ?? {};
  return [...textsIn(sent), ...pathname.split('/').map(decoded), ...(searchParams?.values() ?? [])].filter(
    (text) => text !== '',
  );
}

function roleOf({ request }: Exchange, contract: Contract, baseUrl: string): Role | undefined {
  const fitting = [...contract.roles.values()].filter(
    (role) => pathOf(request.url, baseUrl, role) !== undefined,
  );
  return fitting.find(({ operation }) => operation.method === request.method) ?? fitting[0];
}

/** The parts of a path that fill an operation's template. */
function pathOf(url: string, baseUrl: string, { operation }: Role): Record<string, string> | undefined {
  if (!url.startsWith(baseUrl)) return undefined;
  const path = url.slice(baseUrl.length).replace(/\?.*$/s, '').split('/');
  const template = operation.path.split('/');
  if (path.length !== template.length) return undefined;
  const filled: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    if (name !== undefined) filled[name] = decoded(path[index] ?? '');
    else if (part !== path[index]) return undefined;
  }
  return filled;
}

function addressed(role: Role | undefined, { request }: Exchange, baseUrl: string, sent: unknown): unknown {
  const place = role?.id;
  if (!role || !place) return undefined;
  if (place.in === 'body') return at(sent, place.at);
  if (place.in === 'query') return urlOf(request.url)?.searchParams.get(place.at) ?? undefined;
  const text = pathOf(request.url, baseUrl, role)?.[place.at];
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : text;
}

function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
