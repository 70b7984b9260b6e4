/** Rules that are known to fail: what an entry of the list names, and what it makes of how they ended. */
import type { Status } from './result.ts';

/** One entry of the list. */
export interface ExpectedFailure {
  /** A rule's id, or a pattern in which `*` stands for any characters. */
  rule: string;
  /** The rules that it names; at least one. */
  names: ReadonlySet<string>;
  reason?: string;
  /** Where the failure is being dealt with. */
  issue?: string;
  /** The last day (UTC, `2026-12-31`) on which it excuses anything. */
  expires?: string;
}

/** How a rule that is listed counts. */
export interface Excused {
  status: Status;
  reason: string | undefined;
}

/** The day (UTC) on which a run started. */
export function today(startedAt: Date): string {
  return startedAt.toISOString().slice(0, 10);
}

/** Whether a failure of this rule counts as expected on a day. */
export function isExcused(entries: Iterable<ExpectedFailure>, id: string, day: string): boolean {
  return [...entries].some(
    ({ names, expires }) => names.has(id) && (expires === undefined || day <= expires),
  );
}

/** Whether a rule's id is meant by an id or pattern. */
export function isMeant(pattern: string, id: string): boolean {
  const expression = pattern
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${expression}$`).test(id);
}

/**
 * What a listed rule comes to. `found` is what every rule of the run came to by itself: a pattern must leave the
 * list only when none of the rules that it names fails any more.
 */
export function excuse(
  entries: readonly ExpectedFailure[],
  found: ReadonlyMap<string, Status>,
  id: string,
  why: string | undefined,
  day: string,
): Excused {
  const status = found.get(id) ?? 'not-run';
  const fails = (one: string): boolean => found.get(one) === 'failed';
  const open = entries.filter(({ expires }) => expires === undefined || day <= expires);
  if (status === 'failed') {
    const [entry] = open;
    if (entry) return { status: 'expected-failure', reason: withReason(why, entry) };
    const [expired] = entries;
    return { status, reason: `${why ?? 'it fails'} (${expired ? words(expired, 'expired') : ''})` };
  }
  if (status !== 'passed' && status !== 'observed') return { status, reason: why };
  const idle = entries.find(({ names }) => {
    const judged = [...names].map((one) => found.get(one));
    return ![...names].some(fails) && !judged.includes('inconclusive');
  });
  if (!idle) return { status, reason: why };
  const reason =
    idle.rule === id
      ? 'expected to fail, but it holds: take it off the list'
      : `expected to fail (${idle.rule}), but of the rules that this names none does: take it off the list`;
  return { status: 'failed', reason };
}

function withReason(why: string | undefined, entry: ExpectedFailure): string | undefined {
  const known = [entry.reason, entry.issue].filter(Boolean).join(', ');
  return known === '' ? why : `${why ?? 'it fails'} (known: ${known})`;
}

function words({ rule, expires, issue }: ExpectedFailure, what: string): string {
  return `the expected failure ${rule} ${what} on ${expires ?? ''}${issue === undefined ? '' : `, ${issue}`}`;
}
