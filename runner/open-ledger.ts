import type { Job } from './job.ts';
import { type Ledger, memoryLedger } from './ledger.ts';

/** The ledger of a job. */
export function openLedger(_job: Job): Promise<Ledger> {
  return Promise.resolve(memoryLedger());
}
