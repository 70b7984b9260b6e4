/** Runs cases against an embedded reference server, in this process, as the command does by default. */
import { SERVERS } from '../../fixtures/servers/index.ts';
import { compose } from '../../runner/result/compose.ts';
import { compileCases } from '../../runner/cases/cases.ts';
import { selectRules, type Selection } from '../../runner/job/job.ts';
import { Performance, rolesOf } from '../../runner/job/perform.ts';
import type { RunResult } from '../../runner/result/result.ts';
import { settingsFor } from '../../runner/job/settings.ts';
import { targetFromData } from '../../runner/job/target.ts';
import type { Contract } from '../../spec/contract.ts';
import { loadContract } from '../../spec/load.ts';
import { packageFile } from '../../spec/package-root.ts';
import { LAWS } from '../../suites/index.ts';

export interface TryOptions extends Partial<Selection> {
  fault?: string;
  variants?: readonly string[];
  seed?: number;
  /** Judges every rule, whatever is selected to run. */
  judgeAll?: boolean;
  /** Changes the target's plain data before it is read. */
  target?: (data: Record<string, unknown>) => Record<string, unknown>;
}

/** Loading compiles every schema, which takes longer than most runs. */
const CONTRACTS = new Map<string, Promise<Contract>>();
const TOOL = { name: 'webhook-conformance', version: 'test' };

export async function tryCases(name: string, options: TryOptions = {}): Promise<RunResult> {
  const reference = SERVERS.get(name);
  if (!reference) throw new Error(`no reference server ${name}`);
  const { fault, variants = [], seed = 1 } = options;
  const server = await reference.start({ ...(fault === undefined ? {} : { fault }), variants });
  try {
    const folder = packageFile(`spec/${name}`);
    const loading = CONTRACTS.get(name) ?? loadContract(folder, rolesOf(LAWS));
    CONTRACTS.set(name, loading);
    const contract = await loading;
    const data = options.target?.(server.target) ?? server.target;
    const target = targetFromData({ ...data, baseUrl: server.baseUrl }, 'the embedded server');
    const settings = settingsFor(contract, target, { seed });
    const { suites = [], rules = [], cases: names = [] } = options;
    const selection = { suites, rules, cases: names };
    const job = {
      settings,
      selection,
      spool: '',
      keepExchanges: false,
      command: 'replay',
      tool: TOOL,
    };
    const startedAt = new Date();
    const performance = await Performance.prepare(job, contract, LAWS);
    await Promise.all(performance.cases.map(async (one) => performance.run(one)));
    const finale = await performance.finish();
    const cases = compileCases(contract, LAWS);
    return compose({
      tool: TOOL,
      contract,
      settings,
      selected: options.judgeAll ? new Set(contract.rules.keys()) : selectRules(contract, cases, selection),
      ended: performance.ended,
      expectedFailures: new Set(),
      strict: false,
      startedAt,
      durationMs: Date.now() - startedAt.getTime(),
      ...finale,
    });
  } finally {
    await server.close();
  }
}

/** The ids of the rules that a run saw broken. */
export function failed(result: RunResult): string[] {
  return result.rules.filter(({ status }) => status === 'failed').map(({ id }) => id);
}

/** The names of the cases that failed, and of those that could not be judged, with their messages. */
export function troubles(result: RunResult): string[] {
  const lines = result.rules.flatMap(({ cases }) =>
    cases
      .filter(({ status }) => status === 'failed' || status === 'inconclusive')
      .map(({ name, status, message }) => `${status} ${name}: ${message ?? ''}`),
  );
  return [...new Set(lines)];
}
