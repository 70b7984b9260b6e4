/** One finding as a sentence with its evidence: what was sent, what came, how to see it again. */
import type { CaseResult, Exchange } from '../../runner/result/result.ts';
import { best, type Finding } from '../findings.ts';
import { callLine } from '../evidence.ts';
import { clip, cut, plural, visible, visibleLines, wrap } from '../text.ts';
import { WORD } from '../words.ts';
import { paintStatus, type Paint, type TerminalOptions } from './paint.ts';

const BODY_LENGTH = 240;
const BODY_LENGTH_VERBOSE = 4000;
const IDS = 8;
/** A sentence, or an address, that is longer was made to be. */
const SENTENCE_LENGTH = 1000;
/** Labels are set apart from what they say, in one column. */
const LABEL = 10;

export function findingLines(
  finding: Finding,
  options: TerminalOptions & { full: boolean },
  paint: Paint,
): string[] {
  const { width, verbose, full } = options;
  const example = best(finding);
  const mark = paintStatus(finding.status, paint.bold(WORD[finding.status].toUpperCase()), paint);
  const ids = list(
    finding.rules.map((rule) => rule.id),
    verbose,
  );
  if (!full) return [`${mark} ${clip(visible(`${ids}: ${finding.message}`), width - 14)}`];

  const where = visible(example?.name ?? ids);
  const rest = example === undefined ? finding.level : visible(`${ids}, ${finding.level}`);
  // Of a finding of many rules, the ids have lines of their own.
  const fits = WORD[finding.status].length + where.length + rest.length + 5 <= width;
  const lines = [`${mark} ${where}${fits ? `  ${paint.dim(`(${rest})`)}` : ''}`];
  lines.push(...wrap(visible(cut(finding.message, SENTENCE_LENGTH)), width - 2).map((line) => `  ${line}`));
  if (!fits) lines.push(...labelled('rules', rest, width, paint));
  if (example !== undefined) lines.push(...evidence(example, options, paint));
  const others = finding.cases.filter((each) => each !== example).map((each) => visible(each.name));
  if (others.length > 0)
    lines.push(
      ...labelled('also', `${plural(others.length, 'other case')}: ${list(others, verbose)}`, width, paint),
    );
  const sources = new Set(
    finding.rules.map(({ source }) => visible(`${source.document}, ${source.section}`)),
  );
  lines.push(...labelled('source', list([...sources], verbose, '; '), width, paint));
  // Not wrapped: it is there to be copied.
  if (example !== undefined) lines.push(`  ${paint.dim('again'.padEnd(LABEL))}${visible(example.replay)}`);
  return lines;
}

function evidence(example: CaseResult, { width, verbose }: TerminalOptions, paint: Paint): string[] {
  const lines: string[] = [];
  if (example.counterexample !== undefined) {
    const text = cut(JSON.stringify(example.counterexample) ?? 'undefined', BODY_LENGTH);
    lines.push(...labelled('smallest', text, width, paint));
  }
  // The last exchange is the one that was judged; what led to it is a line each.
  const last = example.exchanges.length - 1;
  example.exchanges.forEach((exchange, index) => {
    if (index !== last && !verbose && last - index > 3) return;
    lines.push(
      ...labelled(
        index === last ? 'exchange' : 'before',
        cut(callLine(exchange), SENTENCE_LENGTH),
        width,
        paint,
      ),
    );
    if (index === last || verbose) lines.push(...bodies(exchange, width, verbose, paint));
  });
  if (example.timeline !== undefined) {
    lines.push(
      ...visibleLines(example.timeline)
        .split('\n')
        .map((line) => `  ${clip(line, width - 2)}`),
    );
  }
  return lines;
}

function bodies(exchange: Exchange, width: number, verbose: boolean, paint: Paint): string[] {
  const max = verbose ? BODY_LENGTH_VERBOSE : BODY_LENGTH;
  const { body } = exchange.request;
  return [
    ...(body === undefined || body === '' ? [] : labelled('  sent', cut(body, max), width, paint)),
    ...(exchange.response === undefined
      ? []
      : labelled(
          '  got',
          exchange.response.body === '' ? '(empty)' : cut(exchange.response.body, max),
          width,
          paint,
        )),
  ];
}

function labelled(label: string, text: string, width: number, paint: Paint): string[] {
  return wrap(visible(text), width - LABEL - 2).map(
    (line, index) => `  ${paint.dim((index === 0 ? label : '').padEnd(LABEL))}${line}`,
  );
}

function list(items: readonly string[], all: boolean, separator = ', '): string {
  const shown = all ? items : items.slice(0, IDS);
  const more = items.length - shown.length;
  return shown.join(separator) + (more > 0 ? ` and ${more} more` : '');
}
