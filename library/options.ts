/** What a program tells a run: the options of the command that make sense in code. */
import type { Outputs } from '../runner/cli/outputs.ts';
import type { Waiting } from '../runner/ledger/locks.ts';
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
  /** Which version of the system it is. */
  version?: string;
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
  /** Requests at most, clean-up included. Default: what the plan comes to. */
  maxRequests?: number;
  /** Places that stay free on every account. */
  reserve?: number;
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
  /** Where another run holds an account, wait until it has ended rather than throw; `signal` ends the waiting. */
  wait?: boolean;
  /** The file that keeps counterexamples: what is in it is tried first, what is found is added. */
  corpus?: string;
  /** An SQLite file or a PostgreSQL URL: the run is remembered there, and the result has `changes`. */
  history?: string;
  /** Which version of the target it is; outweighs the target's. */
  targetVersion?: string;
  /** The folder for scripts that show each failure again. */
  repro?: string;
  /** Ends the run early: what was created is removed, what was not reached is inconclusive. */
  signal?: AbortSignal;
}

/** Reports are not among them: the caller has the result. */
export function outputsOf({ corpus, history, repro }: Options): Outputs {
  return { report: [], corpus, history, repro };
}

export function waitingOf({ wait = false, signal }: Options): Waiting | undefined {
  if (!wait) return undefined;
  return { signal: signal ?? new AbortController().signal, say: () => undefined };
}
