/**
 * A small server of webhooks, right by construction: it takes what the request schemas of a document take. What else
 * differs from one API to another is its `Style`.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { ValidateFunction } from 'ajv/dist/2020.js';

import type { RoleName } from '../../spec/contract.ts';
import { at, isObject } from '../../spec/json.ts';
import { validators } from './request-schemas.ts';

export type Hook = Record<string, unknown>;

export interface Style {
  routes: Partial<Record<RoleName, readonly [method: string, path: string]>>;
  /** The header that proves who calls, and its values: one serves all accounts, or each has its own. */
  header: string;
  keys: readonly string[];
  /** Where a request names the account: `path:org`, `body:/workspace_id`; absent: the key tells. */
  account?: string;
  accounts: readonly string[];
  /** Where a request names the webhook: one place, or each that some operation has. */
  id: string | readonly string[];
  newId: (count: number) => string | number;
  /** What a new webhook has beside what was asked for. */
  made?: (id: string | number) => Hook;
  /** What every change sets anew. */
  touched?: () => Hook;
  /** The members of a webhook in a request; default: those of the whole body. */
  asked?: (body: Hook) => Hook;
  defaults?: Hook;
  one?: (hook: Hook) => unknown;
  all?: (hooks: readonly Hook[]) => unknown;
  created?: (hook: Hook) => unknown;
  deleted?: (hook: Hook) => unknown;
  statuses: { created: number; invalid: number; malformed: number; missing: number };
  problem?: (status: number) => { type: string; body: unknown };
  replaces?: boolean;
  /** Webhooks that are there already. */
  there?: readonly Hook[];
}

/** Ways to be wrong. */
export type Fault =
  | 'cuts-queries'
  | 'reads-the-beginning-of-ids'
  | 'takes-any-type'
  | 'forgets-the-last-field';

class Refusal extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`status ${status}`);
    this.status = status;
  }
}

export class SmallServer {
  readonly #style: Style;
  readonly #fault: Fault | undefined;
  readonly #valid: ReadonlyMap<string, ValidateFunction>;
  readonly #hooks = new Map<string, Map<string, Hook>>();
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  #count = 0;

  constructor(document: unknown, style: Style, fault?: Fault) {
    this.#style = style;
    this.#fault = fault;
    this.#valid = validators(document, style.routes);
    for (const account of style.accounts) this.#hooks.set(account, new Map());
    const [first] = this.#hooks.values();
    for (const hook of style.there ?? []) first?.set(String(at(hook, '/id')), { ...hook });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { problem = plainProblem } = this.#style;
    try {
      const { status, body } = this.#carryOut(request, Buffer.concat(await request.toArray()));
      response.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json' });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    } catch (error) {
      const status = error instanceof Refusal ? error.status : 500;
      const { type, body } = problem(status);
      response.writeHead(status, { 'content-type': type });
      response.end(JSON.stringify(body));
    }
  }

  #carryOut(request: IncomingMessage, bytes: Buffer): { status: number; body?: unknown } {
    const { keys, header, accounts, account: where, statuses, id: idPlace } = this.#style;
    const key = keys.indexOf(String(request.headers[header.toLowerCase()] ?? ''));
    if (key < 0) throw new Refusal(401);
    const call = this.#routed(request);
    const validate = this.#valid.get(call.role);
    const body = validate ? this.#read(bytes, validate) : {};
    const value = (place: string): unknown => {
      const [from = '', name = ''] = place.split(/:(.*)/s);
      return from === 'body' ? at(body, name) : from === 'path' ? call.path[name] : call.query.get(name);
    };
    const hooks = this.#hooks.get(String(where === undefined ? accounts[key] : value(where)));
    if (!hooks) throw new Refusal(statuses.missing);
    const { one = same, all = same, created = one, deleted } = this.#style;
    if (call.role === 'list') return { status: 200, body: all([...hooks.values()]) };
    if (call.role === 'create') return { status: statuses.created, body: created(this.#create(hooks, body)) };
    const named = [idPlace]
      .flat()
      .map(value)
      .find((found) => typeof found === 'string');
    if (typeof named !== 'string') throw new Refusal(statuses.missing);
    const name = this.#named(named);
    const hook = hooks.get(name);
    if (!hook) throw new Refusal(statuses.missing);
    if (call.role === 'update') this.#change(hook, body);
    if (call.role !== 'delete') return { status: 200, body: one(hook) };
    hooks.delete(name);
    return deleted ? { status: 200, body: deleted(hook) } : { status: 204 };
  }

  #create(hooks: Map<string, Hook>, body: Hook): Hook {
    const { newId, asked = same, made, touched, defaults } = this.#style;
    this.#count += 1;
    const id = newId(this.#count);
    const hook: Hook = { ...defaults, ...this.#kept(asked(body)), ...made?.(id), ...touched?.() };
    hooks.set(String(id), hook);
    return hook;
  }

  #change(hook: Hook, body: Hook): void {
    const { asked = same, touched, replaces, defaults } = this.#style;
    Object.assign(hook, replaces ? defaults : {}, this.#kept(asked(body)), touched?.());
  }

  /** What is kept of a request: what the schema has let pass. */
  #kept(asked: Hook): Hook {
    const entries = Object.entries(asked);
    const some = this.#fault === 'forgets-the-last-field' ? entries.slice(0, -1) : entries;
    const cut = (value: unknown): unknown =>
      this.#fault === 'cuts-queries' && typeof value === 'string' ? value.replace(/\?.*/, '') : value;
    return Object.fromEntries(some.map(([name, value]) => [name, cut(value)]));
  }

  #named(id: string): string {
    return this.#fault === 'reads-the-beginning-of-ids' ? String(Number.parseInt(id, 10)) : id;
  }

  #read(bytes: Buffer, validate: ValidateFunction): Hook {
    const { statuses } = this.#style;
    let body: unknown;
    try {
      body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    } catch {
      throw new Refusal(statuses.malformed);
    }
    if (!isObject(body)) throw new Refusal(statuses.malformed);
    if (!validate(body) && this.#fault !== 'takes-any-type') throw new Refusal(statuses.invalid);
    return body;
  }

  #routed({ method = '', url = '' }: IncomingMessage): Call {
    const { pathname, searchParams: query } = new URL(url, 'http://host');
    for (const [role, [own, template]] of Object.entries(this.#style.routes)) {
      const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
      const like = new RegExp(
        `^${template.replaceAll('.', String.raw`\.`).replaceAll(/\{\w+\}/g, '([^/]+)')}$`,
      );
      const values = own === method ? like.exec(pathname)?.slice(1) : undefined;
      if (!values) continue;
      const path = Object.fromEntries(
        names.map((name, index) => [name, decodeURIComponent(values[index] ?? '')]),
      );
      return { role: role as RoleName, path, query };
    }
    throw new Refusal(404);
  }
}

interface Call {
  role: RoleName;
  path: Record<string, string>;
  query: URLSearchParams;
}

function same<T>(value: T): T {
  return value;
}

function plainProblem(status: number): { type: string; body: unknown } {
  return { type: 'application/json', body: { message: `status ${status}` } };
}
