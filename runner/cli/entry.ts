/**
 * The file that vitest runs: every case of one job is a concurrent test. The verdicts are spooled by the
 * performance; vitest schedules, isolates and counts.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, inject, test } from 'vitest';

import { ConformanceError, SuiteError } from '../../spec/errors.ts';
import { loadContract } from '../../spec/load.ts';
import { LAWS } from '../../suites/index.ts';
import { Performance, rolesOf, SPOOL } from '../job/perform.ts';
import { fileLedger } from '../ledger/file-ledger.ts';
import { memoryLedger } from '../ledger/ledger.ts';
import { channelName, type Failure, type FromWorker, NOT_PREPARED, type ToWorker } from './messages.ts';

const job = inject('job');

/** Aborted, with the reason, when the command says so; also while the session is being prepared. */
const over = new AbortController();
const channel = new BroadcastChannel(channelName(job));
channel.addEventListener('message', (event) => {
  const data: unknown = 'data' in event ? event.data : undefined;
  if (isStop(data) && !over.signal.aborted) over.abort(data.stop);
});

const performance = await prepare();
if (performance) register(performance);

async function prepare(): Promise<Performance | undefined> {
  try {
    const contract = await loadContract(job.folder, rolesOf(LAWS));
    const { marker, accounts } = job.settings;
    const ledger = job.ledger === undefined ? memoryLedger() : await fileLedger(job.ledger, marker, accounts);
    return await Performance.prepare(job, contract, LAWS, ledger, over.signal);
  } catch (error) {
    fail(error);
    channel.close();
    // A file without a test would be vitest's own complaint; the failure is told by the spool.
    test(NOT_PREPARED, () => undefined);
    return undefined;
  }
}

function register(prepared: Performance): void {
  for (const one of prepared.cases) {
    test.concurrent(one.name, async ({ task, skip }) => {
      try {
        const { status, message } = await prepared.run(one);
        Object.assign(task.meta, { status, requests: prepared.requests });
        if (status === 'not-run') skip(message);
      } catch (error) {
        if (error instanceof SuiteError) fail(error, one.name);
        throw error;
      }
    });
  }
  afterAll(async () => {
    try {
      await prepared.finish();
    } catch (error) {
      fail(error);
    }
    channel.postMessage({ secrets: [...prepared.secrets] } satisfies FromWorker);
    channel.close();
  });
}

function isStop(data: unknown): data is ToWorker {
  return typeof data === 'object' && data !== null && 'stop' in data;
}

/** Tells the command why there is no result; the first reason stands. */
function fail(error: unknown, where?: string): void {
  const known = error instanceof ConformanceError;
  const failure: Failure = {
    code: known ? error.code : 'SUITE_BROKEN',
    message: `${where === undefined ? '' : `${where}: `}${error instanceof Error ? error.message : String(error)}`,
    stack:
      error instanceof Error ? String(error.cause instanceof Error ? error.cause.stack : error.stack) : '',
  };
  try {
    writeFileSync(join(job.spool, SPOOL.failure), JSON.stringify(failure), { flag: 'wx' });
  } catch {
    // There is one already.
  }
}
