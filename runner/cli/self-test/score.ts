/** What the trials say of the suite. */
import { SERVERS } from '../../../fixtures/servers/index.ts';
import type { TrialResult } from './trial.ts';

export type Difficulty = 'request' | 'sequence' | 'deep';

export interface Score {
  contract: string;
  faults: number;
  killed: number;
  byDifficulty: Record<Difficulty, { faults: number; killed: number }>;
  survived: string[];
  /** Seen, but not at a rule that the fault breaks. */
  wrongRule: { fault: string; breaks: readonly string[]; failed: string[] }[];
  right: number;
  falseAlarms: { server: string; troubles: string[] }[];
  requests: number;
}

export function scoreOf(contract: string, results: readonly TrialResult[]): Score {
  const own = results.filter(({ trial }) => trial.contract === contract);
  const faulty = own.filter(({ trial }) => trial.fault !== undefined);
  const right = own.filter(({ trial }) => trial.fault === undefined);
  const difficulty = new Map(SERVERS.get(contract)?.faults.map((fault) => [fault.name, fault.difficulty]));
  const byDifficulty: Score['byDifficulty'] = {
    request: { faults: 0, killed: 0 },
    sequence: { faults: 0, killed: 0 },
    deep: { faults: 0, killed: 0 },
  };
  for (const result of faulty) {
    const row = byDifficulty[difficulty.get(result.trial.fault ?? '') ?? 'request'];
    row.faults += 1;
    if (killed(result)) row.killed += 1;
  }
  return {
    contract,
    faults: faulty.length,
    killed: faulty.filter(killed).length,
    byDifficulty,
    survived: faulty.filter(({ failed }) => failed.length === 0).map(({ trial }) => trial.name),
    wrongRule: faulty
      .filter((result) => result.failed.length > 0 && !killed(result))
      .map(({ trial, failed }) => ({ fault: trial.name, breaks: trial.breaks, failed })),
    right: right.length,
    falseAlarms: right
      .filter(({ troubles, left }) => troubles.length + left.length > 0)
      .map(({ trial, troubles, left }) => ({ server: trial.name, troubles: [...troubles, ...left] })),
    requests: own.reduce((sum, { requests }) => sum + requests, 0),
  };
}

export function perfect({ faults, killed: caught, falseAlarms }: Score): boolean {
  return caught === faults && falseAlarms.length === 0;
}

/** Caught at a rule that the fault breaks. */
export function killed({ trial, failed }: TrialResult): boolean {
  return failed.some((id) => trial.breaks.includes(id));
}
