/** Carries out a job: prepares a session, runs cases in whatever harness drives it, cleans up, spools results. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Contract, RoleName } from '../../spec/contract.ts';
import { type Case, compileCases } from '../cases/cases.ts';
import { conduct, type Ended } from '../cases/conduct.ts';
import { withKnown } from './corpus.ts';
import { endedData, type EndedData } from '../result/ended.ts';
import type { Attempt } from '../http/client.ts';
import { exchangeOf } from '../result/evidence.ts';
import { type Job, selectCases } from './job.ts';
import type { Law } from '../cases/law.ts';
import { memoryLedger, type Ledger } from '../ledger/ledger.ts';
import { planOf } from './plan.ts';
import { preflight } from './preflight.ts';
import type { Cleanup, RequestCounts } from '../result/result.ts';
import { Session } from './session.ts';
import { Statistics } from '../result/statistics.ts';
import { sweep } from '../accounts/sweep.ts';

/** What a performance came to, beside how its cases ended. */
export interface Finale {
  requests: RequestCounts;
  cleanup: Cleanup;
}

/** The names of the spool's files. */
export const SPOOL = {
  ended: 'ended.jsonl',
  exchanges: 'exchanges.jsonl',
  finale: 'finale.json',
  failure: 'failure.json',
};

export class Performance {
  readonly cases: readonly Case[];
  readonly ended: EndedData[] = [];
  readonly #job: Job;
  readonly #session: Session;
  readonly #statistics: Statistics;
  #writing: Promise<void> = Promise.resolve();
  /** Whose request an attempt is. */
  readonly #current = new AsyncLocalStorage<string>();

  private constructor(job: Job, cases: readonly Case[], session: Session, statistics: Statistics) {
    this.#job = job;
    this.cases = cases;
    this.#session = session;
    this.#statistics = statistics;
  }

  /** Loads, connects, looks. `stop` ends it, and what comes after, at any time. Throws the family's errors. */
  static async prepare(
    job: Job,
    contract: Contract,
    laws: ReadonlyMap<string, Law>,
    ledger: Ledger = memoryLedger(),
    stop?: AbortSignal,
  ): Promise<Performance> {
    const all = withKnown(compileCases(contract, laws), job.corpus ?? [], contract.name);
    const { most } = planOf(contract, all, job);
    const cases = inOrder(selectCases(all, job.selection), job.first ?? []);
    const statistics = new Statistics();
    const keep: { performance?: Performance } = {};
    const session = new Session(
      contract,
      job.settings,
      ledger,
      job.tool,
      (attempt) => {
        statistics.count(attempt);
        if (job.keepExchanges) keep.performance?.keep(attempt);
      },
      most,
    );
    const performance = new Performance(job, cases, session, statistics);
    keep.performance = performance;
    const end = (): void => performance.stop(String(stop?.reason));
    if (stop?.aborted) end();
    else stop?.addEventListener('abort', end, { once: true });
    try {
      session.open(await preflight(session));
    } catch (error) {
      await session.close();
      throw error;
    }
    session.expectFullUsers(cases.filter(({ needs }) => needs.full).length);
    return performance;
  }

  /** Every form of every secret that this run learnt of, with the secret's name. */
  get secrets(): ReadonlyMap<string, string> {
    return this.#session.redactor.forms;
  }

  /** Requests so far. */
  get requests(): number {
    return this.#statistics.total;
  }

  async run(one: Case): Promise<Ended> {
    const act = async (): Promise<Ended> => conduct(one, this.#session);
    // To follow every promise is dear: only where somebody asks whose an exchange was.
    const ended = await (this.#job.keepExchanges ? this.#current.run(one.name, act) : act());
    const data = endedData(ended, this.#session.redactor, `${this.#job.command} --case ${one.name}`);
    this.ended.push(data);
    this.#spool(SPOOL.ended, data);
    return ended;
  }

  /** Sends nothing any more but what cleans up; cases that were not reached are inconclusive for this reason. */
  stop(reason: string): void {
    this.#session.stop(reason);
  }

  /** Cleans up and tells how it went. */
  async finish(): Promise<Finale> {
    const left = await sweep(this.#session);
    const { created, removed } = this.#session.tally;
    await this.#session.close();
    const finale: Finale = {
      requests: this.#statistics.summary(),
      cleanup: { created, removed, left: this.#session.redactor.cleanData(left) },
    };
    await this.#writing;
    if (this.#job.spool !== '') await writeFile(join(this.#job.spool, SPOOL.finale), JSON.stringify(finale));
    return finale;
  }

  keep(attempt: Attempt): void {
    const startedAt = new Date(performance.timeOrigin + attempt.sentAt).toISOString();
    const { redactor } = this.#session;
    const name = this.#current.getStore();
    const exchange = {
      ...exchangeOf(attempt, redactor),
      startedAt,
      ...(name === undefined ? {} : { case: name }),
    };
    this.#spool(SPOOL.exchanges, redactor.cleanData(exchange));
  }

  #spool(file: string, data: unknown): void {
    if (this.#job.spool === '') return;
    const line = `${JSON.stringify(data)}\n`;
    this.#writing = this.#writing.then(async () => appendFile(join(this.#job.spool, file), line));
  }
}

export function rolesOf(laws: ReadonlyMap<string, Law>): Map<string, readonly RoleName[]> {
  return new Map([...laws.values()].map((law) => [law.name, law.on]));
}

/**
 * Those of the full account first: one after the other they hold one account, while all that share work on another.
 * Then those that are hard to place: two accounts, or one to themselves. Before all of them the cases of the rules that
 * somebody is most curious about, and before these what failed before.
 */
function inOrder(cases: readonly Case[], first: readonly string[]): Case[] {
  const rank = ({ needs, rules, known }: Case): number => {
    const curious = rules.some((id) => first.includes(id));
    return (known ? -20 : 0) + (curious ? 0 : 10) + hardness(needs);
  };
  return [...cases].sort((a, b) => rank(a) - rank(b));
}

function hardness({ full, alone, accounts = 1 }: Case['needs']): number {
  if (full) return 0;
  if (alone) return accounts > 1 ? 4 : 2;
  return accounts > 1 ? 1 : 3;
}
