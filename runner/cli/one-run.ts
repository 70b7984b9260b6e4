/** One run of the command: of one contract, against one target, from what is known beforehand to the exit status. */
import { join } from 'node:path';

import { type OpenContract, openContract } from '../../spec/load.ts';
import { LAWS } from '../../suites/index.ts';
import type { Job } from '../job/job.ts';
import { overridesOf } from '../job/overrides.ts';
import { rolesOf, SPOOL } from '../job/perform.ts';
import { planLines } from './announce.ts';
import { type Endings, endings } from './endings.ts';
import { commandOf, type Errand } from './errand.ts';
import { type Estate, takeOver } from './estate.ts';
import { EXIT, exitStatus } from './exit.ts';
import { finished } from './finished.ts';
import type { Harness } from './harness.ts';
import { lastLook, redactorOf, scanFor } from './last-look.ts';
import { refuseLostOutputs, writeOutputs } from './outputs.ts';
import { mostAfterDeath, prepare, type Preparation } from './preparation.ts';
import type { RunOptions } from './run-options.ts';
import { show } from './show.ts';
import { TOOL } from './tool.ts';
import { makeSpool, removeSpool } from './spool.ts';
import { watch } from './watch.ts';

/** All that belongs to one run. */
interface OneRun {
  errand: Errand;
  options: RunOptions;
  open: OpenContract;
  prepared: Preparation;
  ending: Endings;
  /** Whether other contracts write their reports there, too. */
  several: boolean;
  harness: Harness;
}

/** The exit status of one of these contracts. Throws the family's errors for what could not start. */
export async function runOne(
  errand: Errand,
  options: RunOptions,
  contracts: readonly string[],
  harness: Harness,
): Promise<number> {
  const open = await openContract(errand.folder, rolesOf(LAWS));
  const { contract } = open;
  const { corpus, expectedFailures, shard } = options;
  const selection = { suites: options.suite, rules: options.rule, cases: options.case };
  const wishes = { selection, overrides: overridesOf(options), corpus, expectedFailures, shard };
  const prepared = await prepare(contract, errand.target, wishes);
  if (options.plan) {
    process.stdout.write(`${planLines(contract, prepared.settings, prepared.plan).join('\n')}\n`);
    return EXIT.ok;
  }
  await refuseLostOutputs(options, contracts);
  const ending = endings(options.timeLimit);
  try {
    const several = contracts.length > 1;
    const one: OneRun = { errand, options, open, prepared, ending, several, harness };
    const estate = errand.embedded ? undefined : await enter(one);
    return estate === 'interrupted' ? EXIT.interrupted : await carryOut(one, estate);
  } finally {
    ending.disarm();
  }
}

/** Takes the accounts, which may mean to wait for them. */
async function enter({ options, prepared, ending }: OneRun): Promise<Estate | 'interrupted'> {
  const waiting = options.wait ? { signal: ending.signal, say: complain } : undefined;
  try {
    return await takeOver(prepared.contract, prepared.settings, options.state, waiting);
  } catch (error) {
    if (ending.interrupted()) return 'interrupted';
    throw error;
  }
}

/** From the first request to the last file. */
async function carryOut(one: OneRun, estate: Estate | undefined): Promise<number> {
  const { errand, options, open, prepared, ending, several, harness } = one;
  const { contract, settings, plan, part, selected, expectedFailures, corpus: known } = prepared;
  let allowed = mostAfterDeath(prepared);
  const spool = await makeSpool();
  try {
    const startedAt = new Date();
    const job = jobOf(one, spool, estate);
    const { folder, raw, document } = open;
    const work = { job, files: { folder, raw, document } };
    const { ended, finale, exchanges, secrets, noVerdict } = await watch(harness, work, prepared, ending);
    // What was announced holds for the last clean-up too.
    allowed = plan.most.requests - finale.requests.total;
    const composition = {
      tool: job.tool,
      contract,
      settings,
      selected,
      ended,
      ...(noVerdict === undefined ? {} : { noVerdict }),
      expectedFailures,
      strict: options.strict,
      ...(part ? { shard: part } : {}),
      startedAt,
      durationMs: Date.now() - startedAt.getTime(),
      ...finale,
      cleanup: { ...finale.cleanup, left: [...(estate?.left ?? []), ...finale.cleanup.left] },
    };
    const version = options.targetVersion ?? errand.target.version;
    const result = await finished(composition, { settings, version, history: options.history });
    const own = redactorOf(settings);
    if (noVerdict === undefined) show(result, options.verbose);
    else complain(ending.interrupted() ? 'the run was interrupted' : own.clean(noVerdict));
    const written = await writeOutputs(options, { result, contract, ended, known, exchanges, several });
    const spooled = Object.values(SPOOL).map((name) => join(spool, name));
    await lastLook([...written, ...spooled], estate ? [estate.ledger] : [], scanFor(own, secrets));
    return ending.interrupted() ? EXIT.interrupted : exitStatus(result);
  } finally {
    await removeSpool(spool);
    await estate?.close(allowed);
  }
}

function jobOf({ errand, options, prepared }: OneRun, spool: string, estate: Estate | undefined): Job {
  const { settings, selection, corpus } = prepared;
  return {
    settings,
    selection,
    spool,
    ...(estate ? { ledger: estate.ledger } : {}),
    corpus,
    keepExchanges: options.report.some(({ format }) => format === 'har'),
    command: commandOf(errand, options, settings.seed),
    tool: { name: TOOL.name, version: TOOL.version },
  };
}

function complain(line: string): void {
  process.stderr.write(`webhook-conformance: ${line}\n`);
}
