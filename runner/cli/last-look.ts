/** What a command does about secrets beside its worker: cleans what it says itself, and looks through what was written. */
import { rm } from 'node:fs/promises';

import { SuiteError } from '../../spec/errors.ts';
import { leaksIn, Scan } from '../secrets/last-scan.ts';
import { Redactor } from '../secrets/redactor.ts';
import type { Settings } from '../job/session.ts';

/** Shorter values that a server calls secrets (`string`, `********`) may be words of a report's own. */
const SHORTEST_OF_A_SERVER = 12;

/** A password like `secret` or `test-key` is hidden where data leaves, but a report has such words of its own as well. */
const WORDS = /^[a-z]+([-_. ][a-z]+)*$/i;
const LONGEST_OF_WORDS = 20;

/** Removes what the target file holds of secrets. */
export function redactorOf({ accounts }: Pick<Settings, 'accounts'>): Redactor {
  const redactor = new Redactor();
  for (const { credentials, fixtures } of accounts) {
    for (const [name, value] of Object.entries(credentials)) redactor.add(name, value);
    redactor.add('unprivilegedApiKey', fixtures['unprivilegedApiKey']);
  }
  return redactor;
}

/** All that no file may hold: the target file's secrets, and those that the run learnt of. */
export function scanFor(own: Redactor, learnt: readonly (readonly [form: string, name: string])[]): Scan {
  const scan = new Scan();
  scan.add([...own.forms].filter(tellsItself));
  scan.add(learnt.filter((one) => one[0].length >= SHORTEST_OF_A_SERVER && tellsItself(one)));
  return scan;
}

/** Where it stands, it can only be the secret. */
function tellsItself([form]: readonly [form: string, name: string]): boolean {
  return form.length > LONGEST_OF_WORDS || !WORDS.test(form);
}

/**
 * Throws SuiteError where a secret stands in a file, which is removed then; a file that is `kept` (a ledger, without
 * which nothing could be cleaned up) stays.
 */
export async function lastLook(files: readonly string[], kept: readonly string[], scan: Scan): Promise<void> {
  const leaks = await leaksIn([...files, ...kept], scan);
  if (leaks.length === 0) return;
  const told = leaks.map(({ path, name }) => {
    const what = kept.includes(path) ? 'remove it when its items are cleaned up' : 'it was removed';
    return `${path} held a secret (${name}): ${what}`;
  });
  for (const { path } of leaks) if (!kept.includes(path)) await rm(path, { force: true });
  throw new SuiteError(told.join('; '));
}
