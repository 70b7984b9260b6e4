/** One run against one contract as plain data: what the command hands to the worker that carries it out. */
import type { Contract } from '../../spec/contract.ts';
import { InputError } from '../../spec/errors.ts';
import { didYouMean } from '../../spec/nearest.ts';
import type { Case } from '../cases/cases.ts';
import type { KnownExample } from './corpus.ts';
import type { Settings } from './session.ts';

export interface Job {
  settings: Settings;
  selection: Selection;
  /** What earlier runs found, tried first. */
  corpus?: readonly KnownExample[];
  /** Rules whose cases come first. */
  first?: readonly string[];
  /** The folder that results are spooled to; mode 0700. */
  spool: string;
  /** The file that keeps what the run owns; absent: memory, for servers that end with the run. */
  ledger?: string;
  /** Keep every exchange, for HAR. */
  keepExchanges: boolean;
  /** Begins every replay command: `webhook-conformance run CONTRACT --target …`. */
  command: string;
  tool: { name: string; version: string };
}

/**
 * What of a contract is to run; empty lists mean everything. Rules beside cases say what these are judged by: also
 * rules of which they only find out in passing.
 */
export interface Selection {
  suites: readonly string[];
  rules: readonly string[];
  cases: readonly string[];
  /** The names of the cases of one part of a split run; absent: it is not split. */
  dealt?: readonly string[];
}

/**
 * The rules that a selection has the run judge. A part judges the same ones as the whole: its cases may find out about
 * any of them. Throws InputError for a rule, suite or case that does not exist. */
export function selectRules(contract: Contract, cases: readonly Case[], selection: Selection): Set<string> {
  refuseUnknown(selection.rules, contract.rules.keys(), 'rule');
  refuseUnknown(selection.suites, new Set(cases.map(({ suite }) => suite)), 'suite');
  refuseUnknown(selection.cases, new Set(cases.map(({ name }) => name)), 'case');
  const { dealt: _, ...whole } = selection;
  const chosen = selectCases(cases, whole);
  const proved = new Set(chosen.flatMap(({ rules }) => rules));
  const { suites, rules, cases: names } = selection;
  const all = suites.length + rules.length + names.length === 0;
  const wanted = selection.rules.length > 0 ? new Set(selection.rules) : undefined;
  const named = rules.length > 0 && names.length > 0;
  return new Set(
    [...contract.rules.values()]
      .filter((rule) => rule.excluded === undefined && (all || named || proved.has(rule.id)))
      .filter((rule) => wanted?.has(rule.id) ?? true)
      .map(({ id }) => id),
  );
}

/** The cases that a selection runs. */
export function selectCases(all: readonly Case[], { suites, rules, cases: names, dealt }: Selection): Case[] {
  return all.filter(
    (one) =>
      (dealt?.includes(one.name) ?? true) &&
      (suites.length === 0 || suites.includes(one.suite)) &&
      (rules.length === 0 || names.length > 0 || one.rules.some((rule) => rules.includes(rule))) &&
      (names.length === 0 || names.includes(one.name)),
  );
}

function refuseUnknown(wanted: readonly string[], known: Iterable<string>, what: string): void {
  const names = [...known];
  const wrong = wanted.find((name) => !names.includes(name));
  if (wrong !== undefined) throw new InputError(`unknown ${what} "${wrong}"${didYouMean(wrong, names)}`);
}
