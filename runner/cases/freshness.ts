/** Values that a target makes anew for each answer: which of them a run has seen. */

/** So many are remembered of each rule: a night's run has a million answers, and a pool is smaller than that. */
const MOST = 100_000;

export class Freshness {
  readonly #seen = new Map<string, Set<unknown>>();

  /** Whether a value came before, by the same rule; remembers it. */
  isOld(rule: string, value: unknown): boolean {
    const seen = this.#seen.get(rule) ?? new Set();
    this.#seen.set(rule, seen);
    if (seen.has(value)) return true;
    if (seen.size >= MOST) seen.clear();
    seen.add(value);
    return false;
  }
}
