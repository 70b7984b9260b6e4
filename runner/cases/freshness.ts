/** Values that a target makes anew, for each answer or each item: which of them a run has seen. */

/** So many are remembered of each kind: a night's run has a million answers, and a pool is smaller than that. */
const MOST = 100_000;

export class Freshness {
  readonly #seen = new Map<string, Set<unknown>>();

  /** Whether a value came before, of the same kind; remembers it. */
  isOld(kind: string, value: unknown): boolean {
    const seen = this.#seen.get(kind) ?? new Set();
    this.#seen.set(kind, seen);
    if (seen.has(value)) return true;
    if (seen.size >= MOST) seen.clear();
    seen.add(value);
    return false;
  }
}
