/**
 * HTTP Archive 1.2: what browsers' developer tools and proxies open. The one format that may hold every exchange
 * of a run, so it is made piece by piece and never lies in memory whole.
 */
import type { Content, Entry, Header, QueryString } from 'har-format';
import type { Exchange, RunResult } from '../runner/result/result.ts';
import { jsonText } from './json.ts';
import { visible } from './text.ts';

/** An exchange as it is spooled: with what the result's own don't need. */
export interface ExchangeRecord extends Exchange {
  /** ISO 8601. */
  startedAt?: string;
  /** The case that it belongs to. */
  case?: string;
}

export async function* renderHar(
  result: RunResult,
  exchanges: Iterable<ExchangeRecord> | AsyncIterable<ExchangeRecord>,
): AsyncGenerator<string> {
  const creator = { name: result.tool.name, version: result.tool.version };
  const comment = visible(
    `${result.contract} at ${result.target.baseUrl}, seed ${result.seed}: ${result.verdict}`,
  );
  yield `{"log":{"version":"1.2","creator":${jsonText(creator).trimEnd()},"comment":${jsonText(comment).trimEnd()},"pages":[],"entries":[`;
  let separator = '\n';
  for await (const exchange of exchanges) {
    yield separator + jsonText(entry(exchange, result.startedAt)).trimEnd();
    separator = ',\n';
  }
  yield '\n]}}\n';
}

/** The exchanges that the result itself holds: those of cases with something to show, each once. */
export function* exchangesOf(result: RunResult): Generator<ExchangeRecord> {
  const seen = new Set<string>();
  for (const each of result.rules.flatMap((rule) => rule.cases)) {
    // A case stands under every rule that it proves; its exchanges are the same ones.
    if (seen.has(each.name)) continue;
    seen.add(each.name);
    for (const exchange of each.exchanges) yield { ...exchange, case: each.name };
  }
}

function entry(exchange: ExchangeRecord, startedAt: string): Entry {
  const { request, response, error, ms } = exchange;
  const url = archived(request.url);
  return {
    startedDateTime: exchange.startedAt ?? startedAt,
    time: ms,
    request: {
      method: visible(request.method),
      url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: headers(request.headers),
      queryString: queryString(url),
      ...(request.body === undefined
        ? {}
        : { postData: { mimeType: mimeType(request.headers), text: request.body } }),
      headersSize: -1,
      bodySize: request.body === undefined ? 0 : Buffer.byteLength(request.body),
    },
    // The format has no entry without a response: status 0 is how browsers archive one that never came.
    response: {
      status: response?.status ?? 0,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: headers(response?.headers ?? {}),
      content: content(response),
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
      ...(error === undefined ? {} : { _error: visible(error) }),
    },
    cache: {},
    timings: { send: 0, wait: ms, receive: 0 },
    ...(exchange.case === undefined ? {} : { comment: visible(exchange.case) }),
  };
}

function content(response: Exchange['response']): Content {
  if (response === undefined) return { size: 0, mimeType: 'x-unknown' };
  return {
    size: Buffer.byteLength(response.body),
    mimeType: mimeType(response.headers),
    text: response.body,
    ...(response.truncated === undefined ? {} : { comment: 'cut' }),
  };
}

function headers(from: Record<string, string>): Header[] {
  return Object.entries(from).map(([name, value]) => ({ name: visible(name), value: visible(value) }));
}

function mimeType(from: Record<string, string>): string {
  const found = Object.entries(from).find(([name]) => name.toLowerCase() === 'content-type');
  return visible(found?.[1] ?? 'x-unknown');
}

/** What may not stand in a URL (RFC 3986): other characters, and a per cent that starts no escape. */
const NOT_IN_URLS = /[^\w\-.~:/?@!$&'()*+,;=%]|%(?![\da-f]{2})/giu;

/** Readers of the format refuse the whole file for one URL that is none. Fragments are never sent. */
function archived(url: string): string {
  const text = url.toWellFormed();
  try {
    const parsed = new URL(text);
    parsed.hash = '';
    // Brackets are right in an origin ([::1]) and nowhere else.
    const base = parsed.origin === 'null' ? '' : parsed.origin;
    return base + parsed.href.slice(base.length).replace(NOT_IN_URLS, encodeURIComponent);
  } catch {
    return `invalid:${encodeURIComponent(text)}`;
  }
}

function queryString(url: string): QueryString[] {
  return [...new URL(url).searchParams].map(([name, value]) => ({ name, value }));
}
