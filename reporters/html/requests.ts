/** How much was asked of the target and how fast it answered, each as a small plot with its numbers in text. */
import type { RunResult } from '../../runner/result/result.ts';
import { clip, count, duration } from '../text.ts';
import { markup, type Markup } from './markup.ts';

/** Narrow, so that on a phone the letters keep most of their size. */
const WIDTH = 420;
const LEFT = 30;
const MOST_OPERATIONS = 20;

export function requests({ requests: { total, byOperation, latencyMs } }: RunResult): Markup {
  return markup`<section id="requests"><h2>Requests</h2><p>${count(total)} in all.</p>
<div class="plots">${latencies(latencyMs)}${operations(byOperation)}</div></section>`;
}

/** Three quantiles on one logarithmic line: the distance of the slow from the usual is what is read from it. */
function latencies(latencyMs: RunResult['requests']['latencyMs']): Markup {
  const { p50, p95, p99 } = latencyMs;
  const points = [
    { name: 'half', value: p50 },
    { name: '95 %', value: p95 },
    { name: '99 %', value: p99 },
  ];
  const low = Math.floor(Math.log10(Math.max(0.1, Math.min(p50, p95, p99))));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(0.1, p50, p95, p99) * 1.05)));
  const x = (value: number): number =>
    LEFT + ((Math.log10(Math.max(10 ** low, value)) - low) / (high - low)) * (WIDTH - 2 * LEFT);
  const ticks = Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
  const said = points.map(({ name, value }) => `${name} within ${duration(value)}`).join(', ');
  // Near each other, names would lie on one another: each has a line of its own.
  return markup`<figure><figcaption>Time to answer: ${said}.</figcaption>
<svg viewBox="0 0 ${WIDTH} 120" role="img" aria-label="Time to answer: ${said}">
${ticks.map((tick) => markup`<line class="tick" x1="${round(x(tick))}" x2="${round(x(tick))}" y1="10" y2="94"/><text class="axis middle" x="${round(x(tick))}" y="112">${duration(tick)}</text>`)}
<line class="whisker" x1="${round(x(p50))}" x2="${round(x(p99))}" y1="78" y2="78"/>
${points.map(({ name, value }, index) => markup`<circle class="dot" cx="${round(x(value))}" cy="78" r="5"/><line class="leader" x1="${round(x(value))}" x2="${round(x(value))}" y1="${20 + index * 18}" y2="72"/><text class="axis ${x(value) > WIDTH * 0.75 ? 'end' : 'start'}" x="${round(x(value) + (x(value) > WIDTH * 0.75 ? -6 : 6))}" y="${24 + index * 18}">${name} ${duration(value)}</text>`)}
</svg></figure>`;
}

function operations(byOperation: Record<string, number>): Markup | undefined {
  const all = Object.entries(byOperation).sort(([, a], [, b]) => b - a);
  if (all.length === 0) return undefined;
  const most = Math.max(1, ...all.map(([, number]) => number));
  const shown = all.slice(0, MOST_OPERATIONS);
  return markup`<figure><figcaption>Requests by operation${all.length > shown.length && ` (the first ${shown.length} of ${all.length})`}</figcaption>
<table class="bars"><tbody>${shown.map(
    ([name, number]) =>
      markup`<tr><th scope="row">${clip(name, 60)}</th><td><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="bar" x="0" y="0" width="${round((number / most) * 100)}" height="10"/></svg></td><td class="number">${count(number)}</td></tr>`,
  )}</tbody></table></figure>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
