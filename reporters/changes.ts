/** What changed since earlier runs, as every report tells it: a heading, and an entry for each change. */
import type { Changes } from '../runner/result/result.ts';
import { plural } from './text.ts';

export interface ChangeGroup {
  title: string;
  /** A rule's or gap's id, and what to say of it. */
  entries: { id: string; text: string }[];
}

/** The groups that have something to say; none: nothing changed. */
export function changeGroups({ broken, fixed, flaky, readings }: Changes): ChangeGroup[] {
  const groups = [
    {
      title: 'newly broken',
      entries: broken.map(({ rule, title, since }) => ({ id: rule, text: `${title} (held ${day(since)})` })),
    },
    {
      title: 'newly fixed',
      entries: fixed.map(({ rule, title, since }) => ({ id: rule, text: `${title} (broken ${day(since)})` })),
    },
    {
      title: 'flaky',
      entries: flaky.map(({ rule, title, verdicts }) => ({
        id: rule,
        text: `${title} (${verdicts.join(', ')})`,
      })),
    },
    {
      title: 'reading changed',
      entries: readings.map(({ gap, question, before, now }) => ({
        id: gap,
        text: `${question}: ${now}, before ${before}`,
      })),
    },
  ];
  return groups.filter(({ entries }) => entries.length > 0);
}

/** Since when, in a few words: `since 2026-01-02 03:04 UTC (version 1.4), 10 runs looked at`. */
export function sinceWords({ since, sinceVersion, runs }: Changes): string {
  if (since === undefined) return 'the first run of this target that is remembered';
  const version = sinceVersion === undefined ? '' : ` (version ${sinceVersion})`;
  return `since ${day(since)}${version}, ${plural(runs, 'run')} looked at`;
}

/** `2026-01-02 03:04 UTC`: no time zone of a reader's is known here. */
export function day(startedAt: string): string {
  return startedAt.replace('T', ' ').replace(/:\d\d(?:\.\d+)?Z$/, ' UTC');
}
