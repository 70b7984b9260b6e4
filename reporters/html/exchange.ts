/** One exchange: request and answer side by side, with what the finding speaks of marked. */
import type { CaseResult, Exchange } from '../../runner/result/result.ts';
import { cut, duration, plural } from '../text.ts';
import { bodyLines } from './body.ts';
import { lines, markup, type Markup } from './markup.ts';
import { markChanges, markValues, markedLines, statusIsNamed, type MarkedLine } from './marks.ts';
import { keepOwn, sentTexts } from './own.ts';

/** What is unfolded may be long; of a thousand others the beginnings do, and the page still opens at once. */
const BODY_LENGTH = 20_000;
const BODY_LENGTH_FOLDED = 2000;
/** So many that lead up to the point are shown with it. */
const MOST_BEFORE = 4;

/** The exchanges of a case: the one that the finding is about open, the others folded, in their order. */
export function exchanges(each: CaseResult, told: boolean): Markup | undefined {
  if (each.exchanges.length === 0) return undefined;
  const point = told ? pointOf(each) : -1;
  const items = each.exchanges.map((exchange, index) => {
    const inner = sides(each, exchange, index, index === point ? BODY_LENGTH : BODY_LENGTH_FOLDED);
    return markup`<li><details${index === point ? markup` open` : undefined}><summary>${summary(each, exchange)}</summary>${inner}</details></li>`;
  });
  const before = point > MOST_BEFORE ? point - MOST_BEFORE : 0;
  const rest = markup`<ol class="exchanges">${items.slice(before)}</ol>`;
  if (before === 0) return rest;
  return markup`<details class="before"><summary>${plural(before, 'exchange')} before</summary><ol class="exchanges">${items.slice(0, before)}</ol></details>${rest}`;
}

/** The last one of which the sentence names a part; the last, if it names none. */
function pointOf({ exchanges: all, message = '' }: CaseResult): number {
  const named = all.findLastIndex(
    (exchange) =>
      statusIsNamed(message, exchange) ||
      markedLines(exchange.response?.body ?? '', message)?.some(({ marked }) => marked),
  );
  return named < 0 ? all.length - 1 : named;
}

function summary({ message = '' }: CaseResult, exchange: Exchange): Markup {
  const { request, response, error, ms } = exchange;
  const status =
    response === undefined
      ? markup`<mark>no answer</mark> (${error ?? 'unknown'})`
      : statusIsNamed(message, exchange)
        ? markup`<mark>${response.status}</mark>`
        : response.status;
  return markup`<span class="call"><b>${request.method}</b> ${cut(pathOf(request.url), 500)} → ${status}</span> <span class="ms">${duration(ms)}</span>`;
}

/** Without scheme and host, which are the target's. */
function pathOf(url: string): string {
  return url.replace(/^https?:\/\/[^/?#]+(?=.)/i, '');
}

function sides(each: CaseResult, exchange: Exchange, index: number, max: number): Markup {
  const { request, response, error } = exchange;
  return markup`<div class="sides">
<section><h5>Sent</h5>${headers(request.headers)}${requestBody(each, exchange, max)}</section>
<section><h5>Got</h5>${
    response === undefined
      ? markup`<p class="none">No answer: ${error ?? 'unknown'}</p>`
      : [headers(response.headers), responseBody(each, exchange, index, max)]
  }</section>
</div>
<details class="curl"><summary>curl</summary><pre class="copy" tabindex="0">${lines(exchange.curl)}</pre></details>`;
}

function headers(from: Record<string, string>): Markup | undefined {
  const all = Object.entries(from);
  if (all.length === 0) return undefined;
  return markup`<details class="headers"><summary>${all.length} header${all.length === 1 ? '' : 's'}</summary><pre tabindex="0">${all.map(
    ([name, value]) => markup`${name}: ${cut(value, BODY_LENGTH_FOLDED)}${lines('\n')}`,
  )}</pre></details>`;
}

function requestBody({ counterexample }: CaseResult, { request }: Exchange, max: number): Markup {
  if (request.body === undefined || request.body === '') return markup`<p class="none">No body</p>`;
  const marked = markedLines(request.body.slice(0, max), '');
  if (marked !== undefined) markValues(marked, counterexample);
  return block(request.body, marked, max, request.truncated);
}

function responseBody(each: CaseResult, exchange: Exchange, index: number, max: number): Markup {
  const { response } = exchange;
  if (response === undefined || response.body === '') return markup`<p class="none">No body</p>`;
  const marked = markedLines(response.body.slice(0, max), each.message ?? '');
  if (marked !== undefined && !marked.some((line) => line.marked)) {
    const before = earlier(each.exchanges.slice(0, index), exchange);
    if (before !== undefined) markChanges(marked, before.slice(0, max));
  }
  if (marked !== undefined) keepOwn(marked, sentTexts(each));
  return block(response.body, marked, max, response.truncated);
}

/** The answer that the same request had before, if it had another one. */
function earlier(past: readonly Exchange[], { request, response }: Exchange): string | undefined {
  const before = past.findLast(
    (each) =>
      each.request.method === request.method &&
      each.request.url === request.url &&
      each.request.body === request.body &&
      each.response !== undefined,
  );
  return before?.response?.body === response?.body ? undefined : before?.response?.body;
}

function block(body: string, marked: MarkedLine[] | undefined, max: number, truncated?: true): Markup {
  const text = marked === undefined ? lines(body.slice(0, max)) : bodyLines(marked);
  const more = body.length - max;
  return markup`<div class="body" tabindex="0">${text}</div>
${more > 0 && markup`<p class="none">… and ${plural(more, 'character')} more</p>`}
${truncated === true && markup`<p class="none">Cut by the run: longer than is kept</p>`}`;
}
