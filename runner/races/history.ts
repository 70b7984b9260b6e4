/** One operation as its client saw it: when it was sent, when its answer was complete, and what the answer said. */
export interface Operation<Call = unknown, Answer = unknown> {
  readonly client: string;
  /** Operations on different accounts cannot influence each other and are judged apart. */
  readonly account: string;
  /** Plain data: it is compared and printed as JSON. */
  readonly call: Call;
  readonly invokedAt: number;
  /**
   * Undefined when no answer came, or none that says what happened (a 500, say): the operation may take
   * effect at any later time or never.
   */
  readonly completedAt: number | undefined;
  /**
   * Undefined when unknown. With `completedAt` set, the operation is over and had some lawful result; which
   * one is left open. Shrinking makes such operations, and open-ended ones with the rest of an answer: that
   * holds if they took effect at all.
   */
  readonly answer: Answer | undefined;
}

export type History<Call = unknown, Answer = unknown> = readonly Operation<Call, Answer>[];

/** The end of an operation for purposes of order: without an answer there is none. */
export function endOf(operation: Operation): number {
  return operation.completedAt ?? Infinity;
}

/** The order in which operations were sent. */
export function byInvocation(left: Operation, right: Operation): number {
  return left.invokedAt - right.invokedAt;
}

/**
 * Notes the operations of concurrent clients as they happen. The two stamps must hug the request: one
 * taken too late or too early narrows the interval, and the checker would then accuse a correct server.
 */
export class Recorder<Call, Answer> {
  readonly #operations: Operation<Call, Answer>[] = [];
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /**
   * To be called just before the request is sent; what it returns, as soon as the answer is there. Never
   * calling that leaves the operation open-ended, which is right for lost and for unclear answers.
   */
  invoke(client: string, account: string, call: Call): (answer: Answer) => void {
    const slot = this.#operations.length;
    const sent = { client, account, call, invokedAt: this.#now(), completedAt: undefined, answer: undefined };
    this.#operations.push(sent);
    let open = true;
    return (answer) => {
      if (!open) return;
      open = false;
      this.#operations[slot] = { ...sent, completedAt: this.#now(), answer };
    };
  }

  /** What is known by now; an operation still under way is open-ended in it. */
  history(): History<Call, Answer> {
    return this.#operations.toSorted(byInvocation);
  }
}

/** How concurrent a history really was. */
export interface Overlap {
  readonly operations: number;
  /** The most operations that were in flight on one account together. */
  readonly max: number;
  /** How many were in flight on the account at the moment an operation was sent, itself included, on average. */
  readonly mean: number;
}

/**
 * Measures the overlap, never flattering: operations on different accounts do not race each other, and one
 * without an answer counts at its own start alone, since nobody knows how long it was alive.
 */
export function overlap(history: History): Overlap {
  const inFlight = history.map(
    (starting) =>
      1 +
      history.filter(
        (other) =>
          other !== starting &&
          other.account === starting.account &&
          other.completedAt !== undefined &&
          other.invokedAt <= starting.invokedAt &&
          other.completedAt > starting.invokedAt,
      ).length,
  );
  const sum = inFlight.reduce((total, count) => total + count, 0);
  return {
    operations: history.length,
    max: inFlight.reduce((most, count) => Math.max(most, count), 0),
    mean: history.length === 0 ? 0 : sum / history.length,
  };
}
