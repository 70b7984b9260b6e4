/** `run`: the suites against a target, or against the embedded servers of every built-in contract. */
import { join, resolve } from 'node:path';

import pc from 'picocolors';

import { type Format, reportPath, writeReport } from '../../reporters/index.ts';
import { createProgress } from '../../reporters/progress.ts';
import type { Contract } from '../../spec/contract.ts';
import { InputError, UnreachableError } from '../../spec/errors.ts';
import { loadContract } from '../../spec/load.ts';
import { LAWS } from '../../suites/index.ts';
import { type Case, compileCases } from '../cases/cases.ts';
import { compose } from '../result/compose.ts';
import { foundBy, withKnown } from '../job/corpus.ts';
import { type Job, selectCases, selectRules, type Selection } from '../job/job.ts';
import { rolesOf, SPOOL } from '../job/perform.ts';
import { planOf } from '../job/plan.ts';
import type { Mode, Part, RunResult } from '../result/result.ts';
import type { Settings } from '../job/session.ts';
import { type Overrides, settingsFor } from '../job/settings.ts';
import { accountsOf, deal, type Shard } from '../job/shard.ts';
import type { Target } from '../job/target.ts';
import { announcement, planLines } from './announce.ts';
import { builtIn } from './contracts.ts';
import { endings } from './endings.ts';
import { configured, embedded, type Errand } from './errand.ts';
import { takeOver } from './estate.ts';
import { EXIT, exitStatus, heaviest } from './exit.ts';
import { keepFound, readCorpus } from './corpus.ts';
import { refuseLostPath } from './one-example.ts';
import { readExpected } from './expected-failures.ts';
import { checkHistory, remembered } from './remembered.ts';
import { writeRepros } from './repro.ts';
import { lastLook, redactorOf, scanFor } from './last-look.ts';
import { shellWord } from './shell-word.ts';
import { show } from './show.ts';
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

/** The exit status. Throws the family's errors for what could not start. */
export async function run(contract: string | undefined, options: RunOptions): Promise<number> {
  if (options.target === undefined && options.baseUrl !== undefined) {
    throw new InputError('--base-url overrides baseUrl of a target file: give --target FILE too');
  }
  refuseTwice(options.report.map(({ path }) => path));
  if (options.history !== undefined) {
    if (options.shard)
      throw new InputError('--history with --shard: a part is no run; give --history to merge');
    await checkHistory(options.history);
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

/** The second report would take the place of the first. */
function refuseTwice(paths: readonly string[]): void {
  const twice = paths.find(
    (path, index) => paths.findIndex((other) => resolve(other) === resolve(path)) < index,
  );
  if (twice !== undefined)
    throw new InputError(`--report: two reports would be written to ${twice}; name another path`);
}

async function runOne(errand: Errand, options: RunOptions, several: boolean): Promise<number> {
  const { folder, target, command } = errand;
  const contract = await loadContract(folder, rolesOf(LAWS));
  const corpus = await readCorpus(options.corpus);
  const cases = withKnown(compileCases(contract, LAWS), corpus, contract.name);
  const all = settingsFor(contract, target, overridesOf(options));
  const chosen: Selection = { suites: options.suite, rules: options.rule, cases: options.case };
  const selected = selectRules(contract, cases, chosen);
  refuseLostPath(options.path, selectCases(cases, chosen));
  const { settings, selection, part } = split(
    contract,
    selectCases(cases, chosen),
    all,
    chosen,
    options.shard,
  );
  const expectedFailures = await readExpected(options.expectedFailures, [...contract.rules.keys()]);
  const plan = planOf(contract, cases, { selection, settings });
  if (options.plan) {
    process.stdout.write(`${planLines(contract, settings, plan).join('\n')}\n`);
    return EXIT.ok;
  }
  const baseUrl = options.baseUrl === undefined ? '' : ` --base-url ${shellWord(options.baseUrl)}`;
  const corpusOption = options.corpus === undefined ? '' : ` --corpus ${shellWord(options.corpus)}`;
  const ending = endings(options.timeLimit);
  const waiting = options.wait ? { signal: ending.signal, say: complain } : undefined;
  const estate = errand.embedded
    ? undefined
    : await takeOver(contract, settings, options.state, waiting).catch((error: unknown) => {
        ending.disarm();
        if (ending.interrupted()) return 'interrupted' as const;
        throw error;
      });
  if (estate === 'interrupted') return EXIT.interrupted;
  const spool = await makeSpool();
  const job: Job = {
    folder,
    settings,
    selection,
    spool,
    ...(estate ? { ledger: estate.ledger } : {}),
    corpus,
    keepExchanges: options.report.some(({ format }) => format === 'har'),
    command: `${command}${baseUrl}${corpusOption} --seed ${settings.seed}`,
    tool: { name: TOOL.name, version: TOOL.version },
  };
  const announce = once(() =>
    process.stderr.write(
      pc.dim(
        `${contract.title} at ${redactorOf(settings).clean(settings.baseUrl)}, seed ${settings.seed}, mode ${settings.mode}: ${announcement(plan)}\n`,
      ),
    ),
  );
  // A worker that died leaves as much as it was allowed to have.
  let allowed = plan.most.kept + 3 * plan.most.alive * settings.accounts.length;
  const startedAt = new Date();
  const tty = process.stderr.isTTY;
  const progress = createProgress(process.stderr, { tty });
  try {
    const { ended, finale, exchanges, secrets, noVerdict } = await runInVitest(
      job,
      (seen) => {
        announce();
        progress.update({ ...seen, elapsedMs: Date.now() - startedAt.getTime() });
      },
      ending.arm,
    ).catch(notReached);
    progress.end();
    // What was announced holds for the last clean-up too.
    allowed = plan.most.requests - finale.requests.total;
    const composed = compose({
      tool: job.tool,
      contract,
      settings,
      selected,
      ended,
      ...(noVerdict === undefined ? {} : { noVerdict }),
      expectedFailures,
      strict: options.strict,
      ...(part ? { shard: part } : {}),
      startedAt,
      durationMs: Date.now() - startedAt.getTime(),
      ...finale,
      cleanup: { ...finale.cleanup, left: [...(estate?.left ?? []), ...finale.cleanup.left] },
    });
    const own = redactorOf(settings);
    const clean = own.cleanData(composed);
    const result = await remembered(versioned(clean, options, target), options.history);
    if (noVerdict === undefined) show(result, options.verbose);
    else complain(ending.interrupted() ? 'the run was interrupted' : own.clean(noVerdict));
    const written = await writeReports(result, options, several, exchanges);
    if (options.repro !== undefined) {
      const dir = several ? join(options.repro, contract.name) : options.repro;
      written.push(...(await writeRepros(dir, result, contract, ended)));
    }
    written.push(...(await keepFound(options.corpus, foundBy(ended, corpus, contract.name))));
    const spooled = Object.values(SPOOL).map((name) => join(spool, name));
    await lastLook([...written, ...spooled], estate ? [estate.ledger] : [], scanFor(own, secrets));
    return ending.interrupted() ? EXIT.interrupted : exitStatus(result);
  } finally {
    progress.end();
    await removeSpool(spool);
    await estate?.close(allowed);
    ending.disarm();
  }
}

/** The part that is run of it, where it is split: its cases and its accounts. */
function split(
  contract: Contract,
  cases: readonly Case[],
  settings: Settings,
  selection: Selection,
  shard: Shard | undefined,
): { settings: Settings; selection: Selection; part?: Part } {
  if (!shard) return { settings, selection };
  const accounts = accountsOf(settings.accounts, shard);
  const dealt = deal(cases, settings.accounts, shard, contract);
  const elsewhere = settings.accounts.filter((one) => !accounts.includes(one)).map(({ id }) => id);
  return {
    settings: { ...settings, accounts, elsewhere },
    selection: { ...selection, dealt },
    part: { ...shard, cases: dealt, all: cases.map(({ name }) => name) },
  };
}

/** With the version of the target, where somebody told it. */
function versioned(result: RunResult, { targetVersion }: RunOptions, target: Target): RunResult {
  const version = targetVersion ?? target.version;
  return version === undefined ? result : { ...result, target: { ...result.target, version } };
}

function complain(line: string): void {
  process.stderr.write(`webhook-conformance: ${line}\n`);
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
  return { ended: [], finale: { requests, cleanup }, exchanges: '', secrets: [], noVerdict: error.message };
}

async function writeReports(
  result: RunResult,
  options: RunOptions,
  several: boolean,
  exchanges: string,
): Promise<string[]> {
  const written: string[] = [];
  for (const { format, path } of options.report) {
    const file = reportPath(path, result.contract, several);
    const kept = format === 'har' && exchanges !== '';
    await writeReport(format, file, result, kept ? { exchangesFile: exchanges } : {});
    written.push(file);
  }
  return written;
}

function overridesOf(options: RunOptions): Overrides {
  const { baseUrl, mode, seed, runs, path, concurrency, rate, timeout, maxRequests, reserve } = options;
  return {
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(mode === undefined ? {} : { mode }),
    ...(seed === undefined ? {} : { seed }),
    ...(runs === undefined ? {} : { runs }),
    ...(path === undefined ? {} : { path }),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(rate === undefined ? {} : { rate }),
    ...(timeout === undefined ? {} : { timeoutMs: timeout * 1000 }),
    ...(maxRequests === undefined ? {} : { maxRequests }),
    ...(reserve === undefined ? {} : { reserve }),
  };
}
