import { byInvocation, endOf, type History } from './history.ts';

/**
 * The operations of a partition, some placed in an order, the others pending: a linked list by time of
 * invocation, from which operations are taken and to which they return in reverse (Knuth's dancing links).
 */
export class Pending<Call, Answer> {
  readonly operations: History<Call, Answer>;
  readonly ends: readonly number[];
  /** How many of those that must have a place, because they were answered, have none yet. */
  answered: number;
  readonly #order: number[] = [];
  readonly #next: number[];
  readonly #previous: number[];
  readonly #placed: Uint16Array;

  constructor(history: History<Call, Answer>) {
    this.operations = history.toSorted(byInvocation);
    this.ends = this.operations.map(endOf);
    this.answered = this.ends.filter(Number.isFinite).length;
    // The place after the last operation is the head: its next is the first, and the last's next is it.
    const size = this.operations.length + 1;
    this.#next = Array.from({ length: size }, (_, index) => (index + 1) % size);
    this.#previous = Array.from({ length: size }, (_, index) => (index + size - 1) % size);
    this.#placed = new Uint16Array(Math.ceil(size / BITS));
  }

  /** Those that may come next: no pending one was answered before they were sent. Equal times overlap. */
  candidates(): readonly number[] {
    const head = this.operations.length;
    const found: number[] = [];
    let horizon = Infinity;
    for (let index = this.#next[head]!; index !== head; index = this.#next[index]!) {
      if (this.operations[index]!.invokedAt > horizon) break;
      found.push(index);
      horizon = Math.min(horizon, this.ends[index]!);
    }
    return found;
  }

  answeredCandidates(): History<Call, Answer> {
    const answered = this.candidates().filter((index) => Number.isFinite(this.ends[index]));
    return answered.map((index) => this.operations[index]!);
  }

  /** The placed operations, in the order of placing. */
  order(): History<Call, Answer> {
    return this.#order.map((index) => this.operations[index]!);
  }

  place(index: number): void {
    this.#next[this.#previous[index]!] = this.#next[index]!;
    this.#previous[this.#next[index]!] = this.#previous[index]!;
    this.#order.push(index);
    this.#flip(index, -1);
  }

  /** Takes the operation that was placed last out of the order again. */
  restore(): void {
    const index = this.#order.pop();
    if (index === undefined) throw new RangeError('nothing is placed');
    this.#next[this.#previous[index]!] = index;
    this.#previous[this.#next[index]!] = index;
    this.#flip(index, 1);
  }

  /** The set of placed operations, as a short string of fixed length. */
  placedText(): string {
    return String.fromCharCode(...this.#placed);
  }

  #flip(index: number, change: 1 | -1): void {
    this.#placed[Math.floor(index / BITS)]! ^= 1 << (index % BITS);
    if (Number.isFinite(this.ends[index])) this.answered += change;
  }
}

/** Bits in one character of the text of a set: fifteen keep clear of the surrogates. */
const BITS = 15;
