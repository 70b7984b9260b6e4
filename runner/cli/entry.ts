/**
 * The file that vitest runs, once for each job: every case is a concurrent test. The verdicts are spooled by the
 * performance; vitest schedules, isolates and counts.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, inject, test } from 'vitest';

import { ConformanceError, SuiteError } from '../../spec/errors.ts';
import { contractOf } from '../../spec/load.ts';
import { LAWS } from '../../suites/index.ts';
import { Performance, rolesOf, SPOOL } from '../job/perform.ts';
import { fileLedger } from '../ledger/file-ledger.ts';
import { memoryLedger } from '../ledger/ledger.ts';
import { type Failure, fromCommand, type FromWorker, NOT_PREPARED, type Work } from './messages.ts';

const channel = new BroadcastChannel(inject('channel'));
/** Aborted, with the reason, when the command says so; also while the session is being prepared. */
const over = new AbortController();

const work = await nextWork();
const performance = work && (await prepare(work));
if (performance) register(performance);
else {
  channel.close();
  // A file without a test would be vitest's own complaint; a failure is told by the spool.
  test(NOT_PREPARED, () => undefined);
}

/** What there is to do; undefined: nothing any more. */
async function nextWork(): Promise<Work | undefined> {
  return new Promise((resolve) => {
    let own: string | undefined;
    channel.addEventListener('message', (event) => {
      const message = fromCommand(event);
      if (!message) return;
      if ('work' in message) {
        const given = message.work === 'nothing' ? undefined : message.work;
        own = given?.job.settings.marker;
        resolve(given);
      } else if (message.marker === own && !over.signal.aborted) over.abort(message.stop);
    });
    say({ ready: true });
  });
}

async function prepare({ job, files }: Work): Promise<Performance | undefined> {
  try {
    const contract = contractOf(files, rolesOf(LAWS));
    const { marker, accounts } = job.settings;
    const ledger = job.ledger === undefined ? memoryLedger() : await fileLedger(job.ledger, marker, accounts);
    return await Performance.prepare(job, contract, LAWS, ledger, over.signal);
  } catch (error) {
    fail(error);
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
    say({ secrets: [...prepared.secrets] });
    channel.close();
  });
}

function say(message: FromWorker): void {
  channel.postMessage(message);
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
    writeFileSync(join(work?.job.spool ?? '', SPOOL.failure), JSON.stringify(failure), { flag: 'wx' });
  } catch {
    // There is one already.
  }
}
