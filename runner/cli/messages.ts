/** What the command and its worker say to each other. */
import type { ContractFiles } from '../../spec/load.ts';
import type { Job } from '../job/job.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The name of the channel on which the two speak. */
    channel: string;
  }
  interface TaskMeta {
    status?: string;
    requests?: number;
  }
}

/** The name of the one test of a worker that has no session. */
export const NOT_PREPARED = 'preparation';

/** One job, and the contract that it is about, which the command has read and looked over. */
export interface Work {
  job: Job;
  files: ContractFiles;
}

/** From the command to the worker: something to do, word that nothing more comes, or that a job must end. */
export type ToWorker = { work: Work | 'nothing' } | { stop: string; marker: string };

/** From the worker to the command: it is ready for work; the secrets it met, through memory alone: no file may hold them. */
export type FromWorker = { ready: true } | { secrets: [form: string, name: string][] };

/** Why a worker has no result. */
export interface Failure {
  code: string;
  message: string;
  stack: string;
}

export function fromCommand(event: Event): ToWorker | undefined {
  return holds(event, ['work', 'stop']) ? (event.data as ToWorker) : undefined;
}

export function fromWorker(event: Event): FromWorker | undefined {
  return holds(event, ['ready', 'secrets']) ? (event.data as FromWorker) : undefined;
}

/** What else may stand on a channel is nobody's. */
function holds(event: Event, keys: readonly string[]): event is Event & { data: object } {
  const data: unknown = 'data' in event ? event.data : undefined;
  return typeof data === 'object' && data !== null && keys.some((key) => key in data);
}
