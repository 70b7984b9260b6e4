/** Exchanges as a report shows them: bounded, with a command that sends them again. */
import type { Attempt } from '../http/client.ts';
import type { Redactor } from '../secrets/redactor.ts';
import type { Exchange } from './result.ts';

/** More of a body than this nobody reads in a report. */
const LONGEST_BODY = 4096;

/** Not yet redacted, but for what only forged credentials show. */
export function exchangeOf(attempt: Attempt, redactor: Redactor): Exchange {
  const { draft, url, secretHeaders, content, answer, trouble, ms } = attempt;
  const headers = draft.credentials === undefined ? attempt.headers : withoutForged(attempt, redactor);
  const request = {
    method: draft.method,
    url,
    headers,
    ...(content === undefined ? {} : cut(content)),
  };
  return {
    request,
    ...(answer
      ? { response: { status: answer.status, headers: { ...answer.headers }, ...cut(answer.text) } }
      : {}),
    ...(trouble ? { error: trouble.message } : {}),
    ms: Math.round(ms * 10) / 10,
    curl: curl(draft.method, url, headers, secretHeaders, content),
  };
}

function withoutForged({ headers, secretHeaders }: Attempt, redactor: Redactor): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      secretHeaders.has(name) ? redactor.cleanForged(value) : value,
    ]),
  );
}

function cut(text: string): { body: string; truncated?: true } {
  return text.length > LONGEST_BODY ? { body: text.slice(0, LONGEST_BODY), truncated: true } : { body: text };
}

/** The same request as a shell command; what is secret becomes the name of an environment variable. */
function curl(
  method: string,
  url: string,
  headers: Record<string, string>,
  secret: ReadonlySet<string>,
  content: string | undefined,
): string {
  const parts = ['curl', '-sS', '-X', method, quote(url)];
  for (const [name, value] of Object.entries(headers)) {
    if (/^(accept-encoding|user-agent)$/i.test(name)) continue;
    const shown = secret.has(name) ? `$${name.toUpperCase().replaceAll('-', '_')}` : undefined;
    parts.push('-H', shown === undefined ? quote(`${name}: ${value}`) : `"${name}: ${shown}"`);
  }
  if (content !== undefined) parts.push('--data-raw', quote(content.slice(0, LONGEST_BODY)));
  return parts.join(' ');
}

/** A text as one word of a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
