/** A body as lines; of a long one, what is far from any mark is folded, so that the mark is seen at once. */
import { plural } from '../text.ts';
import { lines, markup, type Markup } from './markup.ts';
import type { MarkedLine } from './marks.ts';

/** Lines that are kept about a mark, and at both ends. */
const AROUND = 6;
const ENDS = 2;
/** To fold fewer saves nothing. */
const LEAST_FOLDED = 8;
/** Deeper levels are not indented further. */
const DEEPEST = 30;

export function bodyLines(all: readonly MarkedLine[]): Markup[] {
  if (!all.some(({ marked }) => marked)) return [plain(all)];
  return runs(all).map(({ kept, part }) =>
    kept
      ? shown(part)
      : markup`<details class="fold"><summary>${plural(part.length, 'line')}</summary>${plain(part)}</details>`,
  );
}

/** Neighbours of one kind, in their order. */
function runs(all: readonly MarkedLine[]): { kept: boolean; part: MarkedLine[] }[] {
  const near = all.map((_, index) => index < ENDS || index >= all.length - ENDS);
  all.forEach(({ marked }, index) => {
    if (marked) near.fill(true, Math.max(0, index - AROUND), index + AROUND + 1);
  });
  const found: { kept: boolean; part: MarkedLine[] }[] = [];
  all.forEach((line, index) => {
    const kept = near[index] === true;
    const last = found.at(-1);
    if (last?.kept === kept) last.part.push(line);
    else found.push({ kept, part: [line] });
  });
  return found.map((run) => ({ ...run, kept: run.kept || run.part.length < LEAST_FOLDED }));
}

/** A body may be nested a thousand deep, to see whether that is refused; its picture need not be. */
function indent(depth: number): string {
  return '  '.repeat(Math.min(depth, DEEPEST));
}

/** Text without marks is one piece: a page may hold a hundred thousand lines. */
function plain(part: readonly MarkedLine[]): Markup {
  return lines(part.map(({ depth, text }) => `${indent(depth)}${text}\n`).join(''));
}

function shown(part: readonly MarkedLine[]): Markup {
  return markup`${part.map((line) => (line.marked ? markedLine(line) : plain([line])))}`;
}

function markedLine({ depth, text, absent }: MarkedLine): Markup {
  const note = absent !== undefined && markup` <em class="absent">no ${absent}</em>`;
  return markup`${indent(depth)}<mark>${text}</mark>${note}${lines('\n')}`;
}
