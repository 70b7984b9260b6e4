/** `replay`: sends the failed cases of a report again as they were, by the same seed, on fresh items. */
import pc from 'picocolors';

import { InputError } from '../../../spec/errors.ts';
import { Engagement } from '../../../library/engagement.ts';
import { visible } from '../../../reporters/text.ts';
import type { EndedData } from '../../result/ended.ts';
import { readTarget } from '../../job/target.ts';
import { builtIn } from '../contracts.ts';
import { endings } from '../endings.ts';
import { EXIT } from '../exit.ts';
import { chosen, type Failure, readRecorded, type Recorded } from './recorded.ts';

export interface ReplayOptions {
  target?: string;
  baseUrl?: string;
  state?: string;
}

/**
 * 1 if a case still breaks a rule that it broke in the report, 0 if none does, 3 or 4 as `run` has them. Throws
 * InputError where a case can't be replayed.
 */
export async function replay(
  path: string,
  names: readonly string[],
  options: ReplayOptions,
): Promise<number> {
  const recorded = await readRecorded(path);
  const failures = chosen(recorded, names, path);
  const contract = await contractOf(recorded, path, options);
  const { target, baseUrl, state } = options;
  const stopping = new AbortController();
  const ending = endings(undefined);
  ending.arm((reason) => stopping.abort(reason));
  try {
    const engagement = await Engagement.begin({
      ...(contract === undefined ? {} : { contract }),
      ...(target === undefined ? {} : { target }),
      ...(baseUrl === undefined ? {} : { baseUrl }),
      ...(state === undefined ? {} : { state }),
      ...(recorded.runs === undefined ? {} : { runs: recorded.runs }),
      seed: recorded.seed,
      mode: recorded.mode,
      cases: failures.map(({ name }) => name),
      signal: stopping.signal,
    });
    const outcomes = await Promise.allSettled(engagement.cases.map(async (one) => engagement.run(one)));
    const { cleanup, target: reached } = await engagement.finish();
    if (ending.interrupted()) return EXIT.interrupted;
    if (target !== undefined && reached.baseUrl !== recorded.baseUrl) {
      say(`at ${reached.baseUrl}; the report is of ${recorded.baseUrl}`);
    }
    const ends = new Map(outcomes.map(valueOf).map((ended) => [ended.result.name, ended]));
    const verdicts = failures.map((failure) => tell(failure, ends.get(failure.name)));
    for (const line of cleanup.left) say(`left: ${line}`);
    if (verdicts.includes('still')) return EXIT.broken;
    if (cleanup.left.length > 0) return EXIT.left;
    return verdicts.includes('unsure') ? EXIT.noVerdict : EXIT.ok;
  } finally {
    ending.disarm();
  }
}

function valueOf(outcome: PromiseSettledResult<EndedData>): EndedData {
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}

/** The base URL is the target's, never the report's: a report that somebody sent must not direct secrets. */
async function contractOf(
  { contract, fromFile }: Recorded,
  path: string,
  { target, baseUrl }: ReplayOptions,
): Promise<string | undefined> {
  const known = builtIn().includes(contract) ? contract : undefined;
  if (target === undefined) {
    if (known !== undefined && !fromFile && baseUrl === undefined) return known;
    throw new InputError(
      `${path}: give --target FILE, the target file of that run: no report holds its secrets`,
    );
  }
  const named = (await readTarget(target, process.env)).contract;
  if (named !== undefined && known !== undefined && named !== known) {
    throw new InputError(`${target}: its contract is ${named}, that of the report is ${contract}`);
  }
  return named === undefined ? known : undefined;
}

/** One line on how a case ended this time. Throws InputError where it was left out. */
function tell({ name, rules, message }: Failure, ended: EndedData | undefined): 'still' | 'gone' | 'unsure' {
  const { status = 'not-run', message: why = 'it did not run' } = ended?.result ?? {};
  if (!ended || status === 'not-run') throw new InputError(`${name} cannot be replayed: ${why}`);
  const found = ended.findings.filter(({ rule, kind }) => kind === 'broken' && rules.includes(rule));
  const own = status === 'failed' ? rules.filter((id) => ended.rules.includes(id)) : [];
  const broken = [...new Set([...own, ...found.map(({ rule }) => rule)])];
  if (broken.length > 0) {
    const sentence = own.length > 0 ? why : (found[0]?.message ?? why);
    say(`still fails  ${name} (${broken.join(', ')}): ${sentence}`, pc.red);
    return 'still';
  }
  if (status === 'inconclusive') {
    say(`cannot say   ${name}: ${why}`, pc.yellow);
    return 'unsure';
  }
  say(`holds now    ${name} (${rules.join(', ')}); the report said: ${message}`, pc.green);
  return 'gone';
}

/** What the report and the server say is hostile text: it must not reach the terminal as anything else. */
function say(line: string, colour: (text: string) => string = pc.dim): void {
  process.stdout.write(`${colour(visible(line.replaceAll(/\s+/g, ' ')))}\n`);
}
