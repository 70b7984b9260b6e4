/** A request to one operation, lawful to begin with; laws bend it before it is sent. */
import type { Role } from '../../spec/contract.ts';
import { drop, put } from '../../spec/json.ts';
import type { Place } from '../../spec/place.ts';
import type { Account } from '../accounts/account.ts';

export class Draft {
  readonly role: Role;
  readonly account: Account;
  method: string;
  /** The id of the item that it was addressed to. */
  id: unknown;
  /** The fields that it was drafted with, by name. */
  asked: Readonly<Record<string, unknown>> = {};
  /** The path with its parameters filled in, without the query. */
  pathTemplate: string;
  /** The JSON body; undefined: none. */
  body: unknown;
  /** What to send in place of the JSON body. */
  raw: string | Uint8Array | undefined;
  /** The body goes out in pieces, without a word about its length. */
  inPieces = false;
  /** Headers added or, with undefined, left out. */
  readonly headers: Record<string, string | undefined> = {};
  /** Headers in place of the right credentials. */
  credentials: Readonly<Record<string, string>> | undefined;
  readonly #path = new Map<string, string>();
  readonly #query = new Map<string, string>();

  constructor(role: Role, account: Account) {
    this.role = role;
    this.account = account;
    this.method = role.operation.method;
    this.pathTemplate = role.operation.path;
    this.body = role.operation.hasBody ? {} : undefined;
  }

  /** Names the item that the request speaks of; any JSON, since laws try wrong ones. */
  address(id: unknown): this {
    this.id = id;
    return this.set(this.role.id, id);
  }

  /** Sets a value where it belongs. A body takes any JSON; a query or path parameter takes its text. */
  set(place: Place | undefined, value: unknown): this {
    if (place?.in === 'body') put(this.body, place.at, value);
    if (place?.in === 'query') this.#query.set(place.at, asText(value));
    if (place?.in === 'path') this.#path.set(place.at, asText(value));
    return this;
  }

  /** Leaves a value out. A path parameter cannot be left out: another operation would answer. */
  without(place: Place): this {
    if (place.in === 'body') drop(this.body, place.at);
    if (place.in === 'query') this.#query.delete(place.at);
    return this;
  }

  /** Adds a header to all others; undefined leaves one out that would be sent. */
  header(name: string, value: string | undefined): this {
    this.headers[name] = value;
    return this;
  }

  forged(headers: Readonly<Record<string, string>>): this {
    this.credentials = headers;
    return this;
  }

  /** Path and query as they go on the wire. */
  get path(): string {
    const path = this.pathTemplate.replace(/\{([^}]+)\}/g, (_, name: string) =>
      encode(this.#path.get(name) ?? ''),
    );
    const query = [...this.#query].map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
    return query === '' ? path : `${path}?${query}`;
  }

  /** What is sent as body. */
  get content(): string | Uint8Array | undefined {
    if (this.raw !== undefined) return this.raw;
    return this.body === undefined ? undefined : JSON.stringify(this.body);
  }
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** Percent-encoded; a lone surrogate, which no URL can hold, becomes the replacement character. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
