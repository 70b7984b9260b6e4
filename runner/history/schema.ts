/** The tables that runs are remembered in: the same in an SQLite file and in PostgreSQL. */
import type { Kysely, Migration } from 'kysely';

export interface Tables {
  conformance_runs: RunRow;
  conformance_rules: RuleRow;
  conformance_readings: ReadingRow;
}

export interface RunRow {
  id: string;
  contract: string;
  base_url: string;
  /** Of the target, where it was told. */
  version: string | null;
  /** ISO 8601 in UTC: sorts as it reads. */
  started_at: string;
  duration_ms: number;
  verdict: string;
  mode: string;
  /** As text: a seed may be larger than an integer column holds. */
  seed: string;
  tool_version: string;
  requests: number;
  /** Milliseconds. */
  p50: number;
  p95: number;
  p99: number;
}

export interface RuleRow {
  run_id: string;
  rule: string;
  status: string;
  /** What the target did, whatever was expected of it: 1 holds, 0 broken, null not judged. */
  holds: number | null;
}

export interface ReadingRow {
  run_id: string;
  gap: string;
  reading: string;
}

/** A change of the tables is a new entry; what stands here has run somewhere. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '1-runs': {
    up: async (db: Kysely<unknown>) => {
      await db.schema
        .createTable('conformance_runs')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('contract', 'text', (column) => column.notNull())
        .addColumn('base_url', 'text', (column) => column.notNull())
        .addColumn('version', 'text')
        .addColumn('started_at', 'text', (column) => column.notNull())
        .addColumn('duration_ms', 'double precision', (column) => column.notNull())
        .addColumn('verdict', 'text', (column) => column.notNull())
        .addColumn('mode', 'text', (column) => column.notNull())
        .addColumn('seed', 'text', (column) => column.notNull())
        .addColumn('tool_version', 'text', (column) => column.notNull())
        .addColumn('requests', 'double precision', (column) => column.notNull())
        .addColumn('p50', 'double precision', (column) => column.notNull())
        .addColumn('p95', 'double precision', (column) => column.notNull())
        .addColumn('p99', 'double precision', (column) => column.notNull())
        .execute();
      await db.schema
        .createIndex('conformance_runs_of_target')
        .on('conformance_runs')
        .columns(['contract', 'base_url', 'started_at'])
        .execute();
      await db.schema
        .createTable('conformance_rules')
        .addColumn('run_id', 'text', (column) => column.notNull().references('conformance_runs.id'))
        .addColumn('rule', 'text', (column) => column.notNull())
        .addColumn('status', 'text', (column) => column.notNull())
        .addColumn('holds', 'integer')
        .addPrimaryKeyConstraint('conformance_rules_key', ['run_id', 'rule'])
        .execute();
      await db.schema
        .createTable('conformance_readings')
        .addColumn('run_id', 'text', (column) => column.notNull().references('conformance_runs.id'))
        .addColumn('gap', 'text', (column) => column.notNull())
        .addColumn('reading', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('conformance_readings_key', ['run_id', 'gap'])
        .execute();
    },
  },
};
