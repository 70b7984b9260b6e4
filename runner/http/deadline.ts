/** Ends one request: when its time is over, or when the run is stopped. */
import { EventEmitter } from 'node:events';

/** What undici listens to: an emitter will do, and costs far less than an AbortController. */
class Ending extends EventEmitter {
  aborted = false;

  end(): void {
    this.aborted = true;
    this.emit('abort');
  }
}

/** Those that a stop must end, by the signal that stops them: one listener for all, since thousands would be slow. */
const UNDER_WAY = new WeakMap<AbortSignal, Set<Ending>>();

export class Deadline {
  readonly #ending = new Ending();
  readonly #timer: NodeJS.Timeout;
  readonly #fellows: Set<Ending> | undefined;
  #over = false;

  constructor(timeoutMs: number, stop: AbortSignal | undefined) {
    this.#timer = setTimeout(() => {
      this.#over = true;
      this.#ending.end();
    }, timeoutMs);
    this.#fellows = stop && fellowsOf(stop);
    this.#fellows?.add(this.#ending);
  }

  /** For undici: emits `abort`. */
  get signal(): EventEmitter {
    return this.#ending;
  }

  /** Whether the time is over. */
  get aborted(): boolean {
    return this.#over;
  }

  /** The request has ended by itself. */
  release(): void {
    clearTimeout(this.#timer);
    this.#fellows?.delete(this.#ending);
  }
}

function fellowsOf(stop: AbortSignal): Set<Ending> {
  const known = UNDER_WAY.get(stop);
  if (known) return known;
  const fellows = new Set<Ending>();
  UNDER_WAY.set(stop, fellows);
  stop.addEventListener('abort', () => {
    for (const ending of fellows) ending.end();
  });
  return fellows;
}
