/** What a case rests on, as plain text, for formats that have no place of their own for it. */
import type { CaseResult, Exchange } from '../runner/result/result.ts';
import { cut, duration } from './text.ts';

/** `POST https://… → 200 in 12 ms`. Not yet made visible: the caller knows for where. */
export function callLine({ request, response, error, ms }: Exchange): string {
  const answer = response === undefined ? `no answer (${error ?? 'unknown'})` : String(response.status);
  return `${request.method} ${request.url} → ${answer} in ${duration(ms)}`;
}

export function counterexampleText(value: unknown): string {
  return JSON.stringify(value, null, 1) ?? String(value);
}

/** Sent and received bodies are cut at `max` characters. */
export function evidenceText(each: CaseResult, max: number): string {
  const lines: string[] = [];
  if (each.counterexample !== undefined) {
    lines.push(`smallest counterexample: ${cut(counterexampleText(each.counterexample), max)}`);
  }
  for (const exchange of each.exchanges) {
    lines.push(callLine(exchange));
    if (exchange.request.body !== undefined) lines.push(`  sent ${cut(exchange.request.body, max)}`);
    if (exchange.response !== undefined) lines.push(`  got  ${cut(exchange.response.body, max)}`);
    lines.push(`  ${exchange.curl}`);
  }
  if (each.timeline !== undefined) lines.push(each.timeline);
  lines.push(`again: ${each.replay}`);
  return lines.join('\n');
}
