/**
 * `webhook-conformance/vitest`: the suites in a project's own vitest, a test each case. The project hands over its
 * own `describe`, `test` and `afterAll`: an import of ours would find our vitest, which fails inside another one.
 */
import { type Format, writeReport } from '../reporters/index.ts';
import { refuseLostOutputs } from '../runner/cli/outputs.ts';
import type { RunResult } from '../runner/result/result.ts';
import { casesOf } from './cases.ts';
import type { Options, TargetData } from './options.ts';
import { Stage } from './stage.ts';
import { complaint, complaintOfAll } from './complaint.ts';

export type * from '../runner/result/result.ts';
export type { Options, TargetAccountData, TargetData } from './options.ts';

/** What is used of a project's vitest, whichever major it is. */
export interface Harness {
  describe: (name: string, factory: () => Promise<void>) => unknown;
  test: (name: string, options: { timeout: number }, body: (context: Context) => Promise<void>) => unknown;
  afterAll: (hook: () => Promise<void>, timeout: number) => unknown;
}

/** What is used of a test's context. */
export interface Context {
  skip: (note?: string) => unknown;
  task: object;
}

type Lazy<T> = T | (() => T | Promise<T>);

export interface ConformanceOptions extends Omit<Options, 'contract' | 'target' | 'baseUrl'> {
  /** A built-in contract's name or the path of a contract's folder: its cases are the tests. */
  contract: string;
  /** As for `run`; a function is called when the first test begins, after `beforeAll`. */
  target?: Lazy<string | TargetData>;
  /** Overrides the target's; a function is called when the first test begins, after `beforeAll`. */
  baseUrl?: Lazy<string>;
  /** The name of the `describe`. */
  name?: string;
  /** Reports to write at the end. */
  reports?: readonly { format: Format; path: string }[];
  /** Handed the result at the end. */
  onResult?: (result: RunResult) => void | Promise<void>;
}

/** Vitest's clocks count the time in which a case waits for its account: the deadlines are the suite's own. */
const NEVER = 0;

/** The test that stands for the whole: also what cases found in passing, and what was left behind. */
const ALL = 'every rule holds';

/**
 * Registers a test for each case, and one that says whether every rule holds. What the run made is removed in
 * `afterAll`, and by the next run where this one is killed.
 */
export function describeConformance(harness: Harness, options: ConformanceOptions): void {
  const { describe, test, afterAll } = harness;
  describe(options.name ?? `conformance: ${options.contract}`, async () => {
    const names = (await casesOf(options.contract, awaited(options))).map(({ name }) => name);
    const reports = options.reports ?? [];
    const stage = new Stage(async () => {
      await refuseLostOutputs({ report: reports }, [options.contract]);
      return resolved(options);
    });
    for (const name of names) {
      test(name, { timeout: NEVER }, async ({ task, skip }) => {
        const { engagement, outcomes } = await stage.play(wanted(task, names));
        const ended = await outcomes.get(name);
        if (!ended) throw new TypeError(`${name} was not run`);
        if (ended.result.status === 'not-run') {
          skip(ended.result.message);
          return;
        }
        const wrong = complaint(ended, engagement);
        if (wrong) throw wrong;
      });
    }
    test(ALL, { timeout: NEVER }, async ({ task }) => {
      await stage.play(wanted(task, names));
      const result = await stage.finish();
      const wrong = result && complaintOfAll(result);
      if (wrong) throw wrong;
    });
    afterAll(async () => {
      const result = await stage.finish();
      if (!result) return;
      for (const { format, path } of reports) await writeReport(format, path, result);
      await options.onResult?.(result);
      const { left } = result.cleanup;
      if (left.length > 0) throw new Error(`left behind on the target: ${left.join('; ')}`);
    }, NEVER);
  });
}

/** Without what is known only later. */
function awaited({ contract, suites = [], rules = [], cases = [], corpus }: ConformanceOptions): Options {
  return { contract, suites, rules, cases, ...(corpus === undefined ? {} : { corpus }) };
}

async function resolved(options: ConformanceOptions): Promise<Options> {
  const { target, baseUrl, name: _, reports: __, onResult: ___, ...rest } = options;
  return {
    ...rest,
    ...(target === undefined ? {} : { target: await valueOf(target) }),
    ...(baseUrl === undefined ? {} : { baseUrl: await valueOf(baseUrl) }),
  };
}

async function valueOf<T extends string | object>(lazy: Lazy<T>): Promise<T> {
  return typeof lazy === 'function' ? lazy() : lazy;
}

/** The cases whose tests were not filtered away (`-t`, `.only`), as vitest marks the test's neighbours; else all. */
function wanted(task: object, names: readonly string[]): readonly string[] {
  const suite: unknown = 'suite' in task ? task.suite : undefined;
  const tasks: unknown = isObject(suite) ? suite['tasks'] : undefined;
  if (!Array.isArray(tasks)) return names;
  const left = new Set(
    tasks.filter((one) => isObject(one) && one['mode'] !== 'skip').map((one: { name?: unknown }) => one.name),
  );
  const some = names.filter((name) => left.has(name));
  return some.length > 0 ? some : names;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
