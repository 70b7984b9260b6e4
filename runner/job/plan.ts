/** What a run will do to a target, told before it does anything: how much at most, and what it leaves out. */
import type { Contract } from '../../spec/contract.ts';
import { InputError } from '../../spec/errors.ts';
import type { Account } from '../accounts/account.ts';
import type { Case } from '../cases/cases.ts';
import { type Job, selectCases } from './job.ts';
import { leftOut } from '../cases/left-out.ts';
import type { Mode } from '../result/result.ts';
import { mostAlive } from '../accounts/sites.ts';

/** Never exceeded: whoever sends and creates asks first. */
export interface Bounds {
  /** Requests, those that are sent again and those that clean up included. */
  requests: number;
  /** Requests that ask for a new item, whatever they are answered. */
  creates: number;
  /** Items of the run on one account at once. */
  alive: number;
  /** Requests of these that only clean-up may send. */
  kept: number;
}

export interface Plan {
  /** Cases that run. */
  cases: number;
  /** What a right server is sent, about. */
  about: number;
  most: Bounds;
  /** Cases that do not run, by the reason. */
  leftOut: ReadonlyMap<string, readonly string[]>;
}

/** Requests of an ordinary case at a right server, on the average of the built-in contracts, and a little more. */
const READS = 3;
const WRITES = 8;
/** A case of generated examples, and each example where their number is told. */
const EXAMPLES = 50;
const EXAMPLE = 15;
/** A case that fills an account of this many places. */
const fills = (limit: number): number => 10 + 2 * limit;
const RACES = 60;

/** Creates to a request, where a case writes: most filling laws come to a half, ordinary ones to a fifth. */
const CREATES: Readonly<Record<Case['effect'], number>> = {
  reads: 0,
  writes: 0.2,
  fills: 0.6,
  floods: 0.6,
  races: 0.4,
};

/** For bad nights, on which much is sent twice, and for servers that are wrong, whose faults are made small. */
const MARGIN: Readonly<Record<Mode, { times: number; more: number }>> = {
  full: { times: 4, more: 2_000 },
  safe: { times: 2, more: 300 },
  'read-only': { times: 3, more: 100 },
};
/** Before, between and after the cases: the look at an account, its last sweep. */
const AN_ACCOUNT = 12;
/** A fixture is read, put back, tried in another way and read again. */
const A_FIXTURE = 8;

/** Throws InputError where a rule that is asked for by name could not run. */
export function planOf(
  contract: Contract,
  all: readonly Case[],
  job: Pick<Job, 'selection' | 'settings'>,
): Plan {
  const { selection, settings } = job;
  const cases = selectCases(all, selection);
  refuseTooFewAccounts(cases, job);
  const reasons = new Map<string, string[]>();
  const run: Case[] = [];
  for (const one of cases) {
    const reason = leftOut(one, contract, settings);
    if (reason === undefined) run.push(one);
    else reasons.set(reason, [...(reasons.get(reason) ?? []), one.name]);
  }
  const cost = (one: Case): number => costOf(one, contract, settings.runs);
  const creating = contract.roles.has('create') && settings.mode !== 'read-only';
  const edited = settings.mode === 'read-only' ? [] : settings.accounts.flatMap(webhooksOf);
  const kept = settings.accounts.length * AN_ACCOUNT + (creating ? 0 : edited.length * A_FIXTURE);
  const about = Math.round(sum(run.map(cost))) + kept;
  const asked = sum(run.map((one) => cost(one) * CREATES[one.effect]));
  refuseTooFewRequests(settings, kept);
  const { times, more } = MARGIN[settings.mode];
  const requests = settings.maxRequests ?? Math.ceil(times * about) + more;
  return {
    cases: run.length,
    about,
    most: {
      requests,
      creates: creating ? Math.min(requests, Math.ceil(times * asked + more / 10)) : 0,
      alive: creating ? mostAlive(contract, settings) : 0,
      kept,
    },
    leftOut: reasons,
  };
}

/** With fewer, nothing but looking around and cleaning up could be done. */
function refuseTooFewRequests({ maxRequests, accounts }: Job['settings'], kept: number): void {
  const fewest = kept + accounts.length * AN_ACCOUNT + 1;
  if (maxRequests !== undefined && maxRequests < fewest) {
    throw new InputError(
      `--max-requests ${maxRequests}: it takes ${fewest - 1} to look at the target before and to clean up after; allow ${fewest} or more`,
    );
  }
}

/** The fixtures that are put back in the end. */
function webhooksOf({ fixtures }: Account): unknown[] {
  return Object.entries(fixtures).flatMap(([key, value]) => (/webhook/i.test(key) ? [value].flat() : []));
}

function costOf({ effect, law }: Case, { limit = 0 }: Contract, runs: number | undefined): number {
  if (law.examples === true || effect === 'races') {
    const usual = effect === 'races' ? RACES : EXAMPLES;
    return runs === undefined ? usual : usual + runs * EXAMPLE;
  }
  if (effect === 'reads') return READS;
  return effect === 'writes' ? WRITES : fills(limit);
}

/** A rule that is asked for by name must be able to run. */
function refuseTooFewAccounts(
  cases: readonly Case[],
  { selection, settings }: Pick<Job, 'selection' | 'settings'>,
): void {
  const { length } = settings.accounts;
  for (const { law, rules, needs } of cases) {
    const rule = rules.find((id) => selection.rules.includes(id));
    const { accounts = 1 } = needs;
    if (rule !== undefined && accounts > length) {
      throw new InputError(
        `rule ${rule} needs ${accounts} accounts (${law.name}), and the target file has ${length}; add one under accounts`,
      );
    }
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
