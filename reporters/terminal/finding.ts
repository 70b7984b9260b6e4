/** One finding as a sentence with its evidence: what was sent, what came, how to see it again. */
import type { CaseResult, Exchange } from '../../runner/result/result.ts';
import type { Finding } from '../findings.ts';
import { callLine } from '../evidence.ts';
import { clip, cut, plural, visible, visibleLines, wrap } from '../text.ts';
import { WORD } from '../words.ts';
import { paintStatus, type Paint, type TerminalOptions } from './paint.ts';

const BODY_LENGTH = 240;
const BODY_LENGTH_VERBOSE = 4000;
const IDS = 8;
const CASES = 3;
const SOURCES = 2;
/** A sentence, or an address, that is longer was made to be. */
const SENTENCE_LENGTH = 1000;
const SENTENCE_IN_SHORT = 400;
/** Labels are set apart from what they say, in one column. */
const LABEL = 10;

export function findingLines(finding: Finding, options: TerminalOptions, paint: Paint): string[] {
  const { width, verbose } = options;
  const { example } = finding;
  const mark = paintStatus(finding.status, paint.bold(WORD[finding.status].toUpperCase()), paint);
  const ids = list(
    finding.rules.map((rule) => rule.id),
    verbose,
  );
  const where = visible(example?.name ?? ids);
  const rest = example === undefined ? finding.level : visible(`${ids}, ${finding.level}`);
  // Of a finding of many rules, the ids have lines of their own.
  const fits = WORD[finding.status].length + where.length + rest.length + 5 <= width;
  const lines = [`${mark} ${where}${fits ? `  ${paint.dim(`(${rest})`)}` : ''}`];
  lines.push(
    ...wrap(visible(cut(finding.message, verbose ? SENTENCE_LENGTH : SENTENCE_IN_SHORT)), width - 2).map(
      (line) => `  ${line}`,
    ),
  );
  if (!fits) lines.push(...labelled('rules', rest, width, paint));
  if (example !== undefined) lines.push(...evidence(example, options, paint));
  const others = finding.cases.filter((each) => each !== example).map((each) => visible(each.name));
  if (others.length > 0)
    lines.push(
      ...labelled(
        'also',
        `${plural(others.length, 'other case')}: ${list(others, verbose, { most: CASES })}`,
        width,
        paint,
      ),
    );
  const sources = new Set(
    finding.rules.map(({ source }) => visible(`${source.document}, ${source.section}`)),
  );
  lines.push(
    ...labelled('source', list([...sources], verbose, { most: SOURCES, separator: '; ' }), width, paint),
  );
  // Not wrapped: it is there to be copied.
  if (example !== undefined) lines.push(`  ${paint.dim('again'.padEnd(LABEL))}${visible(example.replay)}`);
  return lines;
}

/** What it is and how to see it, in three lines. */
export function briefLines(finding: Finding, { width }: TerminalOptions, paint: Paint): string[] {
  const { example, cases, rules, status } = finding;
  const word = WORD[status].toUpperCase();
  const ids = list(
    rules.map(({ id }) => id),
    false,
  );
  const others = cases.length > 1 ? ` and ${plural(cases.length - 1, 'other case')}` : '';
  const where = visible(example === undefined ? ids : `${example.name}${others}  (${ids})`);
  const lines = [
    `${paintStatus(status, paint.bold(word), paint)} ${clip(where, width - word.length - 1)}`,
    `  ${clip(visible(finding.message), width - 2)}`,
  ];
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

function list(
  items: readonly string[],
  all: boolean,
  { most = IDS, separator = ', ' }: { most?: number; separator?: string } = {},
): string {
  const shown = all ? items : items.slice(0, most);
  const more = items.length - shown.length;
  return shown.join(separator) + (more > 0 ? ` and ${more} more` : '');
}
