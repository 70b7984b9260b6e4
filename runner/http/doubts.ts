/**
 * What was odd in one case, over all its attempts. A case begins anew as long as an odd answer may have been a bad
 * moment; the same one at the same place, attempt after attempt, is the server's answer.
 */
import type { Answer } from './answer.ts';
import { oddness } from './odd.ts';
import type { Weather } from './weather.ts';

export class Doubts {
  readonly #weather: Weather;
  /** How often in a row each place was odd: `3 webhook.config.create answered 500`. */
  readonly #seen = new Map<string, { step: number; operation: string; times: number }>();
  #step = 0;
  #believing = false;
  #open = false;
  /** What was odd and did not come back. */
  readonly notes = new Set<string>();

  constructor(weather: Weather) {
    this.#weather = weather;
  }

  /** A new attempt. */
  begin(): void {
    this.#step = 0;
    this.#believing = false;
  }

  /** The next attempt begins elsewhere: no place is the same as before. */
  moved(): void {
    this.#seen.clear();
  }

  /** The next answer: what is odd about it, where that may be a bad moment. Undefined: it is to be judged. */
  about(answer: Answer): string | undefined {
    this.#step += 1;
    const step = this.#step;
    const { id: operation } = answer.draft.role.operation;
    const odd = oddness(answer);
    if (answer.healed !== undefined) this.notes.add(`${operation} once: ${answer.healed}`);
    const place = `${step} ${operation} ${odd?.replace(/\d+/g, '#') ?? ''}`;
    for (const [name, one] of this.#seen) {
      if (one.step !== step || one.operation !== operation || name === place) continue;
      this.#seen.delete(name);
      if (odd === undefined) this.#weather.healed();
    }
    // What follows an odd answer that was believed (smaller counterexamples, further probes) is believed as well.
    if (odd === undefined || answer.confirmed === true || this.#believing) return undefined;
    const times = (this.#seen.get(place)?.times ?? 0) + 1;
    this.#seen.set(place, { step, operation, times });
    if (times >= this.#weather.need(operation, odd)) {
      this.#weather.believed(operation, odd);
      this.#believing = true;
      return undefined;
    }
    this.#open = true;
    this.notes.add(`${operation} once: ${odd}`);
    return `${operation}: ${odd}`;
  }

  /** The case came through. */
  passed(): void {
    if (this.#open && !this.#believing) this.#weather.healed();
  }
}
