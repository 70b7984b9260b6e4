/** The trend of a target: a table of its last runs, and below it what changed when. */
import pc from 'picocolors';

import type { Trend } from '../../runner/history/trend.ts';
import { day } from '../changes.ts';
import { clip, count, duration, visible } from '../text.ts';
import { SYMBOL, VERDICT } from '../words.ts';
import type { Paint } from './paint.ts';

const STATUS = { conformant: 'passed', 'non-conformant': 'failed', inconclusive: 'inconclusive' } as const;
/** Rule ids that a line may name. */
const NAMED = 4;

export function renderTrend(trend: Trend, { colour, width }: { colour: boolean; width: number }): string {
  const paint = pc.createColors(colour);
  const lines = [
    paint.bold(visible(`${trend.contract}  ${trend.baseUrl}`)),
    ...table(trend, paint),
    ...trend.rules.map(({ rule, changes }) => {
      const told = changes.map(({ to, ...run }) => `${to === 'held' ? 'fixed' : 'broken'} ${place(run)}`);
      return `${rule}  ${told.join(', ')}`;
    }),
    ...trend.readings.map(({ gap, changes }) => {
      const told = changes.map(({ from, to, ...run }) => `${from} → ${to} ${place(run)}`);
      return `${gap}  ${told.join(', ')}`;
    }),
  ];
  return `${lines.map((line) => clip(line, width)).join('\n')}\n`;
}

function place({ startedAt, version }: { startedAt: string; version?: string }): string {
  return `${day(startedAt)}${version === undefined ? '' : ` (${visible(version)})`}`;
}

function table({ runs }: Trend, paint: Paint): string[] {
  const head = ['when', 'version', 'verdict', 'p95', 'requests', 'failed'];
  const rows = runs.map(({ startedAt, version, verdict, latencyMs, requests, failed }) => [
    day(startedAt),
    visible(version ?? '–'),
    `${SYMBOL[STATUS[verdict]]} ${VERDICT[verdict]}`,
    duration(latencyMs.p95),
    count(requests),
    failedWords(failed),
  ]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [paint.dim(line(head)), ...rows.map(line)];
}

function failedWords(failed: readonly string[]): string {
  const named = failed.slice(0, NAMED).map(visible).join(', ');
  const more = failed.length - NAMED;
  return failed.length === 0 ? '0' : `${failed.length}: ${named}${more > 0 ? ` and ${more} more` : ''}`;
}
