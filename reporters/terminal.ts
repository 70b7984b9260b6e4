/** The summary at the end of a run: failures first, then everything else in as few lines as it takes. */
import pc from 'picocolors';
import type { RunResult } from '../runner/result/result.ts';
import { byReason, findingsOf } from './findings.ts';
import { changeLines } from './terminal/changes.ts';
import { raceLines } from './terminal/races.ts';
import { onOneScreen } from './terminal/screen.ts';
import { ruleLines, tableLines } from './terminal/table.ts';
import type { TerminalOptions, Paint } from './terminal/paint.ts';
import { toExpect } from './terminal/to-expect.ts';
import { clip, count, duration, plural, visible, wrap } from './text.ts';
import { VERDICT } from './words.ts';

export type { TerminalOptions } from './terminal/paint.ts';

/** Past these, the reports tell: nobody reads fifty screens. */
const REASONS = 3;
const READING_LINES = 3;
const LEFT_LINES = 10;

export function renderSummary(result: RunResult, options: TerminalOptions): string {
  const paint = pc.createColors(options.colour);
  const found = [...findingsOf(result, 'failed'), ...findingsOf(result, 'inconclusive')];
  const below = [
    headline(result, options, paint),
    ...(options.verbose ? ruleLines(result, options, paint) : tableLines(result, paint)),
    ...(found.length > 0 && !options.verbose
      ? inShort(result, options, paint)
      : inFull(result, options, paint)),
    ...toExpect(result, paint, options.verbose),
    ...changeLines(result, options, paint),
    ...closing(result, options, paint),
  ];
  return `${[...onOneScreen(found, below.length, options, paint), ...below]
    .flatMap((line) => line.split('\n'))
    .map(harmlessInLogs)
    .join('\n')}\n`;
}

/**
 * Build servers take orders from what is printed: GitHub from lines that begin with `::` after any spaces, it
 * and others from `##[…]`, `##vso[…]` anywhere. A server under test must not give them any.
 */
function harmlessInLogs(line: string): string {
  return line.replace(/^(\s*)::/, '$1:\\u003a').replaceAll(/##(?=\w*\[)/g, '#\\u0023');
}

function headline(result: RunResult, { width }: TerminalOptions, paint: Paint): string {
  const facts = [result.contract, result.target.baseUrl, `mode ${result.mode}`, `seed ${result.seed}`];
  return paint.bold(clip(facts.map(visible).join('  '), width));
}

function inFull(result: RunResult, options: TerminalOptions, paint: Paint): string[] {
  return [...reasons(result, options, paint), ...readings(result, options, paint)];
}

/** Where something failed, that comes first: of the rest, how much there is. */
function inShort(result: RunResult, { width }: TerminalOptions, paint: Paint): string[] {
  const lines = SECTIONS.flatMap(([status, name]) => {
    const all = byReason(result, status);
    const [first] = all;
    if (!first) return [];
    const rules = all.flatMap((each) => each.rules);
    const what =
      rules.length > 3 ? plural(rules.length, 'rule') : rules.map(({ id }) => visible(id)).join(', ');
    const more = all.length > 1 ? `, and ${plural(all.length - 1, 'other reason')}` : '';
    const text = clip(`${what}: ${visible(first.reason)}`, width - 10 - more.length) + more;
    return [`${paint.dim(name.padEnd(10))}${text}`];
  });
  const { length } = result.readings;
  if (length > 0)
    lines.push(`${paint.dim('readings  ')}of ${plural(length, 'open question')}: in the reports`);
  return lines;
}

const SECTIONS = [
  ['expected-failure', 'expected'],
  ['observed', 'observed'],
  ['not-run', 'not run'],
] as const;

function reasons(result: RunResult, { verbose, width }: TerminalOptions, paint: Paint): string[] {
  return SECTIONS.flatMap(([status, name]) => {
    const all = byReason(result, status);
    const shown = verbose ? all : all.slice(0, REASONS);
    const lines = shown.map(({ reason, rules }) => {
      const ids = rules.map((rule) => rule.id).join(', ');
      const text = rules.length > 3 ? `${plural(rules.length, 'rule')}: ${reason}` : `${ids}: ${reason}`;
      return `${paint.dim(name.padEnd(10))}${clip(visible(text), width - 10)}`;
    });
    const more = all.length - shown.length;
    if (more > 0) lines.push(`${' '.repeat(10)}… and for ${plural(more, 'other reason')}`);
    return lines;
  });
}

function readings(result: RunResult, { verbose, width }: TerminalOptions, paint: Paint): string[] {
  if (result.readings.length === 0) return [];
  const indent = ' '.repeat(10);
  if (verbose) {
    return result.readings.flatMap(({ gap, question, reading, rules }) => {
      const text = visible(`${gap} ${question}: ${reading} (${rules.join(', ')})`);
      return wrap(text, width - 10).map((line, index) =>
        index === 0 ? paint.dim('reading   ') + line : indent + line,
      );
    });
  }
  const text = result.readings.map(({ gap, reading }) => visible(`${gap} ${reading}`)).join(', ');
  const lines = wrap(text, width - 10);
  const shown = lines.slice(0, READING_LINES);
  if (lines.length > shown.length) shown.push('…');
  return shown.map((line, index) => (index === 0 ? paint.dim('readings  ') + line : indent + line));
}

function closing(result: RunResult, { verbose, width }: TerminalOptions, paint: Paint): string[] {
  const { requests, cleanup, summary } = result;
  const { p50, p95, p99 } = requests.latencyMs;
  const lines = [
    `${paint.dim('requests  ')}${count(requests.total)}, answered in ${duration(p50)} (half), ${duration(p95)} (95 %), ${duration(p99)} (99 %)`,
    ...troubleLines(result, paint),
    ...raceLines(result, paint),
    `${paint.dim('clean-up  ')}${count(cleanup.created)} created, ${count(cleanup.removed)} removed`,
  ];
  if (cleanup.left.length > 0) {
    lines.push(paint.red(`          ${count(cleanup.left.length)} could not be removed or restored:`));
    const shown = verbose ? cleanup.left : cleanup.left.slice(0, LEFT_LINES);
    lines.push(...shown.map((each) => `            ${clip(visible(each), width - 12)}`));
    const more = cleanup.left.length - shown.length;
    if (more > 0) lines.push(`            … and ${count(more)} more`);
  }
  const counts = [
    summary.passed > 0 && `${count(summary.passed)} passed`,
    summary.failed > 0 && `${count(summary.failed)} failed`,
    summary.expectedFailures > 0 && plural(summary.expectedFailures, 'expected failure'),
    summary.inconclusive > 0 && `${count(summary.inconclusive)} inconclusive`,
    summary.observed > 0 && `${count(summary.observed)} observed`,
    summary.notRun > 0 && `${count(summary.notRun)} not run`,
  ].filter((each) => each !== false);
  const painted = {
    conformant: paint.green,
    'non-conformant': paint.red,
    inconclusive: paint.yellow,
  }[result.verdict];
  const verdict = painted(paint.bold(VERDICT[result.verdict]));
  const text = `of ${plural(result.rules.length, 'rule')} ${counts.join(', ')}, in ${duration(result.durationMs)}${cleanup.left.length > 0 ? `; not all was cleaned up (${count(cleanup.left.length)} left)` : ''}`;
  lines.push(
    ...wrap(text, width - 19 - result.contract.length).map((line, index) =>
      index === 0 ? `${verdict} (${visible(result.contract)}): ${line}` : `  ${line}`,
    ),
  );
  return lines;
}

/** A pass after many answers that had to be asked for again is worth less than it looks. */
function troubleLines({ requests: { troubled } }: RunResult, paint: Paint): string[] {
  const each = Object.entries(troubled ?? {}).map(([what, times]) => `${count(times)} × ${visible(what)}`);
  if (each.length === 0) return [];
  return [`${paint.dim('trouble   ')}${each.join(', ')}: waited out and sent again where that is safe`];
}
