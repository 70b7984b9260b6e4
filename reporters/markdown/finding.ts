/** One finding: its sentence is always seen, its evidence folds out. */
import type { CaseResult } from '../../runner/result/result.ts';
import { callLine, counterexampleText } from '../evidence.ts';
import type { Finding } from '../findings.ts';
import { cut, plural } from '../text.ts';
import { SYMBOL } from '../words.ts';
import { code, fence, text } from './escape.ts';

const BODY_LENGTH = 600;
const SENTENCE_LENGTH = 1000;
const EXCHANGES = 4;
const NAMES = 10;

export function findingSection(finding: Finding, open: boolean): string {
  const { status, level, rules, message, cases, example } = finding;
  const ids = rules.slice(0, NAMES).map((rule) => code(rule.id));
  if (rules.length > NAMES) ids.push(`${rules.length - NAMES} more`);
  const parts = [
    `<details${open ? ' open' : ''}><summary>${SYMBOL[status]} ${ids.join(', ')} (${level}): ${text(cut(message, SENTENCE_LENGTH))}</summary>`,
    ...(example === undefined ? [] : evidence(example)),
  ];
  if (cases.length > 1) {
    const others = cases.filter((each) => each !== example);
    const names = others.slice(0, NAMES).map(({ name }) => code(name));
    const more = others.length > NAMES ? ` and ${others.length - NAMES} more` : '';
    parts.push(`Seen in ${plural(cases.length, 'case')}, also: ${names.join(', ')}${more}`);
  }
  const sources = new Set(rules.map(({ source }) => text(`${source.document}, ${source.section}`)));
  parts.push(`Source: ${[...sources].slice(0, NAMES).join('; ')}`, '</details>');
  return parts.join('\n\n');
}

function evidence(example: CaseResult): string[] {
  const parts = [`Case ${code(example.name)}`];
  if (example.counterexample !== undefined) {
    parts.push(
      'Smallest counterexample:',
      fence(cut(counterexampleText(example.counterexample), BODY_LENGTH)),
    );
  }
  const shown = example.exchanges.slice(-EXCHANGES).map((exchange) => {
    const sent = exchange.request.body;
    return [
      cut(callLine(exchange), SENTENCE_LENGTH),
      ...(sent === undefined ? [] : [`  sent ${cut(sent, BODY_LENGTH)}`]),
      ...(exchange.response === undefined ? [] : [`  got  ${cut(exchange.response.body, BODY_LENGTH)}`]),
    ].join('\n');
  });
  if (shown.length > 0) parts.push(fence(shown.join('\n')));
  if (example.timeline !== undefined) parts.push(fence(cut(example.timeline, BODY_LENGTH * 5)));
  parts.push('Again:', fence(example.replay));
  return parts;
}
