/** Remembers runs, and tells what is remembered of a target. */
import { randomUUID } from 'node:crypto';

import type { Kysely } from 'kysely';

import type { RuleResult, RunResult, Status, Verdict } from '../result/result.ts';
import { worst } from '../result/result.ts';
import { openDatabase, type OpenOptions } from './database.ts';
import type { RunRow, Tables } from './schema.ts';

/** Whose runs belong together. */
export interface TargetKey {
  contract: string;
  baseUrl: string;
}

/** On this machine the port is an accident: CI starts a server on whichever is free. */
export function targetKey(contract: string, baseUrl: string): TargetKey {
  const url = new URL(baseUrl);
  if (/^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname)) url.port = '';
  return { contract, baseUrl: url.href.replace(/\/+$/, '') };
}

/** One run as it is remembered. */
export interface PastRun extends TargetKey {
  version?: string;
  /** ISO 8601. */
  startedAt: string;
  durationMs: number;
  verdict: Verdict;
  mode: string;
  seed: number;
  toolVersion: string;
  requests: number;
  latencyMs: { p50: number; p95: number; p99: number };
  rules: ReadonlyMap<string, PastRule>;
  /** Gap → reading. */
  readings: ReadonlyMap<string, string>;
}

export interface PastRule {
  status: Status;
  /** What the target did, whatever was expected of it; absent: it was not judged. */
  holds?: boolean;
}

/** As a finished result is remembered. */
export function pastRun(result: RunResult): PastRun {
  const { target, requests } = result;
  return {
    ...targetKey(result.contract, target.baseUrl),
    ...(target.version === undefined ? {} : { version: target.version }),
    startedAt: result.startedAt,
    durationMs: result.durationMs,
    verdict: result.verdict,
    mode: result.mode,
    seed: result.seed,
    toolVersion: result.tool.version,
    requests: requests.total,
    latencyMs: requests.latencyMs,
    rules: new Map(result.rules.map((rule) => [rule.id, pastRule(rule)])),
    readings: new Map(result.readings.map(({ gap, reading }) => [gap, reading])),
  };
}

/** Lists of expected failures change what a rule's status says, not what the target does: its cases tell that. */
function pastRule({ status, cases }: RuleResult): PastRule {
  const found = worst(cases.map((one) => one.status));
  if (found === 'failed') return { status, holds: false };
  return found === 'passed' || found === 'observed' ? { status, holds: true } : { status };
}

export class HistoryStore {
  readonly #database: Kysely<Tables>;

  private constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  /** Throws InputError where the place cannot be opened. */
  static async open(place: string, options: OpenOptions = { create: true }): Promise<HistoryStore> {
    return new HistoryStore(await openDatabase(place, options));
  }

  async close(): Promise<void> {
    await this.#database.destroy();
  }

  /** All of a run or nothing. */
  async add(run: PastRun): Promise<void> {
    const id = randomUUID();
    await this.#database.transaction().execute(async (transaction) => {
      await transaction.insertInto('conformance_runs').values(rowOf(id, run)).execute();
      const rules = [...run.rules].map(([rule, { status, holds }]) => ({
        run_id: id,
        rule,
        status,
        holds: holds === undefined ? null : Number(holds),
      }));
      if (rules.length > 0) await transaction.insertInto('conformance_rules').values(rules).execute();
      const readings = [...run.readings].map(([gap, reading]) => ({ run_id: id, gap, reading }));
      if (readings.length > 0)
        await transaction.insertInto('conformance_readings').values(readings).execute();
    });
  }

  /** Every target that was ever run against. */
  async targets(): Promise<TargetKey[]> {
    const rows = await this.#database
      .selectFrom('conformance_runs')
      .select(['contract', 'base_url'])
      .distinct()
      .orderBy('contract')
      .orderBy('base_url')
      .execute();
    return rows.map(({ contract, base_url: baseUrl }) => ({ contract, baseUrl }));
  }

  /** The last runs of a target, the oldest first. */
  async last({ contract, baseUrl }: TargetKey, count: number): Promise<PastRun[]> {
    const rows = await this.#database
      .selectFrom('conformance_runs')
      .selectAll()
      .where('contract', '=', contract)
      .where('base_url', '=', baseUrl)
      .orderBy('started_at', 'desc')
      .limit(count)
      .execute();
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return [];
    const [rules, readings] = [
      await this.#database.selectFrom('conformance_rules').selectAll().where('run_id', 'in', ids).execute(),
      await this.#database
        .selectFrom('conformance_readings')
        .selectAll()
        .where('run_id', 'in', ids)
        .execute(),
    ];
    const runs = new Map(rows.map((row) => [row.id, runOf(row)]));
    for (const { run_id: id, rule, status, holds } of rules) {
      const known = holds === null ? {} : { holds: holds === 1 };
      runs.get(id)?.rules.set(rule, { status: status as Status, ...known });
    }
    for (const { run_id: id, gap, reading } of readings) runs.get(id)?.readings.set(gap, reading);
    return [...runs.values()].toReversed();
  }
}

function rowOf(id: string, run: PastRun): RunRow {
  return {
    id,
    contract: run.contract,
    base_url: run.baseUrl,
    version: run.version ?? null,
    started_at: run.startedAt,
    duration_ms: run.durationMs,
    verdict: run.verdict,
    mode: run.mode,
    seed: String(run.seed),
    tool_version: run.toolVersion,
    requests: run.requests,
    ...run.latencyMs,
  };
}

function runOf(row: RunRow): PastRun & { rules: Map<string, PastRule>; readings: Map<string, string> } {
  return {
    contract: row.contract,
    baseUrl: row.base_url,
    ...(row.version === null ? {} : { version: row.version }),
    startedAt: row.started_at,
    durationMs: row.duration_ms,
    verdict: row.verdict as Verdict,
    mode: row.mode,
    seed: Number(row.seed),
    toolVersion: row.tool_version,
    requests: row.requests,
    latencyMs: { p50: row.p50, p95: row.p95, p99: row.p99 },
    rules: new Map(),
    readings: new Map(),
  };
}
