/** `merge`: the JSON reports of a run's parts become one result, with its reports and its exit status. */
import { type Format, writeReport } from '../../reporters/index.ts';
import { InputError } from '../../spec/errors.ts';
import { merge as join, type Piece } from '../result/merge.ts';
import { readReport } from '../result/report-file.ts';
import { exitStatus } from './exit.ts';
import { readExpected } from './expected-failures.ts';
import { refuseLostOutputs } from './outputs.ts';
import { remembered } from './remembered.ts';
import { show } from './show.ts';

export interface MergeOptions {
  report: { format: Format; path: string }[];
  expectedFailures?: string;
  /** An SQLite file or a PostgreSQL URL. */
  history?: string;
  verbose: boolean;
}

/** The exit status of the whole run. Throws InputError where the reports are not all parts of one run. */
export async function merge(paths: readonly string[], options: MergeOptions): Promise<number> {
  const pieces: Piece[] = [];
  for (const path of paths) pieces.push({ from: path, result: await readReport(path) });
  refuseForgottenList(pieces, options);
  const rules = pieces[0]?.result.rules.map(({ id }) => id) ?? [];
  const expectedFailures = await readExpected(options.expectedFailures, rules);
  const joined = join(pieces, expectedFailures);
  await refuseLostOutputs(options, [joined.contract]);
  const result = await remembered(joined, options.history);
  show(result, options.verbose);
  for (const { format, path } of options.report) await writeReport(format, path, result);
  return exitStatus(result);
}

/** Whether a listed failure has gone shows only over all parts. */
function refuseForgottenList(pieces: readonly Piece[], { expectedFailures }: MergeOptions): void {
  if (expectedFailures !== undefined) return;
  const listed = pieces.find(({ result }) => result.rules.some(({ expected }) => expected !== undefined));
  if (listed) {
    throw new InputError(
      `${listed.from}: it was run with a list of expected failures: give it to merge as well (--expected-failures FILE)`,
    );
  }
}
