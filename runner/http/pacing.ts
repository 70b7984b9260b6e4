/** When the next request may go: a rate, and pauses that the target asks for. */
import { setTimeout as sleep } from 'node:timers/promises';

/** A target that asks for more patience than this is not waited for: its rules stay unjudged. */
export const LONGEST_PAUSE_MS = 60_000;

export class Pacing {
  readonly #gapMs: number;
  #next = 0;
  #pausedUntil = 0;

  /** At most `rate` requests a second; undefined: as fast as answers come. */
  constructor(rate: number | undefined) {
    this.#gapMs = rate === undefined ? 0 : 1000 / rate;
  }

  /** Waits for its turn. */
  async turn(signal?: AbortSignal): Promise<void> {
    for (;;) {
      const now = Date.now();
      const start = Math.max(now, this.#pausedUntil, this.#gapMs === 0 ? 0 : this.#next);
      if (start <= now) {
        this.#next = Math.max(this.#next, now - this.#gapMs) + this.#gapMs;
        return;
      }
      await sleep(start - now, undefined, signal ? { signal } : {});
    }
  }

  /** Nobody sends before this many milliseconds are over. */
  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, Date.now() + Math.min(ms, LONGEST_PAUSE_MS));
  }
}

/** Milliseconds of a Retry-After, in seconds or as a date; `otherwise` where there is none. */
export function retryAfter(value: string | undefined, otherwise: number): number {
  if (value === undefined) return otherwise;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? otherwise : Math.max(0, date - Date.now());
}
