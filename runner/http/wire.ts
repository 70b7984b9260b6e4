/** One request on the wire and its answer, read to the end: what neither waits nor tries again. */
import { Readable } from 'node:stream';

import type { Dispatcher } from 'undici';

import type { Draft } from '../registry/draft.ts';
import { type Answer, Trouble } from './answer.ts';
import { collect, decode } from './body.ts';
import { Deadline } from './deadline.ts';
import { dispatcherFor, openConnections } from './dispatcher.ts';
import { troubleOf } from './words.ts';

export interface WireOptions {
  baseUrl: string;
  userAgent: string;
  /** Requests in flight at most: so many connections are kept. */
  concurrency: number;
  timeoutMs: number;
  /** Certificates of authorities that are trusted beside the usual ones, as PEM. */
  ca?: string;
}

export class Wire {
  readonly #dispatcher: Dispatcher;
  readonly #origin: string;
  readonly #prefix: string;
  readonly #timeoutMs: number;
  readonly #userAgent: string;

  constructor({ baseUrl, userAgent, concurrency, timeoutMs, ca }: WireOptions) {
    const { origin, pathname } = new URL(baseUrl);
    this.#origin = origin;
    this.#prefix = pathname.replace(/\/$/, '');
    this.#timeoutMs = timeoutMs;
    this.#userAgent = userAgent;
    this.#dispatcher = dispatcherFor({ origin, concurrency, timeoutMs, ...(ca === undefined ? {} : { ca }) });
  }

  /** Connections that are open now: that many requests can leave at once. */
  get warm(): number {
    return openConnections(this.#dispatcher);
  }

  /** Where a draft goes. */
  url({ path }: Draft): string {
    return this.#origin + this.#prefix + path;
  }

  /** The headers of a request: the usual ones, the credentials, and the draft's own. */
  headers(draft: Draft, credentials: Readonly<Record<string, string>>): Record<string, string> {
    const usual = {
      accept: 'application/json',
      'accept-encoding': 'gzip, deflate, br',
      'content-type': 'application/json',
      'user-agent': this.#userAgent,
      ...credentials,
    };
    const own = Object.entries(draft.headers);
    // Nearly every request: this is done thousands of times.
    if (own.length === 0) return usual;
    const all: Record<string, string | undefined> = { ...usual, ...draft.headers };
    return Object.fromEntries(
      Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
  }

  /** Sends a draft once. Trouble is given, not thrown. */
  async exchange(
    draft: Draft,
    headers: Record<string, string>,
    sentAt: number,
    stop: AbortSignal | undefined,
  ): Promise<Answer | Trouble> {
    // undici's own time-outs never end a slow drip; this one ends everything.
    const deadline = new Deadline(this.#timeoutMs, stop);
    try {
      const response = await this.#dispatcher.request({
        origin: this.#origin,
        method: draft.method,
        path: this.#prefix + draft.path,
        headers,
        body: bodyOf(draft),
        signal: deadline.signal,
      });
      const bytes = await collect(response.body);
      const plain = flatten(response.headers);
      const { text, json, unreadable } = await decode(bytes, plain, draft.method);
      return {
        draft,
        status: response.statusCode,
        headers: plain,
        text,
        body: json,
        ...(unreadable === undefined ? {} : { unreadable }),
        sentAt,
        readAt: performance.now(),
      };
    } catch (cause) {
      if (stop?.aborted) return new Trouble(stoppedBecause(stop), true, { cause });
      if (deadline.aborted)
        return new Trouble(`no answer within ${this.#timeoutMs / 1000} s`, true, { cause });
      return troubleOf(cause);
    } finally {
      deadline.release();
    }
  }

  async close(): Promise<void> {
    await this.#dispatcher.destroy();
  }
}

/** What comes from a stream, undici sends in chunks. */
function bodyOf({ content, inPieces }: Draft): string | Uint8Array | Readable | null {
  if (content === undefined || !inPieces) return content ?? null;
  const bytes = Buffer.from(content);
  const middle = Math.floor(bytes.length / 2);
  return Readable.from([bytes.subarray(0, middle), bytes.subarray(middle)]);
}

export function stoppedBecause(stop: AbortSignal): string {
  return typeof stop.reason === 'string' ? stop.reason : 'the run was stopped';
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string') flat[name.toLowerCase()] = value;
    else if (value !== undefined) flat[name.toLowerCase()] = [...new Set(value)].join(', ');
  }
  return flat;
}
