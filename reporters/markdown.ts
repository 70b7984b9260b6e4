/** Markdown for a job's summary or a comment: the verdict and the findings, in what one screen and a half holds. */
import type { RunResult } from '../runner/result/result.ts';
import { changeGroups, sinceWords } from './changes.ts';
import { byReason, findingsOf, type Finding } from './findings.ts';
import { code, fence, row, text } from './markdown/escape.ts';
import { findingSection } from './markdown/finding.ts';
import { count, cut, duration, plural } from './text.ts';
import { STATUSES, SYMBOL, VERDICT, WORD, byFamily } from './words.ts';

/** A job's summary may have a mebibyte, and no one opens the thirty-first. */
const TOLD = 30;
const LISTED = 100;
const SENTENCE_LENGTH = 500;

const VERDICT_SYMBOL = { conformant: '✅', 'non-conformant': '❌', inconclusive: '❔' } as const;

export function renderMarkdown(result: RunResult): string {
  const sections = [
    `## ${VERDICT_SYMBOL[result.verdict]} ${VERDICT[result.verdict]}: ${text(result.contract)}`,
    facts(result),
    changes(result),
    findings(result),
    table(result),
    reasons(result),
    readings(result),
    cleanup(result),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function facts(result: RunResult): string {
  const { requests, summary } = result;
  const counts = [
    [summary.passed, WORD.passed],
    [summary.failed, WORD.failed],
    [summary.inconclusive, WORD.inconclusive],
    [summary.expectedFailures, WORD['expected-failure']],
    [summary.observed, WORD.observed],
    [summary.notRun, WORD['not-run']],
  ] as const;
  const told = counts.filter(([number]) => number > 0).map(([number, word]) => `${count(number)} ${word}`);
  return [
    `${plural(result.rules.length, 'rule')}: ${told.join(', ')}.`,
    `Target ${code(result.target.baseUrl)}, mode ${result.mode}, seed ${code(String(result.seed))}, ` +
      `${text(result.startedAt)}, ${duration(result.durationMs)}, ` +
      `${plural(requests.total, 'request')} (95 % within ${duration(requests.latencyMs.p95)}).`,
  ].join('\n');
}

function changes({ changes: found }: RunResult): string {
  if (!found) return '';
  const groups = changeGroups(found);
  const none = groups.length === 0 && found.since !== undefined ? 'none ' : '';
  const lines = groups.flatMap(({ title, entries }) => {
    const shown = entries.slice(0, LISTED);
    const more = entries.length - shown.length;
    return [
      ...shown.map((entry) => `- **${title}** ${code(entry.id)}: ${text(cut(entry.text, SENTENCE_LENGTH))}`),
      ...(more > 0 ? [`- … and ${count(more)} more ${title}`] : []),
    ];
  });
  return [
    '### Changes',
    `${none}${text(sinceWords(found))}`,
    ...(lines.length > 0 ? [lines.join('\n')] : []),
  ].join('\n\n');
}

function findings(result: RunResult): string {
  const found = [...findingsOf(result, 'failed'), ...findingsOf(result, 'inconclusive')];
  if (found.length === 0) return '';
  const told = found.slice(0, TOLD).map((finding, index) => findingSection(finding, index === 0));
  const rest = found.slice(TOLD, TOLD + LISTED).map(line);
  const more = found.length - told.length - rest.length;
  if (more > 0) rest.push(`- … and ${count(more)} more`);
  return ['### Findings', ...told, ...(rest.length > 0 ? [rest.join('\n')] : [])].join('\n\n');
}

function line({ status, rules, message }: Finding): string {
  const ids = rules.map((rule) => code(rule.id)).join(', ');
  return `- ${SYMBOL[status]} ${ids}: ${text(cut(message, SENTENCE_LENGTH))}`;
}

function table(result: RunResult): string {
  const used = STATUSES.filter((status) => result.rules.some((rule) => rule.status === status));
  const families = byFamily(result.rules, (rule) => rule.id);
  const rows = [...families].map(([family, rules]) =>
    row([
      code(family),
      ...used.map((status) => {
        const number = rules.filter((rule) => rule.status === status).length;
        return number === 0 ? '' : String(number);
      }),
    ]),
  );
  const head = row(['Rules', ...used.map((status) => `${SYMBOL[status]} ${WORD[status]}`)]);
  return [head, row(['---', ...used.map(() => '--:')]), ...rows].join('\n');
}

function reasons(result: RunResult): string {
  const lines = (['expected-failure', 'observed', 'not-run'] as const).flatMap((status) =>
    byReason(result, status)
      .slice(0, LISTED)
      .map(({ reason, rules }) => {
        const ids = rules.slice(0, 10).map((rule) => code(rule.id));
        const more = rules.length > ids.length ? ` and ${rules.length - ids.length} more` : '';
        return `- ${SYMBOL[status]} ${WORD[status]}: ${text(cut(reason, SENTENCE_LENGTH))} (${ids.join(', ')}${more})`;
      }),
  );
  return details('Known, observed, and not run', lines);
}

function readings(result: RunResult): string {
  const lines = result.readings
    .slice(0, LISTED)
    .map(
      ({ gap, question, reading, rules }) =>
        `- ${code(gap)} ${text(question)} ${code(reading)} (${rules.map(code).join(', ')})`,
    );
  return details('How the target reads what the documents leave open', lines);
}

function cleanup({ cleanup: { created, removed, left } }: RunResult): string {
  const sentence = `Clean-up: ${count(created)} created, ${count(removed)} removed`;
  if (left.length === 0) return `${sentence}.`;
  const shown = left.slice(0, LISTED).map((each) => cut(each, SENTENCE_LENGTH));
  const more = left.length - shown.length;
  if (more > 0) shown.push(`… and ${count(more)} more`);
  return `${sentence}; **${count(left.length)} left**:\n\n${fence(shown.join('\n'))}`;
}

function details(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  return `<details><summary>${title} (${lines.length})</summary>\n\n${lines.join('\n')}\n\n</details>`;
}
