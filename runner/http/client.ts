/** Sends drafts: signing, pacing, patience with a busy target. */
import { randomInt } from 'node:crypto';

import pLimit, { type LimitFunction } from 'p-limit';

import type { Draft } from '../registry/draft.ts';
import type { Signer } from '../signers/signer.ts';
import { type Answer, Trouble } from './answer.ts';
import { oddness } from './odd.ts';
import { LONGEST_PAUSE_MS, Pacing, retryAfter } from './pacing.ts';
import { Patience } from './patience.ts';
import { Weather } from './weather.ts';
import { stoppedBecause, Wire, type WireOptions } from './wire.ts';

export interface ClientOptions extends WireOptions {
  signer: Signer;
  rate?: number;
  /** Asked before each request leaves, those that are sent again included: why it may not, or undefined. */
  spend?: (draft: Draft, cleaning: boolean) => string | undefined;
  /** Whether others wait for it: where a rate is kept, it goes first. */
  hurries?: (draft: Draft) => boolean;
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
  /** Clean-up: sent even after the run was stopped, and as often as it takes. */
  cleaning?: boolean;
  /** A write that changes nothing, whatever becomes of it, may be sent again like a read. */
  repeatable?: boolean;
  /** Called with every attempt of this one draft. */
  record?: (attempt: Attempt) => void;
}

/** Statuses that say that nothing was done, and to come back. 408: the request did not arrive as a whole. */
const BUSY = new Set([408, 429, 503]);
/** So often a busy target is believed that it has a place for others only. */
const MOST_WAITS = 40;
/** A broken connection is healed by a few more tries, a restart of the target by more. */
const MOST_BREAKS = 12;
/** A target that never said anything is not there at all. */
const MOST_BREAKS_UNHEARD = 4;
/** For as many time-outs a target may say nothing, and for fewer one that never said anything. */
const PATIENCE = { heard: 4, unheard: 2 };

/** What one request met so far. */
interface Counts {
  waits: number;
  breaks: number;
  odd: number;
  /** What was odd about the last odd answer. */
  oddness: string;
}

/** Statuses of something between us and the target: nobody knows what was done. */
function isLost(status: number): boolean {
  return status === 502 || status === 504 || (status >= 520 && status <= 530) || status >= 598;
}

export class Client {
  readonly #options: ClientOptions;
  readonly #wire: Wire;
  readonly #limit: LimitFunction;
  readonly #pacing: Pacing;
  readonly #patience: Patience;
  #staysCold = false;
  /** How often something odd must come before it is believed. */
  readonly weather = new Weather();
  /** One race at a time gathers its requests: two that hold some places and want more would block each other. */
  readonly gathering = pLimit(1);

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#wire = new Wire(options);
    this.#limit = pLimit(options.concurrency);
    this.#pacing = new Pacing(options.rate);
    this.#patience = new Patience(PATIENCE.heard * options.timeoutMs, PATIENCE.unheard * options.timeoutMs);
  }

  /** The signer, for forgeries. */
  get signer(): Signer {
    return this.#options.signer;
  }

  get concurrency(): number {
    return this.#options.concurrency;
  }

  /**
   * Opens connections, by sending something harmless on so many at once, unless there are enough of them. A target that
   * closes them after each answer, or takes requests one by one only, is not asked again: it would be in vain.
   */
  async warmUp(connections: number, send: () => Promise<unknown>): Promise<void> {
    if (this.#staysCold || this.#wire.warm >= connections) return;
    await Promise.all(Array.from({ length: connections }, send));
    this.#staysCold = this.#wire.warm < connections;
  }

  /** Why nothing but clean-up is sent any more: the target is gone, or wants to be left alone. */
  get gone(): string | undefined {
    return this.#patience.gone;
  }

  /** Sends and waits for an answer that says something. Throws Trouble where none comes. */
  async send(draft: Draft, options: SendOptions = {}): Promise<Answer> {
    const { patient = true, cleaning = false } = options;
    const stop = cleaning ? undefined : this.#options.signal;
    const repeatable = cleaning || options.repeatable === true || isRead(draft);
    const { id } = draft.role.operation;
    const began = performance.now();
    const counts: Counts = { waits: 0, breaks: 0, odd: 0, oddness: '' };
    for (;;) {
      if (this.gone !== undefined && !cleaning) throw new Trouble(this.gone, false, { hopeless: true });
      const outcome = await this.#once(draft, stop, options);
      const on = patient && stop?.aborted !== true;
      if (outcome instanceof Trouble || isLost(outcome.status)) {
        const trouble =
          outcome instanceof Trouble ? outcome : new Trouble(`answered ${outcome.status}`, true);
        if (stop?.aborted) throw trouble;
        this.#patience.troubled(id, trouble.message);
        counts.breaks += 1;
        const again =
          on && (repeatable || !trouble.mayHaveHappened) && this.#mayBreak(counts.breaks, began, trouble);
        if (!again) throw this.#asIs(draft, trouble);
        this.#pacing.pause(Math.min(2_000, 25 * 2 ** (counts.breaks - 1)) + randomInt(5, 40));
      } else if (BUSY.has(outcome.status)) {
        counts.waits += 1;
        if (outcome.status === 429) this.#learn(outcome, options);
        this.#busy(outcome, counts.waits, began, on);
      } else {
        this.#patience.answered(id);
        if (!on || !repeatable) return outcome;
        const judged = this.#believe(outcome, counts);
        if (judged) return judged;
        this.#pacing.pause(randomInt(5, 20));
      }
    }
  }

  /** Whether one more try is worth it after so many broken connections. */
  #mayBreak(breaks: number, began: number, { hopeless }: Trouble): boolean {
    const most = this.#patience.heard ? MOST_BREAKS : MOST_BREAKS_UNHEARD;
    return !hopeless && breaks < most && performance.now() - began < this.#patience.mostMs;
  }

  /** What left together with others may be too much for a rate that is right. */
  #learn({ sentAt }: Answer, { start }: SendOptions): void {
    if (start === undefined || this.#pacing.rate === Infinity) this.#pacing.throttled(sentAt);
  }

  /** Waits as a busy target asks. Throws Trouble where that is too long, or comes to nothing. */
  #busy({ draft, status, headers }: Answer, waits: number, began: number, patient: boolean): void {
    const { id } = draft.role.operation;
    const asked = retryAfter(headers['retry-after'], Math.min(10_000, 100 * 2 ** (waits - 1)));
    const why = `${id} was answered ${status}`;
    this.#patience.troubled(id, why);
    if (asked > LONGEST_PAUSE_MS) {
      const words = `${why} with Retry-After: ${headers['retry-after'] ?? ''}, which is longer than a run waits (${LONGEST_PAUSE_MS / 1000} s)`;
      this.#patience.dismissed(words);
      throw new Trouble(words, false, { hopeless: true });
    }
    // Nobody sends before a busy target wants it. Jitter, so that those who waited together do not come back together.
    this.#pacing.pause(asked + randomInt(5, 40));
    const { mostMs, silentMs } = this.#patience;
    const enough =
      waits >= MOST_WAITS || (waits > 1 && silentMs > mostMs && performance.now() - began > mostMs);
    if (enough || !patient)
      throw this.#asIs(
        draft,
        new Trouble(`answered ${status} ${waits === 1 ? 'once' : `${waits} times`}`, false),
      );
  }

  /** An odd answer to a read is asked for again until it is sure that it is no bad moment. */
  #believe(answer: Answer, counts: Counts): Answer | undefined {
    const { id } = answer.draft.role.operation;
    const odd = oddness(answer);
    if (odd === undefined) {
      if (counts.odd === 0) return answer;
      this.weather.healed();
      return { ...answer, healed: counts.oddness };
    }
    counts.odd += 1;
    counts.oddness = odd;
    if (counts.odd < this.weather.need(id, odd)) return undefined;
    this.weather.believed(id, odd);
    return { ...answer, confirmed: true };
  }

  #asIs({ role }: Draft, { message, mayHaveHappened, hopeless, cause }: Trouble): Trouble {
    const { id } = role.operation;
    const options = { cause, hopeless: hopeless || this.#patience.hopeless(id) };
    return new Trouble(`${id}: ${message}`, mayHaveHappened, options);
  }

  async close(): Promise<void> {
    await this.#wire.close();
  }

  async #once(draft: Draft, stop: AbortSignal | undefined, options: SendOptions): Promise<Answer | Trouble> {
    return this.#limit(async () => {
      const hurry = this.#options.hurries?.(draft);
      const hold = options.start !== undefined;
      // Rejected it was aborted, which the next line says.
      const leave = await this.#pacing.turn({ signal: stop, hurry, hold }).catch(() => () => undefined);
      try {
        if (stop?.aborted) return new Trouble(stoppedBecause(stop), false);
        return await this.#exchange(draft, stop, options, leave);
      } finally {
        leave();
      }
    });
  }

  async #exchange(
    draft: Draft,
    stop: AbortSignal | undefined,
    { record, start, cleaning = false }: SendOptions,
    leave: () => void,
  ): Promise<Answer | Trouble> {
    const spent = this.#options.spend?.(draft, cleaning);
    if (spent !== undefined) {
      this.#patience.dismissed(spent);
      return new Trouble(spent, false, { hopeless: true });
    }
    const credentials = draft.credentials ?? this.#options.signer.sign(draft.account.credentials);
    const headers = this.#wire.headers(draft, credentials);
    const { content } = draft;
    await start?.();
    leave();
    const sentAt = performance.now();
    const outcome = await this.#wire.exchange(draft, headers, sentAt, stop);
    const ms = performance.now() - sentAt;
    const attempt: Attempt = {
      draft,
      url: this.#wire.url(draft),
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
  }
}

/** What changes nothing may be sent again. A law may send a read with another method: that is none. */
function isRead({ role, method }: Draft): boolean {
  const own = method === role.operation.method && (role.name === 'get' || role.name === 'list');
  return own || method === 'GET' || method === 'HEAD';
}
