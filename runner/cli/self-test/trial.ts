/** One trial of the suite: a default run against a reference server that is right, right but different, or broken. */
import { SERVERS } from '../../../fixtures/servers/index.ts';
import { SuiteError } from '../../../spec/errors.ts';
import { loadContract } from '../../../spec/load.ts';
import type { Contract } from '../../../spec/contract.ts';
import { LAWS } from '../../../suites/index.ts';
import { compileCases } from '../../cases/cases.ts';
import { type EndedData, spokenOf } from '../../result/ended.ts';
import type { Job } from '../../job/job.ts';
import { Performance, rolesOf } from '../../job/perform.ts';
import { settingsFor } from '../../job/settings.ts';
import { targetFromData } from '../../job/target.ts';
import { contractFolder } from '../contracts.ts';
import { TOOL } from '../tool.ts';

export interface Trial {
  contract: string;
  /** What is tried: the fault's name, the variants' names, or "reference". */
  name: string;
  fault?: string;
  variants: readonly string[];
  /** The rules that the fault breaks; none: the server is right. */
  breaks: readonly string[];
  seed: number;
  /** Laws that are left out, to see what only they catch. */
  withoutLaws: readonly string[];
}

export interface TrialResult {
  trial: Trial;
  /** Rules that the run saw broken; it may have ended at the first of those that the fault breaks. */
  failed: string[];
  /** The cases that failed or could not be judged, with their messages. */
  troubles: string[];
  left: string[];
  requests: number;
  ms: number;
}

const contracts = new Map<string, Promise<Contract>>();

async function contractOf(name: string): Promise<Contract> {
  const known = contracts.get(name) ?? loadContract(contractFolder(name), rolesOf(LAWS));
  contracts.set(name, known);
  return known;
}

export async function runTrial(trial: Trial): Promise<TrialResult> {
  const reference = SERVERS.get(trial.contract);
  if (!reference) throw new SuiteError(`no reference server for ${trial.contract}`);
  const startedAt = performance.now();
  const contract = await contractOf(trial.contract);
  const server = await reference.start({
    ...(trial.fault === undefined ? {} : { fault: trial.fault }),
    variants: trial.variants,
  });
  try {
    const target = targetFromData({ ...server.target, baseUrl: server.baseUrl }, 'the embedded server');
    const job: Job = {
      settings: settingsFor(contract, target, { seed: trial.seed }),
      selection: { suites: [], rules: [], cases: keptCases(contract, trial.withoutLaws) },
      first: trial.breaks,
      spool: '',
      keepExchanges: false,
      command: 'webhook-conformance run',
      tool: TOOL,
    };
    const run = await Performance.prepare(job, contract, LAWS);
    // The cases of the broken rules come first and by themselves: the others are only asked when these see nothing.
    const curious = run.cases.filter(({ rules }) => rules.some((id) => trial.breaks.includes(id)));
    for (const cases of [curious, run.cases.filter((one) => !curious.includes(one))]) {
      await Promise.all(
        cases.map(async (one) => {
          await run.run(one);
          const last = run.ended.at(-1);
          if (last && brokenRules(contract, last).some((id) => trial.breaks.includes(id))) run.stop('caught');
        }),
      );
    }
    const finale = await run.finish();
    const failed = [...new Set(run.ended.flatMap((ended) => brokenRules(contract, ended)))];
    return {
      trial,
      failed,
      troubles: run.ended.flatMap(trouble),
      left: finale.cleanup.left,
      requests: finale.requests.total,
      ms: performance.now() - startedAt,
    };
  } finally {
    await server.close();
  }
}

/** The names of the cases that are left without some laws; none: every case. */
function keptCases(contract: Contract, withoutLaws: readonly string[]): string[] {
  if (withoutLaws.length === 0) return [];
  const kept = compileCases(contract, LAWS).filter(({ law }) => !withoutLaws.includes(law.name));
  return kept.map(({ name }) => name);
}

/** The rules that a case's end breaks; a `should` is not broken without --strict. */
function brokenRules(contract: Contract, ended: EndedData): string[] {
  const { result, findings } = ended;
  const own = result.status === 'failed' ? spokenOf(ended) : [];
  const others = findings.filter(({ kind }) => kind === 'broken').map(({ rule }) => rule);
  return [...own, ...others].filter((id) => contract.rules.get(id)?.level === 'must');
}

function trouble({ result, findings }: EndedData): string[] {
  const { status, name, message = '' } = result;
  const own = status === 'failed' || status === 'inconclusive' ? [`${status} ${name}: ${message}`] : [];
  return [
    ...own,
    ...findings
      .filter(({ kind }) => kind === 'broken')
      .map(({ rule, message: text }) => `${rule} in ${name}: ${text}`),
  ];
}
