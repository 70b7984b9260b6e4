/** Has vitest run the cases of one job in a worker, and gathers the result from what the worker spooled. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { createVitest, type Reporter, type TestCase, type Vitest } from 'vitest/node';

import { InputError, SuiteError, UnreachableError } from '../../spec/errors.ts';
import type { EndedData } from '../result/ended.ts';
import type { Job } from '../job/job.ts';
import { type Finale, SPOOL } from '../job/perform.ts';
import { channelName, type Failure, type FromWorker, NOT_PREPARED, type ToWorker } from './messages.ts';

/** A worker takes about as long to start. */
const STOP_AGAIN_MS = 200;

/** What was told before the worker ended arrives at once; a loaded machine needs a while. */
const SILENCE_MS = 20_000;

export interface Seen {
  done: number;
  total: number;
  failed: number;
  requests: number;
}

export interface Gathered {
  ended: EndedData[];
  finale: Finale;
  /** The file of every exchange, a line each, where they were kept. */
  exchanges: string;
  /** Every form of every secret that the worker learnt of. */
  secrets: FromWorker['secrets'];
  /** Why nothing could be judged. */
  noVerdict?: string;
}

/** A folder for one run's spool: mode 0700, removed by whoever made it. */
export async function makeSpool(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'webhook-conformance-'));
}

export async function removeSpool(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/** Runs a job. `stop` is handed a function that ends it early. Throws the family's errors. */
export async function runInVitest(
  job: Job,
  onProgress: (seen: Seen) => void,
  stop: (end: (reason: string) => void) => void,
): Promise<Gathered> {
  const channel = new BroadcastChannel(channelName(job));
  // Said again and again: the worker may not listen yet.
  let saying: NodeJS.Timeout | undefined;
  stop((reason) => {
    const say = (): void => channel.postMessage({ stop: reason } satisfies ToWorker);
    say();
    saying = setInterval(say, STOP_AGAIN_MS);
  });
  const secrets = new Promise<FromWorker['secrets']>((resolve) => {
    channel.addEventListener('message', (event) => {
      const data: unknown = 'data' in event ? event.data : undefined;
      if (isFromWorker(data)) resolve(data.secrets);
    });
  });
  process.on('newListener', notForSignals);
  try {
    const vitest = await vitestFor(job, onProgress);
    try {
      await vitest.start();
      return await gather(job.spool, secrets);
    } finally {
      await vitest.close();
    }
  } finally {
    process.off('newListener', notForSignals);
    clearInterval(saying);
    channel.close();
  }
}

/** A vitest that has one file to run, the entry. */
async function vitestFor(job: Job, onProgress: (seen: Seen) => void): Promise<Vitest> {
  const entry = fileURLToPath(new URL('./entry.js', import.meta.url));
  return createVitest('test', {
    config: false,
    root: dirname(entry),
    include: [entry.replaceAll('\\', '/')],
    exclude: [],
    watch: false,
    cache: false,
    // Only the entry needs vitest: to transform every module behind it takes longer than most runs.
    server: { deps: { external: [/^(?!.*\/cli\/entry\.js)/] } },
    pool: 'threads',
    maxWorkers: 1,
    isolate: false,
    // Waiting for a lease counts in vitest's clocks: the deadlines are the suite's own.
    testTimeout: 0,
    hookTimeout: 0,
    teardownTimeout: 60_000,
    maxConcurrency: 1_000_000,
    reporters: [progressReporter(onProgress)],
    provide: { job },
  });
}

/** Vitest's own listeners for signals end the process at once, clean-up or not: they go as soon as they come. */
function notForSignals(name: string | symbol, listener: () => void): void {
  if (name !== 'SIGINT' && name !== 'SIGTERM') return;
  queueMicrotask(() => process.removeListener(name, listener));
}

function progressReporter(onProgress: (seen: Seen) => void): Reporter {
  const seen: Seen = { done: 0, total: 0, failed: 0, requests: 0 };
  let ready = false;
  return {
    onTestModuleCollected(module) {
      const tests = [...module.children.allTests()];
      // Without a session there are no cases, only the test that stands for the failure.
      ready = !tests.some(({ name }) => name === NOT_PREPARED);
      if (!ready) return;
      seen.total = tests.length;
      onProgress(seen);
    },
    onTestCaseResult(test: TestCase) {
      if (!ready) return;
      const { status, requests } = test.meta();
      seen.done += 1;
      if (status === 'failed') seen.failed += 1;
      seen.requests = Math.max(seen.requests, requests ?? 0);
      onProgress(seen);
    },
  };
}

async function gather(spool: string, told: Promise<FromWorker['secrets']>): Promise<Gathered> {
  const failure = await readOptional(join(spool, SPOOL.failure));
  if (failure !== undefined) throw asError(JSON.parse(failure) as Failure);
  const finale = await readOptional(join(spool, SPOOL.finale));
  if (finale === undefined) throw new SuiteError('the run ended without a result');
  const ended = (await readOptional(join(spool, SPOOL.ended))) ?? '';
  return {
    ended: ended
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as EndedData),
    finale: JSON.parse(finale) as Finale,
    exchanges: join(spool, SPOOL.exchanges),
    secrets: await Promise.race([told, silence()]),
  };
}

/** Without them nobody could say that no file holds them. */
async function silence(): Promise<never> {
  await sleep(SILENCE_MS, undefined, { ref: false });
  throw new SuiteError('the worker did not tell which secrets it met');
}

function isFromWorker(data: unknown): data is FromWorker {
  return typeof data === 'object' && data !== null && 'secrets' in data;
}

async function readOptional(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

function asError({ code, message, stack }: Failure): Error {
  if (code === 'WRONG_INPUT') return new InputError(message);
  if (code === 'UNREACHABLE') return new UnreachableError(message);
  const error = new SuiteError(message);
  error.stack = stack;
  return error;
}
