/** Sends drafts: signing, pacing, patience with a busy target, deadlines. */
import { randomInt } from 'node:crypto';

import pLimit, { type LimitFunction } from 'p-limit';
import { type Dispatcher, Pool } from 'undici';

import type { Draft } from '../draft.ts';
import type { Signer } from '../signers/signer.ts';
import { type Answer, Trouble } from './answer.ts';
import { collect, decode } from './body.ts';
import { Pacing, retryAfter } from './pacing.ts';

export interface ClientOptions {
  baseUrl: string;
  signer: Signer;
  userAgent: string;
  concurrency: number;
  rate?: number;
  timeoutMs: number;
  /** Aborts everything that is under way. */
  signal?: AbortSignal;
  /** Told of every attempt, also of those that are sent again. */
  onAttempt?: (attempt: Attempt) => void;
}

/** One request as it went out, and what came of it. */
export interface Attempt {
  draft: Draft;
  url: string;
  headers: Record<string, string>;
  /** The names of those that carry credentials. */
  secretHeaders: ReadonlySet<string>;
  content: string | undefined;
  answer?: Answer;
  trouble?: Trouble;
  sentAt: number;
  ms: number;
}

export interface SendOptions {
  /** False: a 429 or 503 is trouble at once, not waited out (a race thrown away as a whole). */
  patient?: boolean;
  /** Waited for when all is ready, just before it goes out: those who race leave together. */
  start?: () => Promise<void>;
  /** Sent even after the run was stopped: clean-up. */
  cleaning?: boolean;
  /** Called with every attempt of this one draft. */
  record?: (attempt: Attempt) => void;
}

/** Statuses that say that nothing was done, and to come back. */
const BUSY = new Set([429, 503]);
/** Statuses of something between us and the target: nobody knows what was done. */
const LOST = new Set([502, 504]);
/** How often one request is sent at most, and a busy target is believed. */
const MOST_ATTEMPTS = 12;
/** Broken connections of a read are healed by a few more tries. */
const MOST_BREAKS = 4;

export class Client {
  readonly #options: ClientOptions;
  readonly #pool: Pool;
  readonly #prefix: string;
  readonly #limit: LimitFunction;
  readonly #pacing: Pacing;
  /** One race at a time gathers its requests: two that hold some places and want more would block each other. */
  readonly gathering = pLimit(1);

  constructor(options: ClientOptions) {
    const { origin, pathname } = new URL(options.baseUrl);
    this.#options = options;
    this.#prefix = pathname.replace(/\/$/, '');
    this.#limit = pLimit(options.concurrency);
    this.#pacing = new Pacing(options.rate);
    this.#pool = new Pool(origin, {
      connections: options.concurrency,
      pipelining: 1,
      headersTimeout: options.timeoutMs,
      bodyTimeout: options.timeoutMs,
      connect: { timeout: Math.min(options.timeoutMs, 10_000) },
    });
  }

  /** The signer, for forgeries. */
  get signer(): Signer {
    return this.#options.signer;
  }

  get concurrency(): number {
    return this.#options.concurrency;
  }

  /** Sends and waits for an answer that says something. Throws Trouble where none comes. */
  async send(draft: Draft, { patient = true, cleaning = false, record, start }: SendOptions = {}): Promise<Answer> {
    const reads = draft.role.name === 'get' || draft.role.name === 'list';
    let breaks = 0;
    for (let attempt = 1; ; attempt += 1) {
      const stop = cleaning ? undefined : this.#options.signal;
      const outcome = await this.#once(draft, stop, record, start);
      const again = attempt < MOST_ATTEMPTS && patient && stop?.aborted !== true;
      if (outcome instanceof Trouble) {
        breaks += 1;
        if (!again || breaks >= MOST_BREAKS || (outcome.mayHaveHappened && !reads)) throw outcome;
        this.#pacing.pause(breaks * randomInt(20, 100));
        continue;
      }
      const busy = BUSY.has(outcome.status);
      if (!busy && !LOST.has(outcome.status)) return outcome;
      // Who has no patience still keeps the others from knocking too early.
      if (busy && !patient) this.#wait(outcome, attempt);
      if (!again || (!busy && !reads)) {
        throw new Trouble(`${draft.role.operation.id} was answered ${outcome.status}`, !busy);
      }
      this.#wait(outcome, attempt);
    }
  }

  /** Nobody sends before a busy target wants it. */
  #wait({ headers }: Answer, attempt: number): void {
    const wait = retryAfter(headers['retry-after'], 200 * 2 ** Math.min(attempt, 6));
    // Jitter, so that those who waited together do not come back together.
    this.#pacing.pause(wait + randomInt(5, 40));
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  async #once(
    draft: Draft,
    stop: AbortSignal | undefined,
    record: SendOptions['record'],
    start: SendOptions['start'],
  ): Promise<Answer | Trouble> {
    return this.#limit(async () => {
      await this.#pacing.turn(stop).catch(() => undefined);
      if (stop?.aborted) return new Trouble(stoppedBecause(stop), false);
      const credentials = draft.credentials ?? this.#options.signer.sign(draft.account.credentials);
      const headers = this.#headers(draft, credentials);
      const { content } = draft;
      const path = this.#prefix + draft.path;
      const url = new URL(this.#options.baseUrl).origin + path;
      await start?.();
      const sentAt = performance.now();
      const outcome = await this.#exchange(draft, path, headers, content, sentAt, stop);
      const ms = performance.now() - sentAt;
      const attempt: Attempt = {
        draft,
        url,
        headers,
        secretHeaders: new Set(Object.keys(credentials)),
        content: content instanceof Uint8Array ? new TextDecoder().decode(content) : content,
        sentAt,
        ms,
        ...(outcome instanceof Trouble ? { trouble: outcome } : { answer: outcome }),
      };
      record?.(attempt);
      this.#options.onAttempt?.(attempt);
      return outcome;
    });
  }

  async #exchange(
    draft: Draft,
    path: string,
    headers: Record<string, string>,
    content: string | Uint8Array | undefined,
    sentAt: number,
    stop: AbortSignal | undefined,
  ): Promise<Answer | Trouble> {
    // undici's own time-outs never end a slow drip; this one ends everything.
    const deadline = AbortSignal.timeout(this.#options.timeoutMs);
    const signal = stop ? AbortSignal.any([deadline, stop]) : deadline;
    try {
      const response = await this.#pool.request({
        method: draft.method as Dispatcher.HttpMethod,
        path,
        headers,
        body: content ?? null,
        signal,
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
      return this.#trouble(cause, deadline.aborted);
    }
  }

  #trouble(cause: unknown, late: boolean): Trouble {
    if (late) return new Trouble(`no answer within ${this.#options.timeoutMs / 1000} s`, true, { cause });
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    const refused = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'].includes(code);
    const message = cause instanceof Error ? cause.message : String(cause);
    return new Trouble(`${code ? `${code}: ` : ''}${message || 'the connection broke'}`, !refused, { cause });
  }

  #headers(draft: Draft, credentials: Readonly<Record<string, string>>): Record<string, string> {
    const all: Record<string, string | undefined> = {
      accept: 'application/json',
      'accept-encoding': 'gzip, deflate, br',
      'content-type': 'application/json',
      'user-agent': this.#options.userAgent,
      ...credentials,
      ...draft.headers,
    };
    return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
  }
}

function stoppedBecause(stop: AbortSignal): string {
  return typeof stop.reason === 'string' ? stop.reason : 'the run was stopped';
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = [value].flat().join(', ');
  }
  return flat;
}
