/** Nights of one target that are run for the tests: real results, of a few cases. */

import { SERVERS } from '../../fixtures/servers/index.ts';
import { run } from '../../library/index.ts';
import type { RunResult } from '../../runner/result/result.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** The limit is one too high. */
export const FAULT = 'limit-of-21';
/** The rules at which the cases below see it. */
export const BROKEN = ['KOM-CREATE-12', 'KOM-GUIDE-04', 'KOM-GUIDE-21'];
/** Another lawful answer to a malformed id. */
export const VARIANT = 'malformed-id-404';
const CASES = ['limits/one-past-the-limit/create/as-limit-reached', 'ids/malformed/get'];

let nights = 0;

/** One night against a server that is right, or wrong in one way, or right in another way. */
export async function night(options: { fault?: string; variants?: string[] } = {}): Promise<RunResult> {
  const server = await SERVERS.get('kompliant')?.start(options);
  if (!server) throw new Error('there is no reference server');
  try {
    nights += 1;
    const result = await run({
      target: { ...server.target, baseUrl: server.baseUrl },
      cases: CASES,
      state: temporaryFolder('history'),
    });
    // Nights are apart; these are run within a second.
    return { ...result, startedAt: new Date(`2026-01-0${nights}T03:00:00Z`).toISOString() };
  } finally {
    await server.close();
  }
}
