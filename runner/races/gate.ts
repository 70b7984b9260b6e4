/** A starting line: those who are to leave together wait here until the last of them is ready. */
export class Gate {
  /** Settles when all are here, or will not come any more. */
  readonly opened: Promise<void>;
  readonly #arrived = new Set<number>();
  readonly #size: number;
  #open: () => void = () => undefined;

  constructor(size: number) {
    this.#size = size;
    this.opened = new Promise((resolve) => {
      this.#open = resolve;
    });
    if (size === 0) this.#open();
  }

  /** To wait at the line. */
  async arrive(who: number): Promise<void> {
    this.pass(who);
    await this.opened;
  }

  /** Whoever ends without having come holds nobody up. */
  pass(who: number): void {
    this.#arrived.add(who);
    if (this.#arrived.size >= this.#size) this.#open();
  }
}
