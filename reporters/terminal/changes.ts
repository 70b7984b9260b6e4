/** What changed since earlier runs: the rules by name, since the findings above say what is wrong. */
import type { RunResult } from '../../runner/result/result.ts';
import { type ChangeGroup, changeGroups, sinceWords } from '../changes.ts';
import { clip, count, visible, wrap } from '../text.ts';
import type { Paint, TerminalOptions } from './paint.ts';

/** A deployment that breaks more has one cause, and the reports tell the rest. */
const NAMED = 12;
const TITLE_WIDTH = 17;
const INDENT = ' '.repeat(10);

export function changeLines({ changes }: RunResult, options: TerminalOptions, paint: Paint): string[] {
  if (!changes) return [];
  const groups = changeGroups(changes);
  const none = groups.length === 0 && changes.since !== undefined ? 'none ' : '';
  const head = `${paint.dim('changes   ')}${none}${visible(sinceWords(changes))}`;
  return [head, ...groups.flatMap((group) => groupLines(group, options, paint))];
}

function groupLines(
  { title, entries }: ChangeGroup,
  { verbose, width }: TerminalOptions,
  paint: Paint,
): string[] {
  const room = width - INDENT.length - TITLE_WIDTH;
  // What a reading changed to is told nowhere else.
  const inFull = verbose || title === 'reading changed';
  const shown = verbose ? entries : entries.slice(0, NAMED);
  const more = entries.length - shown.length;
  const ids = shown.map(({ id }) => visible(id)).join(', ');
  const rest = more > 0 ? `and ${count(more)} more` : '';
  const lines = inFull
    ? [...shown.map(({ id, text }) => clip(visible(`${id} ${text}`), room)), ...(rest === '' ? [] : [rest])]
    : wrap(rest === '' ? ids : `${ids} ${rest}`, room);
  const colour = title === 'newly fixed' ? paint.green : paint.yellow;
  return lines.map(
    (line, index) => `${INDENT}${colour(`${(index === 0 ? title : '').padEnd(TITLE_WIDTH)}${line}`)}`,
  );
}
