/** How a target did over its last runs: a line a run, and for each rule and reading when it changed. */
import type { Verdict } from '../result/result.ts';
import { judged } from './compare.ts';
import type { PastRun, TargetKey } from './store.ts';

export interface Trend extends TargetKey {
  /** The oldest first. */
  runs: TrendRun[];
  /** Those that changed, by id. */
  rules: { rule: string; changes: { startedAt: string; version?: string; to: 'held' | 'broken' }[] }[];
  readings: { gap: string; changes: { startedAt: string; version?: string; from: string; to: string }[] }[];
}

export interface TrendRun {
  /** ISO 8601. */
  startedAt: string;
  version?: string;
  verdict: Verdict;
  mode: string;
  seed: number;
  /** The rules that failed. */
  failed: string[];
  requests: number;
  durationMs: number;
  latencyMs: { p50: number; p95: number; p99: number };
}

/** Of at least one run, the oldest first. */
export function trendOf({ contract, baseUrl }: TargetKey, runs: readonly PastRun[]): Trend {
  return {
    contract,
    baseUrl,
    runs: runs.map((run) => ({
      ...when(run),
      verdict: run.verdict,
      mode: run.mode,
      seed: run.seed,
      failed: [...run.rules].filter(([, { status }]) => status === 'failed').map(([rule]) => rule),
      requests: run.requests,
      durationMs: run.durationMs,
      latencyMs: run.latencyMs,
    })),
    rules: idsOf(runs, 'rules').flatMap((rule) => {
      const verdicts = judged(runs, rule);
      const changes = verdicts.flatMap(({ run, holds }, index) => {
        const before = verdicts[index - 1];
        if (!before || before.holds === holds) return [];
        return [{ ...when(run), to: holds ? ('held' as const) : ('broken' as const) }];
      });
      return changes.length === 0 ? [] : [{ rule, changes }];
    }),
    readings: idsOf(runs, 'readings').flatMap((gap) => {
      const seen = runs.filter((run) => run.readings.has(gap));
      const changes = seen.flatMap((run, index) => {
        const [from, to] = [seen[index - 1]?.readings.get(gap), run.readings.get(gap)];
        return from === undefined || to === undefined || from === to ? [] : [{ ...when(run), from, to }];
      });
      return changes.length === 0 ? [] : [{ gap, changes }];
    }),
  };
}

function idsOf(runs: readonly PastRun[], of: 'rules' | 'readings'): string[] {
  const ids = new Set(runs.flatMap((run) => [...run[of].keys()]));
  return [...ids].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

function when({ startedAt, version }: PastRun): { startedAt: string; version?: string } {
  return { startedAt, ...(version === undefined ? {} : { version }) };
}
