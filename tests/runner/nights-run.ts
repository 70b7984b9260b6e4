/** Runs cases against a reference server with the trouble proxy in between. */
import { SERVERS } from '../../fixtures/servers/index.ts';
import { troubleProxy } from '../../fixtures/servers/trouble-proxy.ts';
import { compileCases } from '../../runner/cases/cases.ts';
import { compose } from '../../runner/result/compose.ts';
import { selectRules, type Selection } from '../../runner/job/job.ts';
import { Performance, rolesOf } from '../../runner/job/perform.ts';
import type { RunResult } from '../../runner/result/result.ts';
import { settingsFor } from '../../runner/job/settings.ts';
import { targetFromData } from '../../runner/job/target.ts';
import type { Contract } from '../../spec/contract.ts';
import { UnreachableError } from '../../spec/errors.ts';
import { loadContract } from '../../spec/load.ts';
import { packageFile } from '../../spec/package-root.ts';
import { LAWS } from '../../suites/index.ts';

export interface Night extends Partial<Selection> {
  contract?: string;
  trouble: string;
  oneIn?: number;
  seed?: number;
  timeoutMs?: number;
}

export interface Morning {
  /** What a command would have exited with, but for what was left (4). */
  exit: 0 | 1 | 3;
  /** The words of what went wrong, a line each. */
  words: string;
  result?: RunResult;
  /** Whether the server holds what it held before. */
  clean: boolean;
  requests: number;
  troubled: number;
  elsewhere: number;
  ms: number;
}

const CONTRACTS = new Map<string, Promise<Contract>>();

export async function night(options: Night): Promise<Morning> {
  const { contract: name = 'kompliant', trouble, oneIn = 1, seed = 1, timeoutMs = 500 } = options;
  const reference = SERVERS.get(name);
  if (!reference) throw new Error(`no reference server ${name}`);
  const server = await reference.start();
  const before = JSON.stringify(server.state());
  const proxy = await troubleProxy({ behind: server.baseUrl, trouble, oneIn, seed });
  const startedAt = new Date();
  try {
    const ended = await perform(name, { ...server.target, baseUrl: proxy.baseUrl }, options, timeoutMs);
    return {
      ...ended,
      clean: JSON.stringify(server.state()) === before,
      requests: proxy.requests(),
      troubled: proxy.troubled(),
      elsewhere: proxy.elsewhere(),
      ms: Date.now() - startedAt.getTime(),
    };
  } finally {
    await proxy.close();
    await server.close();
  }
}

/** Runs and composes as the command does; a target that cannot be reached is no result. */
export async function perform(
  name: string,
  data: Record<string, unknown>,
  given: Partial<Selection>,
  timeoutMs: number,
): Promise<Pick<Morning, 'exit' | 'words' | 'result'>> {
  const folder = packageFile(`spec/${name}`);
  const loading = CONTRACTS.get(name) ?? loadContract(folder, rolesOf(LAWS));
  CONTRACTS.set(name, loading);
  const contract = await loading;
  const target = targetFromData(data, 'the target');
  const settings = settingsFor(contract, target, { seed: 1, timeoutMs });
  const { suites = [], rules = [], cases = [] } = given;
  const selection = { suites, rules, cases };
  const tool = { name: 'webhook-conformance', version: 'test' };
  const job = { folder, settings, selection, spool: '', keepExchanges: false, command: 'replay', tool };
  const startedAt = new Date();
  try {
    const performance = await Performance.prepare(job, contract, LAWS);
    await Promise.all(performance.cases.map(async (one) => performance.run(one)));
    const finale = await performance.finish();
    const result = compose({
      tool,
      contract,
      settings,
      selected: selectRules(contract, compileCases(contract, LAWS), selection),
      ended: performance.ended,
      expectedFailures: new Set(),
      strict: false,
      startedAt,
      durationMs: 0,
      ...finale,
    });
    const exit = result.verdict === 'conformant' ? 0 : result.verdict === 'inconclusive' ? 3 : 1;
    return { exit, words: wordsOf(result), result };
  } catch (error) {
    if (!(error instanceof UnreachableError)) throw error;
    return { exit: 3, words: error.message };
  }
}

function wordsOf({ rules, cleanup }: RunResult): string {
  const lines = rules.flatMap(({ id, cases }) =>
    cases
      .filter(({ status }) => status === 'failed' || status === 'inconclusive')
      .map(({ name, status, message }) => `${status} ${id} ${name}: ${message ?? ''}`),
  );
  return [...lines, ...cleanup.left.map((line) => `left: ${line}`)].join('\n');
}
