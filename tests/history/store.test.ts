import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { InputError } from '../../spec/errors.ts';
import { checkHistory, remember } from '../../runner/history/remember.ts';
import { HistoryStore, targetKey } from '../../runner/history/store.ts';
import { trendOf } from '../../runner/history/trend.ts';
import type { RunResult } from '../../runner/result/result.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { BROKEN, FAULT, night, VARIANT } from './nights.ts';
import { type Postgres, postgresPrograms, startPostgres } from './postgres.ts';

const bin = postgresPrograms();
let nights: RunResult[];
let starting: Promise<Postgres> | undefined;
let postgres: Postgres | undefined;

beforeAll(async () => {
  if (bin !== undefined) starting = startPostgres(bin);
  nights = [await night(), await night({ fault: FAULT }), await night({ variants: [VARIANT] })];
  postgres = await starting;
}, 60_000);
afterAll(async () => (await starting)?.stop());

function sqlite(): string {
  return join(temporaryFolder('history'), 'history.sqlite');
}

test.runIf(process.env['CI'] === 'true')('CI has a PostgreSQL to test with', () => {
  expect(bin, 'apt-get install postgresql').toBeDefined();
});

describe.each([
  { kind: 'SQLite', place: sqlite, skip: false },
  { kind: 'PostgreSQL', place: () => postgres?.url ?? '', skip: bin === undefined },
])('$kind', ({ place: placeOf, skip }) => {
  test.skipIf(skip)(
    'three nights, a fault switched on and off: newly broken, newly fixed, flaky',
    async () => {
      const place = placeOf();
      await checkHistory(place);
      const [first, second, third] = [
        await remember(place, nights[0]!),
        await remember(place, nights[1]!),
        await remember(place, nights[2]!),
      ].map(({ changes }) => changes);
      expect(first).toEqual({ runs: 0, broken: [], fixed: [], flaky: [], readings: [] });
      const title = expect.any(String) as string;
      const all = (more: object): object[] => BROKEN.map((rule) => ({ rule, title, ...more }));
      expect(second).toEqual({
        runs: 1,
        since: nights[0]!.startedAt,
        broken: all({ since: nights[0]!.startedAt }),
        fixed: [],
        flaky: [],
        readings: [],
      });
      expect(third).toEqual({
        runs: 2,
        since: nights[1]!.startedAt,
        broken: [],
        fixed: all({ since: nights[1]!.startedAt }),
        flaky: all({ verdicts: ['held', 'broken', 'held'] }),
        readings: [
          { gap: 'GAP-02', question: title, before: 'BAD_REQUEST', now: 'ENTITY_NOT_FOUND with 404' },
        ],
      });

      const store = await HistoryStore.open(place);
      const [key] = await store.targets();
      expect(key).toEqual(targetKey('kompliant', nights[0]!.target.baseUrl));
      const trend = trendOf(key!, await store.last(key!, 10));
      await store.close();
      expect(trend.runs.map(({ verdict, startedAt }) => [verdict, startedAt])).toEqual(
        nights.map(({ verdict, startedAt }) => [verdict, startedAt]),
      );
      expect(trend.runs.map(({ latencyMs }) => latencyMs)).toEqual(
        nights.map(({ requests }) => requests.latencyMs),
      );
      expect(trend.runs[1]?.failed).toEqual(BROKEN);
      const changes = [
        { startedAt: nights[1]!.startedAt, to: 'broken' },
        { startedAt: nights[2]!.startedAt, to: 'held' },
      ];
      expect(trend.rules).toEqual(BROKEN.map((rule) => ({ rule, changes })));
    },
  );
});

test('two runs that end at once are both remembered', async () => {
  const place = sqlite();
  await Promise.all([remember(place, nights[0]!), remember(place, nights[1]!)]);
  const store = await HistoryStore.open(place);
  const [key] = await store.targets();
  expect(await store.last(key!, 10)).toHaveLength(2);
  await store.close();
});

test('what cannot be opened is said in one line, without the password', async () => {
  const folder = temporaryFolder('history');
  for (const place of [folder, join(folder, 'none', 'h.sqlite'), 'mysql://host/db', import.meta.filename]) {
    await expect(checkHistory(place), place).rejects.toThrow(InputError);
  }
  const wrong = checkHistory('postgres://someone:a-secret@127.0.0.1:1/none');
  await expect(wrong).rejects.toThrow(/^the history postgres:\/\/127\.0\.0\.1:1\/none cannot be opened/);
  await expect(wrong).rejects.not.toThrow(/a-secret/);
});

test.skipIf(bin === undefined)('a wrong password is no secret told', async () => {
  const url = new URL(postgres?.url ?? '');
  url.password = 'another-secret';
  const refused = checkHistory(url.href);
  await expect(refused).rejects.toThrow(/password authentication failed/);
  await expect(refused).rejects.not.toThrow(/another-secret/);
});

test('a history that a newer version has written is left alone', async () => {
  const place = sqlite();
  await checkHistory(place);
  const { default: Sqlite } = await import('libsql');
  const file = new Sqlite(place);
  file.prepare('insert into conformance_migrations values (?, ?)').run('9-later', '2030-01-01');
  file.close();
  await expect(checkHistory(place)).rejects.toThrow(/a newer version of webhook-conformance has written it/);
});
