/** Vitest, and the one worker in which it runs the cases of one job after the other. */
import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import type { Vitest } from 'vitest/node';

import { SuiteError } from '../../spec/errors.ts';
import { fromWorker, type ToWorker, type Work } from './messages.ts';
import { readSpool, type Spooled } from './spool.ts';
import { type Seen, witness } from './witness.ts';

/** A worker takes about as long to start. */
const STOP_AGAIN_MS = 200;

/** What was told before the worker ended arrives at once; a loaded machine needs a while. */
const SILENCE_MS = 20_000;

type Secrets = [form: string, name: string][];

export interface Gathered extends Spooled {
  /** Every form of every secret that the worker learnt of. */
  secrets: Secrets;
  /** Why nothing could be judged. */
  noVerdict?: string;
}

/**
 * Each job is a test file of its own to vitest, and all of them are the same one: modules that are loaded and code that
 * is warm serve them all. A file asks for its job over a channel when its turn comes.
 */
export class Harness {
  readonly #jobs: number;
  readonly #channel = new BroadcastChannel(`webhook-conformance-${randomUUID()}`);
  /** `secrets` and `end` of the job that runs. */
  readonly #events = new EventEmitter<{ secrets: [Secrets]; end: [] }>();
  #vitest: Vitest | undefined;
  /** Settled when vitest has run every file. */
  #over: Promise<unknown> = Promise.resolve();
  #onProgress: (seen: Seen) => void = () => undefined;
  /** What the worker gets when it asks: a job, or `nothing` when no more will come. */
  #next: Work | 'nothing' | undefined;
  #asked = false;

  /** For so many jobs at most. Nothing is started before the first. */
  constructor(jobs: number) {
    this.#jobs = jobs;
    this.#channel.addEventListener('message', (event) => this.#hear(event));
  }

  /** Runs a job. `stop` is handed a function that ends it early. Throws the family's errors. */
  async run(
    work: Work,
    onProgress: (seen: Seen) => void,
    stop: (end: (reason: string) => void) => void,
  ): Promise<Gathered> {
    const { marker } = work.job.settings;
    // Said again and again: the worker may not listen yet.
    let saying: NodeJS.Timeout | undefined;
    stop((reason) => {
      const say = (): void => this.#say({ stop: reason, marker });
      say();
      saying = setInterval(say, STOP_AGAIN_MS);
    });
    const secrets = once(this.#events, 'secrets') as Promise<[Secrets]>;
    const ended = once(this.#events, 'end');
    this.#onProgress = onProgress;
    this.#next = work;
    try {
      await this.#open();
      this.#answer();
      await Promise.race([ended, this.#over]);
      const spooled = await readSpool(work.job.spool);
      const [told] = await Promise.race([secrets, silence()]);
      return { ...spooled, secrets: told };
    } finally {
      clearInterval(saying);
      this.#onProgress = () => undefined;
    }
  }

  /** Ends the worker. */
  async close(): Promise<void> {
    this.#next = 'nothing';
    this.#answer();
    await this.#over.catch(() => undefined);
    await this.#vitest?.close();
    this.#channel.close();
    process.off('newListener', notForSignals);
  }

  async #open(): Promise<void> {
    if (this.#vitest) return;
    process.on('newListener', notForSignals);
    // It takes a third of a second to load: whoever only wants to see the plan need not wait for it.
    const { createVitest } = await import('vitest/node');
    const entry = fileURLToPath(new URL('./entry.js', import.meta.url));
    this.#vitest = await createVitest('test', {
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
      reporters: [
        witness(
          (seen) => this.#onProgress(seen),
          () => this.#events.emit('end'),
        ),
      ],
      provide: { channel: this.#channel.name },
    });
    const project = this.#vitest.getRootProject();
    // Told apart by their queries, or they would be one file.
    const files = Array.from({ length: this.#jobs }, (_, job) =>
      project.createSpecification(`${entry}?${job}`),
    );
    this.#over = this.#vitest.runTestSpecifications(files, true);
    // Whoever runs a job is told; between two nobody may listen.
    this.#over.catch(() => undefined);
  }

  #hear(event: Event): void {
    const message = fromWorker(event);
    if (!message) return;
    if ('secrets' in message) this.#events.emit('secrets', message.secrets);
    else {
      this.#asked = true;
      this.#answer();
    }
  }

  /** Hands over what there is to do, if the worker has asked for it. */
  #answer(): void {
    const next = this.#next;
    if (!this.#asked || next === undefined) return;
    this.#asked = false;
    this.#say({ work: next });
    // That nothing more will come is said to every file that is left.
    if (next !== 'nothing') this.#next = undefined;
  }

  #say(message: ToWorker): void {
    this.#channel.postMessage(message);
  }
}

/** Vitest's own listeners for signals end the process at once, clean-up or not: they go as soon as they come. */
function notForSignals(name: string | symbol, listener: () => void): void {
  if (name !== 'SIGINT' && name !== 'SIGTERM') return;
  queueMicrotask(() => process.removeListener(name, listener));
}

/** Without them nobody could say that no file holds them. */
async function silence(): Promise<never> {
  await sleep(SILENCE_MS, undefined, { ref: false });
  throw new SuiteError('the worker did not tell which secrets it met');
}
