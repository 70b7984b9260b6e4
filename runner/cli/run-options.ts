import type { Format } from '../../reporters/index.ts';
import type { Shard } from '../job/shard.ts';
import type { Mode } from '../result/result.ts';

/** What `run` is told on the command line. */
export interface RunOptions {
  target?: string;
  baseUrl?: string;
  suite: string[];
  rule: string[];
  case: string[];
  mode?: Mode;
  seed?: number;
  runs?: number;
  path?: string;
  /** The file that keeps counterexamples. */
  corpus?: string;
  concurrency?: number;
  rate?: number;
  timeout?: number;
  timeLimit?: number;
  maxRequests?: number;
  reserve?: number;
  /** Where another run holds an account, wait until it has ended. */
  wait: boolean;
  /** Say what would be done, and do nothing. */
  plan: boolean;
  expectedFailures?: string;
  strict: boolean;
  state?: string;
  shard?: Shard;
  report: { format: Format; path: string }[];
  /** The folder for scripts that show each failure again. */
  repro?: string;
  /** An SQLite file or a PostgreSQL URL. */
  history?: string;
  targetVersion?: string;
  verbose: boolean;
}
