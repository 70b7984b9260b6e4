/** A request as the arguments of curl. */
import type { Exchange } from '../../runner/result/result.ts';
import { quoted, type Substitution, word } from './words.ts';

/** Headers that curl has its own way with. */
const LEFT_TO_CURL = /^(accept-encoding|user-agent|content-length|host|connection)$/i;

/** The arguments of curl. */
export function callOf(
  request: Exchange['request'],
  substitutions: Readonly<Record<'url' | 'body', readonly Substitution[]>>,
): string[] {
  return [
    request.method === 'HEAD' ? '--head' : `-X ${quoted(request.method)}`,
    `--url ${word(request.url, substitutions.url)}`,
    ...headerArguments(request.headers, substitutions.body),
    ...(request.body === undefined ? [] : [`--data-raw ${word(request.body, substitutions.body)}`]),
  ];
}

function headerArguments(
  headers: Exchange['request']['headers'],
  substitutions: readonly Substitution[],
): string[] {
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  // curl adds some of its own; an empty one has its own spelling.
  const own = ['accept', 'content-type', 'expect'].filter((name) => !names.includes(name));
  return [
    ...Object.entries(headers)
      .filter(([name]) => !LEFT_TO_CURL.test(name))
      .map(
        ([name, value]) =>
          `-H ${value === '' ? quoted(`${name};`) : word(`${name}: ${value}`, substitutions)}`,
      ),
    ...own.map((name) => `-H ${quoted(`${name}:`)}`),
  ];
}
