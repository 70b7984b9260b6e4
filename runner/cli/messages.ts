/** What the command and its worker say to each other. */
import type { Job } from '../job/job.ts';

declare module 'vitest' {
  interface ProvidedContext {
    job: Job;
  }
  interface TaskMeta {
    status?: string;
    requests?: number;
  }
}

/** The name of the one test of a worker that has no session. */
export const NOT_PREPARED = 'preparation';

/** From the command to the worker. */
export interface ToWorker {
  stop: string;
}

/** From the worker to the command, through memory alone: what no file may hold. */
export interface FromWorker {
  secrets: [form: string, name: string][];
}

/** Why a worker has no result. */
export interface Failure {
  code: string;
  message: string;
  stack: string;
}

export function channelName(job: Job): string {
  return `webhook-conformance-${job.settings.marker}`;
}
