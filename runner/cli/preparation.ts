/** What a run will be, known before anything is sent: its cases, the rules they prove, its settings and its plan. */
import type { Contract } from '../../spec/contract.ts';
import { LAWS } from '../../suites/index.ts';
import { type Case, compileCases } from '../cases/cases.ts';
import { type KnownExample, withKnown } from '../job/corpus.ts';
import { refuseUnfitFixtures } from '../job/fixtures-check.ts';
import { selectCases, selectRules, type Selection } from '../job/job.ts';
import { type Plan, planOf } from '../job/plan.ts';
import type { Settings } from '../job/session.ts';
import { type Overrides, refuseSameCredentials, settingsFor } from '../job/settings.ts';
import { accountsOf, deal, type Shard } from '../job/shard.ts';
import type { Target } from '../job/target.ts';
import type { ExpectedFailure } from '../result/expected-failures.ts';
import type { Part } from '../result/result.ts';
import { readCorpus } from './corpus.ts';
import { readExpected } from './expected-failures.ts';
import { refuseLostPath } from './one-example.ts';

/** What somebody wants of a contract and a target. */
export interface Wishes {
  selection: Selection;
  overrides: Overrides;
  /** The file of counterexamples. */
  corpus?: string | undefined;
  /** The file of rules known to fail. */
  expectedFailures?: string | undefined;
  shard?: Shard | undefined;
}

export interface Preparation {
  contract: Contract;
  settings: Settings;
  selection: Selection;
  /** Which part of a split run it is. */
  part?: Part;
  /** The rules that are judged. */
  selected: ReadonlySet<string>;
  expectedFailures: readonly ExpectedFailure[];
  corpus: readonly KnownExample[];
  plan: Plan;
}

/** Throws InputError where contract, target and wishes do not go together. */
export async function prepare(contract: Contract, target: Target, wishes: Wishes): Promise<Preparation> {
  const { overrides, selection: whole, shard } = wishes;
  const corpus = await readCorpus(wishes.corpus);
  const cases = withKnown(compileCases(contract, LAWS), corpus, contract.name);
  const all = settingsFor(contract, target, overrides);
  refuseSameCredentials(contract, all, target.from);
  refuseUnfitFixtures(contract, all, target.from);
  const selected = selectRules(contract, cases, whole);
  const chosen = selectCases(cases, whole);
  refuseLostPath(overrides.path, chosen);
  const { settings, selection, part } = split(contract, chosen, all, whole, shard);
  const expectedFailures = await readExpected(wishes.expectedFailures, [...contract.rules.keys()]);
  const plan = planOf(contract, cases, { selection, settings });
  const base = { contract, settings, selection, selected, expectedFailures, corpus, plan };
  return part ? { ...base, part } : base;
}

/** Requests that a clean-up may need after a run that died: it leaves as much as it was allowed to have. */
export function mostAfterDeath({ plan, settings }: Preparation): number {
  return plan.most.kept + 3 * plan.most.alive * settings.accounts.length;
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
