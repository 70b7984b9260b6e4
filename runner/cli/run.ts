/** `run`: the suites against a target, or against the embedded servers of every built-in contract. */
import { readFile } from 'node:fs/promises';

import pc from 'picocolors';
import { parse as parseYaml } from 'yaml';

import { SERVERS } from '../../fixtures/servers/index.ts';
import { type Format, reportPath, writeReport } from '../../reporters/index.ts';
import { renderGithub } from '../../reporters/github.ts';
import { createProgress } from '../../reporters/progress.ts';
import { renderSummary } from '../../reporters/terminal.ts';
import { InputError, UnreachableError } from '../../spec/errors.ts';
import { loadContract } from '../../spec/load.ts';
import { didYouMean } from '../../spec/nearest.ts';
import { LAWS } from '../../suites/index.ts';
import { compileCases } from '../cases.ts';
import { compose } from '../compose.ts';
import { accountsOf, type Job, selectRules, type Selection, type Shard } from '../job.ts';
import { rolesOf } from '../perform.ts';
import type { Mode, RunResult } from '../result.ts';
import { type Overrides, settingsFor } from '../settings.ts';
import { readTarget, type Target, targetFromData } from '../target.ts';
import { builtIn, contractFolder } from './contracts.ts';
import { takeOver } from './estate.ts';
import { EXIT, exitStatus, heaviest } from './exit.ts';
import { TOOL } from './tool.ts';
import { type Gathered, makeSpool, removeSpool, runInVitest } from './vitest-run.ts';

export interface RunOptions {
  target?: string;
  baseUrl?: string;
  suite: string[];
  rule: string[];
  case: string[];
  mode?: Mode;
  seed?: number;
  runs?: number;
  concurrency?: number;
  rate?: number;
  timeout?: number;
  timeLimit?: number;
  expectedFailures?: string;
  strict: boolean;
  state?: string;
  shard?: Shard;
  report: { format: Format; path: string }[];
  verbose: boolean;
}

/** Where one contract's run goes. */
interface Errand {
  folder: string;
  target: Target;
  /** Begins the replay command. */
  command: string;
  /** Whether the server ends with the run: then nothing needs to be remembered. */
  embedded: boolean;
  close(): Promise<void>;
}

/** The exit status. Throws the family's errors for what could not start. */
export async function run(contract: string | undefined, options: RunOptions): Promise<number> {
  if (options.target === undefined && options.baseUrl !== undefined) {
    throw new InputError('--base-url overrides baseUrl of a target file: give --target FILE too');
  }
  const names =
    options.target === undefined ? (contract === undefined ? builtIn() : [contract]) : [undefined];
  const statuses: number[] = [];
  for (const name of names) {
    const errand =
      options.target === undefined ? await embedded(name ?? '') : await configured(contract, options.target);
    try {
      statuses.push(await runOne(errand, options, names.length > 1));
    } finally {
      await errand.close();
    }
    if (statuses.includes(EXIT.interrupted)) break;
  }
  return heaviest(statuses);
}

async function configured(contract: string | undefined, path: string): Promise<Errand> {
  const target = await readTarget(path, process.env);
  const name = contract ?? target.contract;
  if (name === undefined)
    throw new InputError(`${path}: contract is missing; name one here or on the command line`);
  const folder = contractFolder(name);
  const command = `webhook-conformance run ${shellWord(name)} --target ${shellWord(path)}`;
  return { folder, target, command, embedded: false, close: () => Promise.resolve() };
}

async function embedded(name: string): Promise<Errand> {
  const folder = contractFolder(name);
  const reference = SERVERS.get(name);
  if (!reference) throw new InputError(`contract ${name} has no embedded server: give --target FILE`);
  const server = await reference.start();
  const target = targetFromData({ ...server.target, baseUrl: server.baseUrl }, 'the embedded server');
  return {
    folder,
    target,
    command: `webhook-conformance run ${name}`,
    embedded: true,
    close: async () => server.close(),
  };
}

async function runOne(errand: Errand, options: RunOptions, several: boolean): Promise<number> {
  const { folder, target, command } = errand;
  const contract = await loadContract(folder, rolesOf(LAWS));
  const cases = compileCases(contract, LAWS);
  const all = settingsFor(contract, target, overridesOf(options));
  const settings = { ...all, accounts: accountsOf(all.accounts, options.shard) };
  const selection: Selection = {
    suites: options.suite,
    rules: options.rule,
    cases: options.case,
    ...(options.shard ? { shard: options.shard } : {}),
  };
  const selected = selectRules(contract, cases, selection);
  const expectedFailures = await readExpected(options.expectedFailures, [...contract.rules.keys()]);
  const baseUrl = options.baseUrl === undefined ? '' : ` --base-url ${shellWord(options.baseUrl)}`;
  const estate = errand.embedded ? undefined : await takeOver(contract, settings, options.state);
  const spool = await makeSpool();
  const job: Job = {
    folder,
    settings,
    selection,
    spool,
    ...(estate ? { ledger: estate.ledger } : {}),
    keepExchanges: options.report.some(({ format }) => format === 'har'),
    command: `${command}${baseUrl} --seed ${settings.seed}`,
    tool: { name: TOOL.name, version: TOOL.version },
  };
  const announce = once(() =>
    process.stderr.write(
      pc.dim(`${contract.title} at ${settings.baseUrl}, seed ${settings.seed}, mode ${settings.mode}\n`),
    ),
  );
  const startedAt = new Date();
  const tty = process.stderr.isTTY;
  const progress = createProgress(process.stderr, { tty });
  const ending = endings(options.timeLimit);
  try {
    const { ended, finale, exchanges, noVerdict } = await runInVitest(
      job,
      (seen) => {
        announce();
        progress.update({ ...seen, elapsedMs: Date.now() - startedAt.getTime() });
      },
      ending.arm,
    ).catch(notReached);
    progress.end();
    const result = compose({
      tool: job.tool,
      contract,
      settings,
      selected,
      ended,
      ...(noVerdict === undefined ? {} : { noVerdict }),
      expectedFailures,
      strict: options.strict,
      startedAt,
      durationMs: Date.now() - startedAt.getTime(),
      ...finale,
      cleanup: { ...finale.cleanup, left: [...(estate?.left ?? []), ...finale.cleanup.left] },
    });
    if (noVerdict === undefined) show(result, options.verbose);
    else process.stderr.write(`webhook-conformance: ${noVerdict}\n`);
    await writeReports(result, options, several, exchanges);
    return ending.interrupted() ? EXIT.interrupted : exitStatus(result);
  } finally {
    progress.end();
    ending.disarm();
    await removeSpool(spool);
    await estate?.close();
  }
}

/** Runs something the first time only. */
function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
}

/** A target that could not be reached, or let nobody in, leaves a report as well. */
function notReached(error: unknown): Gathered & { noVerdict?: string } {
  if (!(error instanceof UnreachableError)) throw error;
  const requests = { total: 0, byOperation: {}, latencyMs: { p50: 0, p95: 0, p99: 0 } };
  const cleanup = { created: 0, removed: 0, left: [] };
  return { ended: [], finale: { requests, cleanup }, exchanges: '', noVerdict: error.message };
}

function show(result: RunResult, verbose: boolean): void {
  const width = process.stdout.columns ?? 100;
  process.stdout.write(`${renderSummary(result, { colour: pc.isColorSupported, width, verbose })}\n`);
  if (process.env['GITHUB_ACTIONS'] === 'true') process.stdout.write(renderGithub(result));
}

/** What ends a run early: a signal, or the time limit. */
function endings(limitSeconds: number | undefined): {
  arm: (end: (reason: string) => void) => void;
  disarm: () => void;
  interrupted: () => boolean;
} {
  let end: (reason: string) => void = () => undefined;
  let signals = 0;
  const onSignal = (): void => {
    signals += 1;
    if (signals > 1) process.exit(EXIT.interrupted);
    end('the run was interrupted');
  };
  const timer =
    limitSeconds === undefined
      ? undefined
      : setTimeout(() => end(`the time limit of ${limitSeconds} s was reached`), limitSeconds * 1000);
  return {
    arm: (stop) => {
      end = stop;
      process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
    },
    disarm: () => {
      clearTimeout(timer);
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    },
    interrupted: () => signals > 0,
  };
}

async function writeReports(
  result: RunResult,
  options: RunOptions,
  several: boolean,
  exchanges: string,
): Promise<void> {
  for (const { format, path } of options.report) {
    const file = reportPath(path, result.contract, several);
    const kept = format === 'har' && exchanges !== '';
    await writeReport(format, file, result, kept ? { exchangesFile: exchanges } : {});
  }
}

function overridesOf(options: RunOptions): Overrides {
  const { baseUrl, mode, seed, runs, concurrency, rate, timeout } = options;
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

/** A YAML list of rule ids. Throws InputError for one that does not exist. */
async function readExpected(path: string | undefined, known: readonly string[]): Promise<Set<string>> {
  if (path === undefined) return new Set();
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new InputError(`${path}: cannot be read`, { cause });
  });
  let list: unknown;
  try {
    list = parseYaml(text);
  } catch (cause) {
    throw new InputError(
      `${path}: it is no YAML: ${cause instanceof Error ? cause.message.split('\n', 1)[0] : ''}`,
      { cause },
    );
  }
  if (!Array.isArray(list) || !list.every((id): id is string => typeof id === 'string')) {
    throw new InputError(`${path}: it must be a list of rule ids`);
  }
  const wrong = list.find((id) => !known.includes(id));
  if (wrong !== undefined)
    throw new InputError(`${path}: unknown rule "${wrong}"${didYouMean(wrong, known)}`);
  return new Set(list);
}

/** A text as one word of a shell, quoted where it must be. */
function shellWord(text: string): string {
  return /^[\w./:@=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
