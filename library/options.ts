/** What a program tells a run: the options of the command that make sense in code. */
import type { Overrides } from '../runner/job/settings.ts';
import type { Mode } from '../runner/result/result.ts';

/** A target file's content as plain data; `${NAME}` is not filled in, write `process.env.NAME`. */
export interface TargetData {
  contract?: string;
  baseUrl?: string;
  auth?: Readonly<Record<string, string>>;
  accounts?: readonly TargetAccountData[];
  sink?: string;
  hostProbes?: boolean;
  tls?: { ca: string };
}

export interface TargetAccountData {
  id: string | number;
  auth?: Readonly<Record<string, string>>;
  fixtures?: Readonly<Record<string, unknown>>;
}

export interface Options {
  /** A built-in contract's name or the path of a contract's folder; outweighs the target's. */
  contract?: string;
  /** The path of a target file, or its content. Absent: the contract's embedded reference server. */
  target?: string | TargetData;
  /** Overrides the target's. */
  baseUrl?: string;
  suites?: readonly string[];
  rules?: readonly string[];
  cases?: readonly string[];
  /** Default `full`; `safe` for a host that the contract names as production. */
  mode?: Mode;
  /** Drawn anew when not given. */
  seed?: number;
  /** Examples for each property. */
  runs?: number;
  /** Requests in flight at most. */
  concurrency?: number;
  /** Requests a second at most. */
  rate?: number;
  /** Seconds for one request. */
  timeout?: number;
  /** Seconds for the whole run; what was not reached is inconclusive. */
  timeLimit?: number;
  /** The path of a YAML list of rules known to fail. */
  expectedFailures?: string;
  /** A broken `should` fails the run. */
  strict?: boolean;
  /** The folder of the ledger. */
  state?: string;
  /** Ends the run early: what was created is removed, what was not reached is inconclusive. */
  signal?: AbortSignal;
}

export function overridesOf({ baseUrl, mode, seed, runs, concurrency, rate, timeout }: Options): Overrides {
  return {
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(mode === undefined ? {} : { mode }),
    ...(seed === undefined ? {} : { seed }),
    ...(runs === undefined ? {} : { runs }),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(rate === undefined ? {} : { rate }),
    ...(timeout === undefined ? {} : { timeoutMs: timeout * 1000 }),
  };
}
