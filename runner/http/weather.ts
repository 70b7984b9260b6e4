/** How bad the night is: how often an odd answer must come before it is believed. */

/** A server that is broken is broken every time; by chance, one request in twenty is so four times running in 160,000. */
const CALM = 4;
/** Once something odd did not come back, chance is about. */
const STORMY = 6;
/** What was believed once in a calm run is believed the second time. */
const KNOWN = 2;

export class Weather {
  #healed = 0;
  readonly #believed = new Set<string>();

  /** How often something odd must come at the same place. */
  need(operation: string, odd: string): number {
    if (this.#healed > 0) return STORMY;
    return this.#believed.has(key(operation, odd)) ? KNOWN : CALM;
  }

  /** It came as often. */
  believed(operation: string, odd: string): void {
    this.#believed.add(key(operation, odd));
  }

  /** Something odd did not come back. */
  healed(): void {
    this.#healed += 1;
  }
}

/** Numbers (lengths, positions) differ from answer to answer. */
function key(operation: string, odd: string): string {
  return `${operation}\n${odd.replace(/\d+/g, '#')}`;
}
