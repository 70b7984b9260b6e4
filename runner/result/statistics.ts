import type { Attempt } from '../http/client.ts';
import type { RequestCounts } from './result.ts';

/** Counts requests, and keeps a fair sample of how long they took: memory stays flat in a night's run. */
const SAMPLE = 10_000;

export class Statistics {
  total = 0;
  readonly #byOperation = new Map<string, number>();
  readonly #latencies: number[] = [];
  readonly #troubled = new Map<string, number>();

  count({ draft, ms, answer }: Attempt): void {
    this.total += 1;
    const { id } = draft.role.operation;
    this.#byOperation.set(id, (this.#byOperation.get(id) ?? 0) + 1);
    if (!answer || answer.status === 429 || answer.status >= 500) {
      const trouble = answer ? String(answer.status) : 'no answer';
      this.#troubled.set(trouble, (this.#troubled.get(trouble) ?? 0) + 1);
    }
    if (!answer) return;
    if (this.#latencies.length < SAMPLE) this.#latencies.push(ms);
    // Every further one takes a place with the chance that keeps the sample fair (reservoir sampling).
    else {
      const place = Math.floor(Math.random() * this.total);
      if (place < SAMPLE) this.#latencies[place] = ms;
    }
  }

  summary(): RequestCounts {
    const sorted = [...this.#latencies].sort((a, b) => a - b);
    const quantile = (share: number): number => {
      const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
      return Math.round(value * 10) / 10;
    };
    return {
      total: this.total,
      byOperation: Object.fromEntries([...this.#byOperation].sort(([a], [b]) => a.localeCompare(b))),
      latencyMs: { p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99) },
      ...(this.#troubled.size > 0 ? { troubled: Object.fromEntries(this.#troubled) } : {}),
    };
  }
}
