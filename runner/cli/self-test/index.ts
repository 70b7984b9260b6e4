/** `self-test`: proves the suite against servers broken on purpose, and right ones that differ. */
import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

import { SERVERS } from '../../../fixtures/servers/index.ts';
import { createProgress } from '../../../reporters/progress.ts';
import { InputError, SuiteError } from '../../../spec/errors.ts';
import { didYouMean } from '../../../spec/nearest.ts';
import { EXIT } from '../exit.ts';
import { plan } from './plan.ts';
import { perfect, type Score, scoreOf } from './score.ts';
import type { Trial, TrialResult } from './trial.ts';

export interface SelfTestOptions {
  seed?: number;
  json: boolean;
  /** Only trials whose name holds one of these. */
  only: readonly string[];
}

/** Trials side by side on one thread: most of a slow server's time is waiting. */
const SIDE_BY_SIDE = 3;

export async function selfTest(contract: string | undefined, options: SelfTestOptions): Promise<number> {
  const contracts = contract === undefined ? [...SERVERS.keys()] : [contract];
  const unknown = contracts.find((name) => !SERVERS.has(name));
  if (unknown !== undefined) {
    throw new InputError(
      `there is no reference server for "${unknown}"${didYouMean(unknown, SERVERS.keys())}`,
    );
  }
  const seed = options.seed ?? randomInt(2 ** 31);
  const trials = plan(contracts, seed).filter(
    ({ name }) => options.only.length === 0 || options.only.some((part) => name.includes(part)),
  );
  if (trials.length === 0)
    throw new InputError(`no fault and no variant is named like ${options.only.join(', ')}`);
  const results = await runTrials(trials);
  const scores = contracts.map((name) => scoreOf(name, results));
  const text = options.json
    ? JSON.stringify({ seed, scores }, null, 2)
    : [...scores.map(render), `seed ${seed}`].join('\n');
  process.stdout.write(`${text}\n`);
  return scores.every(perfect) ? EXIT.ok : EXIT.broken;
}

async function runTrials(trials: readonly Trial[]): Promise<TrialResult[]> {
  const queue = [...trials];
  const results: TrialResult[] = [];
  const startedAt = Date.now();
  const progress = createProgress(process.stderr, { tty: process.stderr.isTTY });
  const show = (): void =>
    progress.update({
      done: results.length,
      total: trials.length,
      requests: results.reduce((sum, { requests }) => sum + requests, 0),
      elapsedMs: Date.now() - startedAt,
      failed: 0,
    });
  const threads = Math.min(availableParallelism(), trials.length);
  await Promise.all(
    Array.from({ length: threads }, async () =>
      runThread(queue, (result) => {
        results.push(result);
        show();
      }),
    ),
  );
  progress.end();
  return results;
}

/** One thread: takes trials from the queue until it is empty. */
async function runThread(queue: Trial[], done: (result: TrialResult) => void): Promise<void> {
  const worker = new Worker(new URL('./worker.js', import.meta.url));
  let underWay = 0;
  return new Promise((resolve, reject) => {
    const next = (): void => {
      const trial = queue.shift();
      if (trial) {
        underWay += 1;
        worker.postMessage(trial);
      } else if (underWay === 0) worker.postMessage('end');
    };
    worker.on('message', (message: { result?: TrialResult; error?: string; trial?: Trial }) => {
      underWay -= 1;
      if (message.result) done(message.result);
      else reject(new SuiteError(`${message.trial?.contract}/${message.trial?.name}: ${message.error}`));
      next();
    });
    worker.on('error', reject);
    worker.on('exit', () => resolve());
    for (let index = 0; index < SIDE_BY_SIDE; index += 1) next();
  });
}

function render(score: Score): string {
  const { contract, faults, killed, byDifficulty, survived, wrongRule, right, falseAlarms, requests } = score;
  const share = (caught: number, all: number): string =>
    all === 0 ? '-' : `${((100 * caught) / all).toFixed(1)} %`;
  const difficulty = Object.entries(byDifficulty)
    .map(([name, row]) => `${name} ${row.killed} of ${row.faults}`)
    .join(', ');
  return [
    `${contract}: ${killed} of ${faults} faults caught (${share(killed, faults)}: ${difficulty}), ${right - falseAlarms.length} of ${right} right servers passed, ${requests} requests`,
    ...survived.map((name) => `  survived: ${name}`),
    ...wrongRule.map(
      ({ fault, breaks, failed }) =>
        `  caught at the wrong rule: ${fault} breaks ${breaks.join(', ')}, seen at ${failed.join(', ')}`,
    ),
    ...falseAlarms.flatMap(({ server, troubles }) => [
      `  false alarm: ${server}`,
      ...troubles.slice(0, 5).map((line) => `    ${line}`),
    ]),
  ].join('\n');
}
