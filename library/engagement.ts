/** One run in the caller's own process, from the look at the target to the composed result. */
import type { Case } from '../runner/cases/cases.ts';
import { commandOf, type Errand } from '../runner/cli/errand.ts';
import { type Estate, takeOver } from '../runner/cli/estate.ts';
import { finished } from '../runner/cli/finished.ts';
import { lastLook, redactorOf, scanFor } from '../runner/cli/last-look.ts';
import { refuseLostOutputs, writeOutputs } from '../runner/cli/outputs.ts';
import { mostAfterDeath, prepare, type Preparation } from '../runner/cli/preparation.ts';
import { TOOL } from '../runner/cli/tool.ts';
import type { Job } from '../runner/job/job.ts';
import { overridesOf } from '../runner/job/overrides.ts';
import { Performance } from '../runner/job/perform.ts';
import { fileLedger } from '../runner/ledger/file-ledger.ts';
import { memoryLedger } from '../runner/ledger/ledger.ts';
import type { EndedData } from '../runner/result/ended.ts';
import { isExcused, today } from '../runner/result/expected-failures.ts';
import type { RunResult } from '../runner/result/result.ts';
import { LAWS } from '../suites/index.ts';
import { contractAt, selectionOf } from './cases.ts';
import { checkOptions } from './check-options.ts';
import { errandOf } from './errand.ts';
import { type Options, outputsOf, waitingOf } from './options.ts';

const tool = { name: TOOL.name, version: TOOL.version };

/** What an engagement holds until it is finished. */
interface Parts {
  errand: Errand;
  estate: Estate | undefined;
  prepared: Preparation;
  performance: Performance;
  startedAt: Date;
}

export class Engagement {
  readonly #options: Options;
  readonly #parts: Parts;
  readonly #timer: NodeJS.Timeout | undefined;

  private constructor(options: Options, parts: Parts) {
    this.#options = options;
    this.#parts = parts;
    const { timeLimit, signal } = options;
    const { performance } = parts;
    const stop = (): void => performance.stop('the run was interrupted');
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
    const late = (): void => performance.stop(`the time limit of ${timeLimit} s was reached`);
    this.#timer = timeLimit === undefined ? undefined : setTimeout(late, timeLimit * 1000);
  }

  /** Reads, connects, locks the accounts, looks. Throws the family's errors. */
  static async begin(options: Options): Promise<Engagement> {
    checkOptions(options);
    const startedAt = new Date();
    const errand = await errandOf(options);
    let estate: Estate | undefined;
    let most: number | undefined;
    try {
      const contract = await contractAt(errand.folder);
      const { corpus, expectedFailures, state } = options;
      const wishes = { selection: selectionOf(options), overrides: overridesOf(options) };
      const prepared = await prepare(contract, errand.target, { ...wishes, corpus, expectedFailures });
      await refuseLostOutputs(outputsOf(options), [contract.name]);
      most = mostAfterDeath(prepared);
      if (!errand.embedded) estate = await takeOver(contract, prepared.settings, state, waitingOf(options));
      const { settings } = prepared;
      const ledger = estate
        ? await fileLedger(estate.ledger, settings.marker, settings.accounts)
        : memoryLedger();
      const performance = await Performance.prepare(jobOf(errand, prepared, options), contract, LAWS, ledger);
      return new Engagement(options, { errand, estate, prepared, performance, startedAt });
    } catch (error) {
      await estate?.close(most);
      await errand.close();
      throw error;
    }
  }

  get cases(): readonly Case[] {
    return this.#parts.performance.cases;
  }

  /** Whether a case that ends so counts against a rule, rather than being observed or expected. */
  counts(rule: string, status: 'failed' | 'inconclusive'): boolean {
    const { prepared, startedAt } = this.#parts;
    const { contract, selected, expectedFailures } = prepared;
    const level = contract.rules.get(rule)?.level;
    const binding =
      status === 'inconclusive' || level === 'must' || (level === 'should' && this.#options.strict === true);
    return (
      binding &&
      selected.has(rule) &&
      !(status === 'failed' && isExcused(expectedFailures, rule, today(startedAt)))
    );
  }

  /** How one case ended, redacted. Throws SuiteError where the suite is broken. */
  async run(one: Case): Promise<EndedData> {
    const { performance } = this.#parts;
    await performance.run(one);
    const ended = performance.ended.find(({ result }) => result.name === one.name);
    if (!ended) throw new TypeError(`${one.name} ended without a result`);
    return ended;
  }

  /** Removes what was made, composes the result, writes what was asked for, and gives the accounts back. */
  async finish(): Promise<RunResult> {
    clearTimeout(this.#timer);
    const { errand, estate, prepared, performance, startedAt } = this.#parts;
    const { contract, settings, selected, expectedFailures, plan, corpus: known } = prepared;
    const { strict = false, history, targetVersion: version = errand.target.version } = this.#options;
    let most = mostAfterDeath(prepared);
    try {
      const { requests, cleanup } = await performance.finish();
      most = plan.most.requests - requests.total;
      const { ended } = performance;
      const durationMs = Date.now() - startedAt.getTime();
      const left = [...(estate?.left ?? []), ...cleanup.left];
      const judged = { tool, contract, settings, selected, expectedFailures, strict, ended };
      const composition = { ...judged, startedAt, durationMs, requests, cleanup: { ...cleanup, left } };
      const result = await finished(composition, { settings, version, history });
      const written = await writeOutputs(outputsOf(this.#options), { result, contract, ended, known });
      const scan = scanFor(redactorOf(settings), [...performance.secrets]);
      await lastLook(written, estate ? [estate.ledger] : [], scan);
      return result;
    } finally {
      await estate?.close(most);
      await errand.close();
    }
  }
}

function jobOf(errand: Errand, { settings, selection, corpus }: Preparation, options: Options): Job {
  const command = commandOf(errand, options, settings.seed);
  return {
    settings,
    selection,
    corpus,
    spool: '',
    keepExchanges: false,
    command,
    tool,
  };
}
