/** What a script is written of. */
import type { Exchange } from '../../runner/result/result.ts';
import type { Fact } from './facts.ts';

/** One case that failed. */
export interface Failure {
  name: string;
  /** What was said of which rules, and the facts that hold where it is true; none: no script can show it. */
  findings: readonly {
    rules: readonly string[];
    message: string;
    sources: readonly string[];
    facts: readonly Fact[];
  }[];
  exchanges: readonly Exchange[];
  replay: string;
  baseUrl: string;
  tool: string;
  /** The smallest value that shows it. */
  counterexample?: unknown;
  /** Whether exchanges of its middle are missing: that it does not show proves nothing. */
  cut: boolean;
}

/** How what an exchange created is removed again. */
export interface Removal {
  /** Where the id stands in the answer. */
  path: readonly (string | number)[];
  value: string | number;
  method: string;
  url: string;
  body?: string;
}
