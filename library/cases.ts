/** What of a contract is run: known before there is a target. */
import { type Case, compileCases } from '../runner/cases/cases.ts';
import { contractFolder } from '../runner/cli/contracts.ts';
import { readCorpus } from '../runner/cli/corpus.ts';
import { withKnown } from '../runner/job/corpus.ts';
import { selectCases, selectRules, type Selection } from '../runner/job/job.ts';
import { rolesOf } from '../runner/job/perform.ts';
import type { Contract } from '../spec/contract.ts';
import { loadContract } from '../spec/load.ts';
import { LAWS } from '../suites/index.ts';
import type { Options } from './options.ts';

const contracts = new Map<string, Promise<Contract>>();

/** Compiling a contract takes a second or two: once a process will do. Throws InputError. */
export async function contractAt(folder: string): Promise<Contract> {
  const known = contracts.get(folder) ?? loadContract(folder, rolesOf(LAWS));
  contracts.set(folder, known);
  return known;
}

export function selectionOf({ suites = [], rules = [], cases = [] }: Options): Selection {
  return { suites, rules, cases };
}

/** The cases that options select. Throws InputError for a contract, suite, rule or case that does not exist. */
export async function casesOf(contract: string, options: Options): Promise<Case[]> {
  const loaded = await contractAt(contractFolder(contract));
  const cases = withKnown(compileCases(loaded, LAWS), await readCorpus(options.corpus), loaded.name);
  selectRules(loaded, cases, selectionOf(options));
  return selectCases(cases, selectionOf(options));
}
