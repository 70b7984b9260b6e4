/** Opens what `--history` names: an SQLite file, or a PostgreSQL database by its URL. Drivers are loaded when asked for. */
import { stat } from 'node:fs/promises';

import type { Dialect, Kysely } from 'kysely';

import { InputError } from '../../spec/errors.ts';
import { MIGRATIONS, type Tables } from './schema.ts';

/** How long another writer, or a database that does not answer, is waited for. */
const PATIENCE_MS = 10_000;

export interface OpenOptions {
  /** Whether a file that is not there is made; a reader of one that is missing has misspelt it. */
  create: boolean;
}

/** Opens it with its tables in place. Throws InputError, without the URL's password, where that is not possible. */
export async function openDatabase(place: string, { create }: OpenOptions): Promise<Kysely<Tables>> {
  let database: Kysely<Tables> | undefined;
  try {
    const { Kysely: Database } = await import('kysely');
    const dialect = isPostgres(place) ? await postgres(place) : await sqlite(place, create);
    database = new Database<Tables>({ dialect });
    await migrate(database);
    return database;
  } catch (cause) {
    await database?.destroy().catch(() => undefined);
    if (cause instanceof InputError) throw cause;
    throw new InputError(
      `the history ${nameOf(place)} cannot be opened (${reason(cause)}); name an SQLite file or postgres://USER@HOST/DATABASE`,
      { cause },
    );
  }
}

/** What a history is called in messages: a URL without user and password. */
export function nameOf(place: string): string {
  if (!isPostgres(place)) return place;
  if (!URL.canParse(place)) return 'postgres://…';
  const { host, pathname } = new URL(place);
  return `postgres://${host}${pathname}`;
}

/** One line; drivers give several connections' errors as one without a message. */
export function reason(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reason(error.errors[0]);
  const text = error instanceof Error ? error.message : String(error);
  return text.replaceAll(/\s*\n\s*/g, ' ') || 'it does not answer';
}

function isPostgres(place: string): boolean {
  return /^postgres(ql)?:\/\//i.test(place);
}

/** Whether a place is a file's path, rather than a URL. */
export function isFile(place: string): boolean {
  return !/^[a-z][a-z0-9+.-]+:\/\//i.test(place);
}

async function sqlite(path: string, create: boolean): Promise<Dialect> {
  if (!isFile(path)) throw new Error('it is neither a file nor a postgres:// URL');
  const found = await stat(path).catch(() => undefined);
  if (!found && !create) throw new Error('there is no such file');
  if (found && !found.isFile()) throw new Error('it is no file');
  const [{ SqliteDialect }, { default: Sqlite }] = await Promise.all([import('kysely'), import('libsql')]);
  return new SqliteDialect({ database: new Sqlite(path, { timeout: PATIENCE_MS }) });
}

async function postgres(url: string): Promise<Dialect> {
  if (!URL.canParse(url)) throw new Error('it is no URL');
  const [{ PostgresDialect }, { default: pg }] = await Promise.all([import('kysely'), import('pg')]);
  const pool = new pg.Pool({
    connectionString: url,
    max: 1,
    connectionTimeoutMillis: PATIENCE_MS,
    statement_timeout: PATIENCE_MS,
  });
  // A connection lost while nobody used it; whoever uses it next is told.
  pool.on('error', () => undefined);
  return new PostgresDialect({ pool });
}

async function migrate(database: Kysely<Tables>): Promise<void> {
  const { Migrator } = await import('kysely');
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) },
    migrationTableName: 'conformance_migrations',
    migrationLockTableName: 'conformance_migrations_lock',
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const failed = results?.find(({ status }) => status === 'Error');
  const newer = failed === undefined && /previously executed migration/.test(reason(error));
  if (newer) throw new Error('a newer version of webhook-conformance has written it');
  throw error instanceof Error ? error : new Error(reason(error));
}
