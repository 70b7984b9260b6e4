/** What changed since earlier runs: a line a change, the worst first. */
import type { RunResult } from '../../runner/result.ts';
import { changeGroups, sinceWords } from '../changes.ts';
import { clip, visible } from '../text.ts';
import type { Paint, TerminalOptions } from './paint.ts';

/** A deployment that breaks more has one cause, and the reports tell the rest. */
const LINES = 6;

export function changeLines(
  { changes }: RunResult,
  { verbose, width }: TerminalOptions,
  paint: Paint,
): string[] {
  if (!changes) return [];
  const groups = changeGroups(changes);
  const head = `${paint.dim('changes   ')}${groups.length === 0 && changes.since !== undefined ? 'none ' : ''}${visible(sinceWords(changes))}`;
  const lines = groups.flatMap(({ title, entries }) => {
    const shown = verbose ? entries : entries.slice(0, LINES);
    const more = entries.length - shown.length;
    return [
      ...shown.map(({ id, text }) => `${title.padEnd(17)}${visible(id)} ${visible(text)}`),
      ...(more > 0 ? [`${title.padEnd(17)}… and ${more} more`] : []),
    ].map((line) => {
      const cut = clip(line, width - 10);
      return `          ${title === 'newly fixed' ? paint.green(cut) : paint.yellow(cut)}`;
    });
  });
  return [head, ...lines];
}
