/**
 * The finished result of one run against one contract: what the JSON report holds, and the one source of
 * every other report and of the exit status. Plain data, already redacted.
 */

export const SCHEMA_VERSION = 1;

export type Mode = 'full' | 'safe' | 'read-only';
export type Level = 'must' | 'should' | 'observe';
export type Status = 'passed' | 'failed' | 'expected-failure' | 'inconclusive' | 'not-run' | 'observed';
export type Verdict = 'conformant' | 'non-conformant' | 'inconclusive';

export interface RunResult {
  schemaVersion: typeof SCHEMA_VERSION;
  tool: { name: string; version: string };
  contract: string;
  target: { baseUrl: string; /** Of the system under test, where it was told. */ version?: string };
  /** Which part of a run it is, where the run was split. */
  shard?: Part;
  /** The parts that it was joined from. */
  parts?: JoinedPart[];
  /** ISO 8601. */
  startedAt: string;
  durationMs: number;
  seed: number;
  mode: Mode;
  /** Examples for each property, where the run was told. */
  runs?: number;
  verdict: Verdict;
  summary: Summary;
  rules: RuleResult[];
  readings: Reading[];
  requests: RequestCounts;
  cleanup: Cleanup;
  /** What changed since earlier runs of the same target, where they are remembered. */
  changes?: Changes;
}

/** One part of a run that was split by cases. */
export interface Part {
  /** From 1 on. */
  index: number;
  count: number;
  /** The names of its own cases. */
  cases: string[];
  /** The names of the cases of all parts. */
  all: string[];
}

/** One part after it was joined with the others. */
export interface JoinedPart {
  index: number;
  seed: number;
  /** ISO 8601. */
  startedAt: string;
  durationMs: number;
}

/** What changed between a run and those before it of the same target. */
export interface Changes {
  /** Earlier runs that were looked at. */
  runs: number;
  /** When the last of them began, ISO 8601; absent: there is none. */
  since?: string;
  sinceVersion?: string;
  broken: RuleChange[];
  fixed: RuleChange[];
  flaky: FlakyRule[];
  readings: ReadingChange[];
}

export interface RuleChange {
  rule: string;
  title: string;
  /** When the last run began that saw it the other way, ISO 8601. */
  since: string;
}

/** A rule that holds at one time and not at another, while the target's version is the same. */
export interface FlakyRule {
  rule: string;
  title: string;
  /** From the oldest run to this one. */
  verdicts: ('held' | 'broken')[];
}

export interface ReadingChange {
  gap: string;
  question: string;
  before: string;
  now: string;
}

export interface Summary {
  passed: number;
  failed: number;
  expectedFailures: number;
  inconclusive: number;
  notRun: number;
  observed: number;
}

export interface RuleResult {
  id: string;
  level: Level;
  title: string;
  source: Source;
  status: Status;
  /** Why it was not run, or what was observed. */
  reason?: string;
  /** The entry of the list of expected failures that names it. */
  expected?: string;
  cases: CaseResult[];
}

/** Where the vendor says so. */
export interface Source {
  document: string;
  section: string;
}

export interface CaseResult {
  /** Path-like and stable: selector, title and key in every report. */
  name: string;
  suite: string;
  status: Status;
  /** One sentence: what was demanded, what came. */
  message?: string;
  /** The smallest value that shows it, for laws that generate. */
  counterexample?: unknown;
  /** The command that reruns this case alone. */
  replay: string;
  exchanges: Exchange[];
  /** A race drawn in plain text. */
  timeline?: string;
  /** Of a race that was judged: how much of one it was. */
  race?: RaceMeasure;
}

export interface RaceMeasure {
  /** Rounds that were judged. */
  rounds: number;
  /** In the median round: as many requests were in flight at one time, of so many clients. */
  together: number;
  of: number;
}

export interface Exchange {
  request: { method: string; url: string; headers: Record<string, string>; body?: string; truncated?: true };
  /** Absent: no answer came. */
  response?: { status: number; headers: Record<string, string>; body: string; truncated?: true };
  /** Why no answer came. */
  error?: string;
  ms: number;
  /** A command that sends it again; secrets stand as names of environment variables. */
  curl: string;
}

/** Which way the target answered a question that the documents leave open. */
export interface Reading {
  gap: string;
  question: string;
  reading: string;
  rules: string[];
}

export interface RequestCounts {
  total: number;
  byOperation: Record<string, number>;
  latencyMs: { p50: number; p95: number; p99: number };
  /** Answers that said nothing of a rule, by status, or "no answer": those that were sent again among them. */
  troubled?: Record<string, number>;
}

export interface Cleanup {
  created: number;
  removed: number;
  /** What could not be removed or restored, one line each. */
  left: string[];
}

/** From best to worst; a rule is as bad as its worst case. */
const ORDER: readonly Status[] = [
  'not-run',
  'passed',
  'observed',
  'inconclusive',
  'expected-failure',
  'failed',
];

/** The worst of several statuses; `not-run` for none. */
export function worst(statuses: Iterable<Status>): Status {
  let result: Status = 'not-run';
  for (const status of statuses) if (ORDER.indexOf(status) > ORDER.indexOf(result)) result = status;
  return result;
}

/** Counts the rules by status. */
export function summarise(rules: readonly { status: Status }[]): Summary {
  const count = (status: Status): number => rules.filter((rule) => rule.status === status).length;
  return {
    passed: count('passed'),
    failed: count('failed'),
    expectedFailures: count('expected-failure'),
    inconclusive: count('inconclusive'),
    notRun: count('not-run'),
    observed: count('observed'),
  };
}
