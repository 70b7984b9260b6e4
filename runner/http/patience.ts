/** How long a target in trouble is believed to come back. */

/** So many requests of one operation in a row without an answer: it is no bad moment of this operation any more. */
const MOST_IN_A_ROW = 8;
/** A silence with fewer attempts than this may be ours. */
const FEWEST_ATTEMPTS = 6;

export class Patience {
  readonly #heardMs: number;
  readonly #unheardMs: number;
  #heard = false;
  #silentSince: number | undefined;
  #attempts = 0;
  #gone: string | undefined;
  readonly #inARow = new Map<string, number>();

  /** After so long a silence a target is gone: one that was heard before, and one that never was. */
  constructor(heardMs: number, unheardMs: number) {
    this.#heardMs = heardMs;
    this.#unheardMs = unheardMs;
  }

  /** How long anything is tried. */
  get mostMs(): number {
    return this.#heard ? this.#heardMs : this.#unheardMs;
  }

  /** Whether the target ever said anything. A wrong address is found out sooner than a bad night. */
  get heard(): boolean {
    return this.#heard;
  }

  /** Why nothing is sent to the target any more, or undefined. */
  get gone(): string | undefined {
    return this.#gone;
  }

  /** An operation gave an answer that says something. */
  answered(operation: string): void {
    this.#heard = true;
    this.#silentSince = undefined;
    this.#attempts = 0;
    this.#inARow.delete(operation);
  }

  /** It gave none. */
  troubled(operation: string, why: string): void {
    const now = performance.now();
    this.#silentSince ??= now;
    this.#attempts += 1;
    this.#inARow.set(operation, (this.#inARow.get(operation) ?? 0) + 1);
    const silent = now - this.#silentSince;
    if (this.#heard && silent > this.#heardMs && this.#attempts >= FEWEST_ATTEMPTS) {
      this.#gone ??= `the target has said nothing for ${Math.round(silent / 100) / 10} s: ${why}`;
    }
  }

  /** The target asked to be left alone for longer than a run waits. */
  dismissed(why: string): void {
    this.#gone ??= why;
  }

  /** Whether nothing is won by trying this operation on another item. */
  hopeless(operation: string): boolean {
    return this.#gone !== undefined || (this.#inARow.get(operation) ?? 0) >= MOST_IN_A_ROW;
  }

  /** Milliseconds without a word from the target. */
  get silentMs(): number {
    return this.#silentSince === undefined ? 0 : performance.now() - this.#silentSince;
  }
}
