/**
 * However a run ends, nothing of it stays and nothing else is touched: by the state of a server that is in a process of
 * its own. `npm run bench:kill -- --kills 200 --drops 100 --signals 10 --seed 1`
 *
 * Kills: SIGKILL when the server has been asked so many times, then `cleanup`. Drops: answers lost at random on the way
 * back, creates' among them. Signals: SIGINT and SIGTERM to the whole process group; status 130, and a report.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import type { RunResult } from '../runner/result/result.ts';
import { type Stage, stage } from '../tests/cli/killed.ts';

/** What creates, edits and removes, and is over soon. */
const SUITES = { kompliant: 'lifecycle', konpro: 'lifecycle', energycap: 'lifecycle,replace' };
type Name = keyof typeof SUITES;
const runOf = (name: Name): string[] => ['--suite', SUITES[name]];
/** One answer in so many is lost. */
const ONE_IN = 12;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '9' },
    drops: { type: 'string', default: '6' },
    signals: { type: 'string', default: '4' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const dice = diceOf(Number(values.seed));
const failures: string[] = [];
say(`seed ${values.seed}`);
await kills(Number(values.kills));
await drops(Number(values.drops));
await signals(Number(values.signals));
for (const failure of failures) say(`FAILED ${failure}`);
say(failures.length === 0 ? 'nothing was left, nothing else was touched' : `${failures.length} failures`);
process.exitCode = failures.length === 0 ? 0 : 1;

async function kills(count: number): Promise<void> {
  let killed = 0;
  let removed = 0;
  let restored = 0;
  await onStages(count, undefined, async (at, times, name) => {
    const length = await lengthOf(at, name);
    for (let number = 1; number <= times; number += 1) {
      const moment = 1 + Math.floor(dice() * length);
      const { signal } = await at.command(['run', ...at.target, ...runOf(name)], {
        at: moment,
        signal: 'SIGKILL',
      });
      if (signal === 'SIGKILL') killed += 1;
      const { status, output } = await at.command(['cleanup', ...at.target]);
      const [, gone, back] = /removed (\d+), restored (\d+)/.exec(output) ?? [];
      removed += Number(gone);
      restored += Number(back);
      const where = `${name}: killed at request ${moment} of ${length}`;
      check(status === 0, `${where}: cleanup ended with ${status}: ${output}`);
      check(!output.includes('orphan'), `${where}: ${output}`);
      check(at.untouched(), `${where}: the server is not as it was`);
    }
  });
  say(
    `kills: ${count} runs, ${killed} of them killed; ${removed} items removed and ${restored} fixtures restored by cleanup`,
  );
}

async function drops(count: number): Promise<void> {
  const statuses: Record<string, number> = {};
  let dropped = 0;
  await onStages(
    count,
    () => dice() * ONE_IN < 1,
    async (at, times, name) => {
      for (let number = 1; number <= times; number += 1) {
        const { status, output } = await at.command(['run', ...at.target, ...runOf(name), '--timeout', '2']);
        statuses[String(status)] = (statuses[String(status)] ?? 0) + 1;
        check(
          status === 0 || status === 3 || status === 4,
          `${name}, drops, run ${number}: ${status}: ${output}`,
        );
        if (status === 4) await at.command(['cleanup', ...at.target]);
        check(at.untouched(), `${name}, drops, run ${number}: the server is not as it was`);
      }
      dropped += at.counts.dropped;
    },
  );
  say(`drops: ${count} runs, ${dropped} answers lost; by status ${JSON.stringify(statuses)}`);
}

async function signals(count: number): Promise<void> {
  await onStages(count, undefined, async (at, times, name) => {
    const length = await lengthOf(at, name);
    for (let number = 1; number <= times; number += 1) {
      const report = join(at.folder, 'report.json');
      rmSync(report, { force: true });
      const moment = 1 + Math.floor(dice() * length * 0.9);
      const signal = number % 2 === 0 ? 'SIGINT' : 'SIGTERM';
      const { status, output } = await at.command(
        ['run', ...at.target, ...runOf(name), '--report', `json=${report}`],
        { at: moment, signal },
      );
      const where = `${name}: ${signal} at request ${moment} of ${length}`;
      check(status === 130, `${where}: ended with ${status}: ${output}`);
      check(leftBy(report) === 0, `${where}: no report, or something left`);
      check(at.untouched(), `${where}: the server is not as it was`);
    }
  });
  say(`signals: ${count} runs`);
}

/** Deals the runs out to a server of each contract. */
async function onStages(
  count: number,
  drop: (() => boolean) | undefined,
  act: (at: Stage, times: number, name: Name) => Promise<void>,
): Promise<void> {
  const contracts = Object.keys(SUITES) as Name[];
  for (const [index, name] of contracts.entries()) {
    const times = Math.floor(count / contracts.length) + (index < count % contracts.length ? 1 : 0);
    if (times === 0) continue;
    const at = await stage(name, drop);
    try {
      await act(at, times, name);
    } finally {
      await at.close();
    }
  }
}

/** The requests of a run that nobody disturbs. */
async function lengthOf(at: Stage, name: Name): Promise<number> {
  const { status, output } = await at.command(['run', ...at.target, ...runOf(name)]);
  check(status === 0, `undisturbed: ${status}: ${output}`);
  return at.counts.requests;
}

/** How much a report says is left; undefined where there is no report. */
function leftBy(report: string): number | undefined {
  try {
    return (JSON.parse(readFileSync(report, 'utf8')) as RunResult).cleanup.left.length;
  } catch {
    return undefined;
  }
}

function check(holds: boolean, otherwise: string): void {
  if (holds) return;
  failures.push(otherwise);
  say(`FAILED ${otherwise}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Chance that can be repeated (mulberry32). */
function diceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
