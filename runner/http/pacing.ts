/** When the next request may go: a rate, given or learnt from a target that throttles, and pauses that it asks for. */

/** A target that asks for more patience than this is not waited for: its rules stay unjudged. */
export const LONGEST_PAUSE_MS = 60_000;

/** More than a target takes in the second before it says so. */
const MOST_REMEMBERED = 2000;
/** Requests a second: below this a run would take all night, and Retry-After says it anyway. */
const SLOWEST = 2;
/** A throttled target is sent a little less than it took before it refused, so that it need not refuse again. */
const SHARE = 0.985;
/** Refusing all the same, it is sent less: by a hair now and then, for clocks differ; by much where that does not help. */
const LITTLE_LESS = 0.98;
const MUCH_LESS = 0.85;
const FEW = 3;
const LATELY_MS = 10_000;
/** Of the even distance between two requests: what was held up may catch up, but not all at once. */
const CLOSEST = 0.7;

export interface TurnOptions {
  signal?: AbortSignal | undefined;
  hurry?: boolean | undefined;
  hold?: boolean;
}

interface Waiting {
  hurry: boolean;
  hold: boolean;
  go: () => void;
}

export class Pacing {
  /** Requests a second. */
  #rate: number;
  /** When the latest requests were sent, the oldest first. */
  readonly #sent: number[] = [];
  /** When it refused lately, once for several at once, and whether that taught the rate. */
  #refusals: { sentAt: number; heardAt: number; taught: boolean }[] = [];
  #pausedUntil = 0;
  /** Who waits, in the order of their turns. */
  readonly #queue: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** Those that had their turn, and wait for others to leave together with them. */
  #held = 0;

  /** At most `rate` requests a second; undefined: as fast as answers come. */
  constructor(rate: number | undefined) {
    this.#rate = rate ?? Infinity;
  }

  /** Requests a second at most; Infinity: as fast as answers come. */
  get rate(): number {
    return this.#rate;
  }

  /**
   * Waits for its turn. Where the rate is scarce, those in a hurry go before all others. Who holds its turn back,
   * to leave together with others, calls what it gets when it leaves, or does not. Rejects when it is aborted.
   */
  async turn({ signal, hurry = false, hold = false }: TurnOptions = {}): Promise<() => void> {
    signal?.throwIfAborted();
    await new Promise<void>((go, refuse) => {
      const abort = (): void => {
        this.#queue.splice(this.#queue.indexOf(waiting), 1);
        refuse(new Error('aborted'));
      };
      const waiting: Waiting = {
        hurry,
        hold,
        go: () => {
          signal?.removeEventListener('abort', abort);
          go();
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      const behind = hurry ? this.#queue.findIndex((other) => !other.hurry) : -1;
      this.#queue.splice(behind < 0 ? this.#queue.length : behind, 0, waiting);
      this.#serve();
    });
    let held = hold;
    return () => {
      if (!held) return;
      held = false;
      this.#held -= 1;
      this.#remember(performance.now());
    };
  }

  /** The target refused the request that was sent then for being one too many; several at once say it once. */
  throttled(sentAt: number): void {
    const now = performance.now();
    const own = this.#sent.findLastIndex((at) => at <= sentAt);
    if (own >= 0) this.#sent.splice(own, 1);
    const latest = this.#refusals.at(-1);
    if (latest && now - latest.heardAt < 1000) {
      // On connections of their own requests overtake each other: what it took is known when all refusals are.
      if (latest.taught) this.#rate = this.#bearable(latest.sentAt);
      return;
    }
    const taught = this.#rate === Infinity;
    this.#refusals = this.#refusals.filter(({ heardAt }) => heardAt > now - LATELY_MS);
    this.#refusals.push({ sentAt, heardAt: now, taught });
    const less = this.#refusals.length > FEW ? MUCH_LESS : LITTLE_LESS;
    this.#rate = taught ? this.#bearable(sentAt) : Math.min(this.#rate, Math.max(SLOWEST, this.#rate * less));
  }

  /** A hair less than what it took in the second before it refused one. */
  #bearable(sentAt: number): number {
    const taken = this.#sent.filter((at) => at > sentAt - 1000 && at <= sentAt).length;
    return Math.max(SLOWEST, taken * SHARE);
  }

  /** Nobody sends before this many milliseconds are over. */
  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, performance.now() + Math.min(ms, LONGEST_PAUSE_MS));
  }

  /** Lets go whose turn it is, and comes back when it is the next one's. */
  #serve(): void {
    if (this.#timer) return;
    for (let [next] = this.#queue; next; [next] = this.#queue) {
      const now = performance.now();
      const wait = Math.max(this.#pausedUntil, this.#room()) - now;
      if (wait > 0) {
        this.#timer = setTimeout(() => {
          this.#timer = undefined;
          this.#serve();
        }, Math.ceil(wait));
        return;
      }
      this.#queue.shift();
      if (next.hold) this.#held += 1;
      else this.#remember(now);
      next.go();
    }
  }

  /** When one more request keeps to the rate, over any second and from one request to the next. */
  #room(): number {
    if (this.#rate === Infinity) return 0;
    const distance = 1000 / this.#rate;
    const together = Math.max(1, Math.round(this.#rate));
    // Those held back may leave at any moment.
    const first = this.#sent.at(-Math.max(1, together - this.#held));
    const last = this.#sent.at(-1) ?? -Infinity;
    return Math.max(last + CLOSEST * distance, first === undefined ? 0 : first + together * distance);
  }

  #remember(now: number): void {
    this.#sent.push(now);
    if (this.#sent.length > MOST_REMEMBERED) this.#sent.splice(0, MOST_REMEMBERED / 2);
  }
}

/** Milliseconds of a Retry-After, in seconds or as a date; `otherwise` where there is none. */
export function retryAfter(value: string | undefined, otherwise: number): number {
  if (value === undefined) return otherwise;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? otherwise : Math.max(0, date - Date.now());
}
