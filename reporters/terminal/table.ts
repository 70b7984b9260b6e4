/** The rules: a line a family with its counts, or, asked for everything, a line a rule. */
import type { RunResult, Status } from '../../runner/result/result.ts';
import { clip, visible } from '../text.ts';
import { STATUSES, SYMBOL, WORD, byFamily } from '../words.ts';
import { paintStatus, type Paint, type TerminalOptions } from './paint.ts';

/** What a reader has to do something about. */
const TROUBLE: readonly Status[] = ['failed', 'inconclusive', 'expected-failure'];
const OTHERS = 'others';

/** Only statuses that occur have a column; where some families are in trouble, the others share a row. */
export function tableLines(result: RunResult, paint: Paint): string[] {
  const all = byFamily(result.rules, (rule) => rule.id);
  const calm = [...all.values()].filter((rules) => !rules.some(({ status }) => TROUBLE.includes(status)));
  const families =
    calm.length < 2 || calm.length === all.size
      ? all
      : new Map([...[...all].filter(([, rules]) => !calm.includes(rules)), [OTHERS, calm.flat()]]);
  const used = STATUSES.filter((status) => result.rules.some((rule) => rule.status === status));
  const columns = [...used].sort((a, b) => Number(b === 'passed') - Number(a === 'passed'));
  const first = Math.max(5, ...[...families.keys()].map((family) => family.length)) + 2;
  const head = columns.map((status) => `${SYMBOL[status]} ${WORD[status]}`.padStart(WORD[status].length + 4));
  const rows = [...families].map(([family, rules]) => {
    const cells = columns.map((status, index) => {
      const number = rules.filter((rule) => rule.status === status).length;
      const cell = (number === 0 ? '' : String(number)).padStart(head[index]?.length ?? 0);
      return number === 0 ? cell : paintStatus(status, cell, paint);
    });
    return `${visible(family).padEnd(first)}${cells.join('')}`.trimEnd();
  });
  return [paint.dim(`${'rules'.padEnd(first)}${head.join('')}`), ...rows];
}

export function ruleLines(result: RunResult, { width }: TerminalOptions, paint: Paint): string[] {
  const first = Math.max(0, ...result.rules.map((rule) => rule.id.length)) + 2;
  return result.rules.map((rule) => {
    const mark = paintStatus(rule.status, SYMBOL[rule.status], paint);
    const level = rule.level === 'must' ? '' : ` (${rule.level})`;
    const text = clip(visible(`${rule.title}${level}`), width - first - 2);
    return `${mark} ${visible(rule.id).padEnd(first)}${text}`;
  });
}
