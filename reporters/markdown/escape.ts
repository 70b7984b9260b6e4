/** Markdown in which nothing that came from elsewhere is Markdown, HTML, a mention or a link. */
import { visible, visibleLines } from '../text.ts';

/**
 * What may mean something in the middle of a line to some dialect (what means it at a line's start alone is never
 * there), bare addresses too; character references never start a construct.
 */
const MEANING = /[\\`*_[\]#|<>&@~:$^]|(?<=www)\./gi;

/** Text within a line. */
export function text(value: string): string {
  return visible(value).replace(MEANING, (character) => `&#${character.charCodeAt(0)};`);
}

/** Code within a line. An element, because backticks hold neither backticks nor, in a table, a pipe. */
export function code(value: string): string {
  return `<code>${text(value)}</code>`;
}

/** A block of text as it is, within a fence that it can't close. */
export function fence(value: string): string {
  const shown = visibleLines(value);
  const longest = Math.max(2, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const marks = '`'.repeat(longest + 1);
  return `${marks}text\n${shown}\n${marks}`;
}

export function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
