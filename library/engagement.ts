/** One run in the caller's own process, from the look at the target to the composed result. */
import { InputError } from '../spec/errors.ts';
import type { Contract } from '../spec/contract.ts';
import { loadContract } from '../spec/load.ts';
import { type Case, compileCases } from '../runner/cases/cases.ts';
import { contractFolder } from '../runner/cli/contracts.ts';
import { configured, embedded, type Errand } from '../runner/cli/errand.ts';
import { type Estate, takeOver } from '../runner/cli/estate.ts';
import { readExpected } from '../runner/cli/expected-failures.ts';
import { shellWord } from '../runner/cli/shell-word.ts';
import { TOOL } from '../runner/cli/tool.ts';
import { compose, type Composition } from '../runner/result/compose.ts';
import { isExcused, today } from '../runner/result/expected-failures.ts';
import type { EndedData } from '../runner/result/ended.ts';
import { type Job, selectCases, selectRules, type Selection } from '../runner/job/job.ts';
import { fileLedger } from '../runner/ledger/file-ledger.ts';
import { memoryLedger } from '../runner/ledger/ledger.ts';
import { Performance, rolesOf } from '../runner/job/perform.ts';
import type { RunResult } from '../runner/result/result.ts';
import { settingsFor } from '../runner/job/settings.ts';
import { targetFromData } from '../runner/job/target.ts';
import { LAWS } from '../suites/index.ts';
import { type Options, overridesOf, type TargetData } from './options.ts';

const contracts = new Map<string, Promise<Contract>>();

/** Compiling a contract takes a second or two: once a process will do. Throws InputError. */
async function contractAt(folder: string): Promise<Contract> {
  const known = contracts.get(folder) ?? loadContract(folder, rolesOf(LAWS));
  contracts.set(folder, known);
  return known;
}

/** The cases that options select. Throws InputError for a contract, suite, rule or case that does not exist. */
export async function casesOf(contract: string, options: Options): Promise<Case[]> {
  const loaded = await contractAt(contractFolder(contract));
  const cases = compileCases(loaded, LAWS);
  selectRules(loaded, cases, selectionOf(options));
  return selectCases(cases, selectionOf(options));
}

export class Engagement {
  readonly #errand: Errand;
  readonly #estate: Estate | undefined;
  readonly #performance: Performance;
  readonly #composition: Omit<Composition, 'ended' | 'durationMs' | 'requests' | 'cleanup'>;
  readonly #timer: NodeJS.Timeout | undefined;

  private constructor(
    { timeLimit, signal }: Options,
    parts: {
      errand: Errand;
      estate: Estate | undefined;
      performance: Performance;
      composition: Omit<Composition, 'ended' | 'durationMs' | 'requests' | 'cleanup'>;
    },
  ) {
    const { errand, estate, performance, composition } = parts;
    this.#errand = errand;
    this.#estate = estate;
    this.#performance = performance;
    this.#composition = composition;
    const stop = (): void => performance.stop('the run was interrupted');
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
    this.#timer =
      timeLimit === undefined
        ? undefined
        : setTimeout(
            () => performance.stop(`the time limit of ${timeLimit} s was reached`),
            timeLimit * 1000,
          );
  }

  /** Reads, connects, locks the accounts, looks. Throws the family's errors. */
  static async begin(options: Options): Promise<Engagement> {
    const startedAt = new Date();
    const errand = await errandOf(options);
    let estate: Estate | undefined;
    try {
      const contract = await contractAt(errand.folder);
      const settings = settingsFor(contract, errand.target, overridesOf(options));
      const selection = selectionOf(options);
      const selected = selectRules(contract, compileCases(contract, LAWS), selection);
      const expectedFailures = await readExpected(options.expectedFailures, [...contract.rules.keys()]);
      estate = errand.embedded ? undefined : await takeOver(contract, settings, options.state);
      const job: Job = {
        folder: errand.folder,
        settings,
        selection,
        spool: '',
        keepExchanges: false,
        command: `${errand.command}${baseUrlOf(options)} --seed ${settings.seed}`,
        tool: { name: TOOL.name, version: TOOL.version },
      };
      const ledger = estate
        ? await fileLedger(estate.ledger, settings.marker, settings.accounts)
        : memoryLedger();
      const performance = await Performance.prepare(job, contract, LAWS, ledger);
      const { tool } = job;
      const strict = options.strict ?? false;
      const composition = { tool, contract, settings, selected, expectedFailures, strict, startedAt };
      return new Engagement(options, { errand, estate, performance, composition });
    } catch (error) {
      await estate?.close();
      await errand.close();
      throw error;
    }
  }

  get cases(): readonly Case[] {
    return this.#performance.cases;
  }

  /** Whether a case that ends so counts against a rule, rather than being observed or expected. */
  counts(rule: string, status: 'failed' | 'inconclusive'): boolean {
    const { contract, selected, expectedFailures, strict, startedAt } = this.#composition;
    const level = contract.rules.get(rule)?.level;
    const binding = status === 'inconclusive' || level === 'must' || (level === 'should' && strict);
    return (
      binding &&
      selected.has(rule) &&
      !(status === 'failed' && isExcused(expectedFailures, rule, today(startedAt)))
    );
  }

  /** How one case ended, redacted. Throws SuiteError where the suite is broken. */
  async run(one: Case): Promise<EndedData> {
    await this.#performance.run(one);
    const ended = this.#performance.ended.find(({ result }) => result.name === one.name);
    if (!ended) throw new TypeError(`${one.name} ended without a result`);
    return ended;
  }

  /** Removes what was made, gives the accounts back, and composes the result. */
  async finish(): Promise<RunResult> {
    clearTimeout(this.#timer);
    try {
      const { requests, cleanup } = await this.#performance.finish();
      return compose({
        ...this.#composition,
        ended: this.#performance.ended,
        durationMs: Date.now() - this.#composition.startedAt.getTime(),
        requests,
        cleanup: { ...cleanup, left: [...(this.#estate?.left ?? []), ...cleanup.left] },
      });
    } finally {
      await this.#estate?.close();
      await this.#errand.close();
    }
  }
}

function selectionOf({ suites = [], rules = [], cases = [] }: Options): Selection {
  return { suites, rules, cases };
}

async function errandOf({ contract, target }: Options): Promise<Errand> {
  if (typeof target === 'string') return configured(contract, target);
  if (target !== undefined) return described(contract, target);
  if (contract === undefined) throw new InputError('a run needs a contract, or a target that names one');
  return embedded(contract);
}

function described(contract: string | undefined, data: TargetData): Errand {
  const target = targetFromData(data, 'the target');
  const name = contract ?? target.contract;
  if (name === undefined)
    throw new InputError('the target: contract is missing; name one there or beside it');
  return {
    folder: contractFolder(name),
    target,
    // There is no file to name: whoever reruns a case writes the same data into one.
    command: `webhook-conformance run ${shellWord(name)} --target target.yaml`,
    embedded: false,
    close: () => Promise.resolve(),
  };
}

function baseUrlOf({ baseUrl }: Options): string {
  return baseUrl === undefined ? '' : ` --base-url ${shellWord(baseUrl)}`;
}
