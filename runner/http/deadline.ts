/** Ends one request: when its time is over, or when the run is stopped. */

/** Those that a stop must end, by the signal that stops them: one listener for all, since thousands would be slow. */
const UNDER_WAY = new WeakMap<AbortSignal, Set<AbortController>>();

export class Deadline {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #fellows: Set<AbortController> | undefined;
  #over = false;

  constructor(timeoutMs: number, stop: AbortSignal | undefined) {
    this.#timer = setTimeout(() => {
      this.#over = true;
      this.#controller.abort();
    }, timeoutMs);
    this.#fellows = stop && fellowsOf(stop);
    this.#fellows?.add(this.#controller);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether the time is over. */
  get aborted(): boolean {
    return this.#over;
  }

  /** The request has ended by itself. */
  release(): void {
    clearTimeout(this.#timer);
    this.#fellows?.delete(this.#controller);
  }
}

function fellowsOf(stop: AbortSignal): Set<AbortController> {
  const known = UNDER_WAY.get(stop);
  if (known) return known;
  const fellows = new Set<AbortController>();
  UNDER_WAY.set(stop, fellows);
  stop.addEventListener('abort', () => {
    for (const controller of fellows) controller.abort();
  });
  return fellows;
}
