/** The files that a run writes for whoever started it: looked at before the run, written after it. */
import { join, resolve } from 'node:path';

import { type Format, reportPath, writeReport } from '../../reporters/index.ts';
import type { Contract } from '../../spec/contract.ts';
import { InputError } from '../../spec/errors.ts';
import { foundBy, type KnownExample } from '../job/corpus.ts';
import type { EndedData } from '../result/ended.ts';
import type { RunResult } from '../result/result.ts';
import { keepFound } from './corpus.ts';
import { checkHistory } from './remembered.ts';
import { writeRepros } from './repro.ts';
import { type Place, refuseUnwritable } from './writable.ts';

/** Where they go; what is undefined is not written. */
export interface Outputs {
  report: readonly { format: Format; path: string }[];
  /** The folder for scripts that show each failure again. */
  repro?: string | undefined;
  /** The file that keeps counterexamples. */
  corpus?: string | undefined;
  /** An SQLite file or a PostgreSQL URL. */
  history?: string | undefined;
}

/** Throws InputError for what could not be written after runs of these contracts. */
export async function refuseLostOutputs(outputs: Outputs, contracts: readonly string[]): Promise<void> {
  const { report, repro, corpus, history } = outputs;
  refuseTwice(report.map(({ path }) => path));
  const several = contracts.length > 1;
  const reports = report.flatMap(({ path }) => contracts.map((name) => reportPath(path, name, several)));
  const places: Place[] = reports.map((path) => ({ what: 'the report', path, kind: 'whole' }));
  if (repro !== undefined) places.push({ what: 'scripts of failures', path: repro, kind: 'folder' });
  if (corpus !== undefined) places.push({ what: 'the corpus', path: corpus, kind: 'appended' });
  await refuseUnwritable(places);
  if (history !== undefined) await checkHistory(history);
}

/** The second report would take the place of the first. */
function refuseTwice(paths: readonly string[]): void {
  const twice = paths.find(
    (path, index) => paths.findIndex((other) => resolve(other) === resolve(path)) < index,
  );
  if (twice !== undefined)
    throw new InputError(`--report: two reports would be written to ${twice}; name another path`);
}

/** What a run of one contract has to tell. */
export interface Told {
  result: RunResult;
  contract: Contract;
  ended: readonly EndedData[];
  /** What the corpus held before. */
  known: readonly KnownExample[];
  /** The file of every exchange, where they were kept. */
  exchanges?: string;
  /** Whether other contracts write there, too. */
  several?: boolean;
}

/** The paths that were written. Throws ReportError or InputError where one can't be. */
export async function writeOutputs(outputs: Outputs, told: Told): Promise<string[]> {
  const { report, repro, corpus } = outputs;
  const { result, contract, ended, known, exchanges = '', several = false } = told;
  const written: string[] = [];
  for (const { format, path } of report) {
    const file = reportPath(path, result.contract, several);
    const kept = format === 'har' && exchanges !== '';
    await writeReport(format, file, result, kept ? { exchangesFile: exchanges } : {});
    written.push(file);
  }
  if (repro !== undefined) {
    const folder = several ? join(repro, contract.name) : repro;
    written.push(...(await writeRepros(folder, result, contract, ended)));
  }
  written.push(...(await keepFound(corpus, foundBy(ended, known, contract.name))));
  return written;
}
