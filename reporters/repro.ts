/**
 * A failure as a stand-alone POSIX shell script: the exchanges of its case by curl, ids handed from answers to later
 * requests, secrets as names of environment variables. What a server or a contract said stands in quotes or comments.
 */
import type { Exchange } from '../runner/result/result.ts';
import { handedOn, substitutionOf, type Handed } from './repro/handed.ts';
import { type Scheme, secretLines, secretSubstitution } from './repro/secrets.ts';
import { literally, quoted, type Substitution, word } from './repro/words.ts';
import { clip, visible } from './text.ts';

export type { Scheme, Signature } from './repro/secrets.ts';

/** One case that failed. */
export interface Failure {
  name: string;
  /** What was said of which rules. */
  findings: readonly { rules: readonly string[]; message: string; sources: readonly string[] }[];
  exchanges: readonly Exchange[];
  replay: string;
  baseUrl: string;
  tool: string;
  /** Whether requests were under way together, which a script's are not. */
  race: boolean;
  /** The smallest value that shows it: the exchanges are of the search for it. */
  counterexample?: unknown;
}

/** How what an exchange created is removed again. */
export interface Removal {
  /** Where the id stands in the answer. */
  path: readonly (string | number)[];
  value: string | number;
  method: string;
  url: string;
  body?: string;
}

/** More of an answer than this is not repeated in a comment. */
const LONGEST_ANSWER = 1000;
/** Headers that curl has its own way with. */
const LEFT_TO_CURL = /^(accept-encoding|user-agent|content-length|host|connection)$/i;

export function renderRepro(
  failure: Failure,
  scheme: Scheme,
  removalOf: (exchange: Exchange) => Removal | undefined = () => undefined,
): string {
  const { exchanges, baseUrl } = failure;
  const handed = handedOn(exchanges);
  const created = exchanges.flatMap((exchange, index) => {
    const removal = exchange.request.truncated === true ? undefined : removalOf(exchange);
    return removal ? [{ removal, exchange, index, variable: `CREATED_${index + 1}` }] : [];
  });
  const marker = markerOf(exchanges);
  const fixed: Substitution[] = [
    secretSubstitution(scheme),
    ...(marker === undefined ? [] : [{ pattern: new RegExp(literally(marker)), expression: () => '$RUN' }]),
  ];
  const base: Substitution = { pattern: new RegExp(`^${literally(baseUrl)}`), expression: () => '$BASE_URL' };
  const texts = exchanges.flatMap(({ request: { url, headers, body = '' } }) => [
    url,
    body,
    ...Object.entries(headers).map(([, value]) => value),
  ]);
  const steps = exchanges.flatMap((exchange, index) => {
    const before = handed.filter(({ from }) => from < index);
    return [
      '',
      ...step(exchange, index, {
        url: [base, ...fixed, ...before.map((each) => substitutionOf(each, 'url'))],
        body: [...fixed, ...before.map((each) => substitutionOf(each, 'body'))],
      }),
      ...handed.filter(({ shown }) => shown.includes(index)).flatMap(handOver),
      ...created
        .filter((each) => each.index === index)
        .flatMap(({ variable, removal: { path } }) => handOver({ variable, path })),
    ];
  });
  return [
    ...preamble(failure),
    `BASE_URL=\${BASE_URL:-${quoted(baseUrl)}}`,
    ...(handed.length + created.length > 0 ? [...tool('jq'), ''] : ['']),
    ...FUNCTIONS,
    ...secretLines(texts, scheme),
    ...steps,
    ...(created.length > 0 ? ['', '# What was created goes; what is gone already is answered so.'] : []),
    ...created.toReversed().map(({ removal, exchange, variable }) => {
      const { method, url, body } = removal;
      const own = (where: 'url' | 'body'): Substitution =>
        substitutionOf({ variable, value: removal.value }, where);
      const request = { ...exchange.request, method, url, ...(body === undefined ? {} : { body }) };
      const { body: _, ...bodiless } = request;
      const parts = callOf(body === undefined ? bodiless : request, {
        url: [base, own('url'), ...fixed],
        body: [own('body'), ...fixed],
      });
      return `[ -z "$${variable}" ] || remove ${parts.join(' ')}`;
    }),
    '',
    'exit "$different"',
    '',
  ].join('\n');
}

function preamble({ name, findings, replay, race, exchanges, tool: by, counterexample }: Failure): string[] {
  return [
    '#!/bin/sh',
    ...comment(name),
    ...findings.flatMap(({ rules, message, sources }) => [
      '#',
      ...comment(`${rules.join(', ')}: ${message}`),
      ...sources.flatMap((source) => comment(`  said in: ${source}`)),
    ]),
    '#',
    ...comment(`Written by ${by}. With its target file, the suite itself sends it again by:`),
    ...comment(`  ${replay}`),
    '#',
    '# BASE_URL in the environment sends it elsewhere. Exit 0: every status came as it was recorded; 1: one did not;',
    '# 2: it could not be sent. What it creates has $RUN in its URL and is removed; what it edits stays edited.',
    ...(race
      ? ['# This was a race: the requests were under way together, here they come one after another.']
      : []),
    ...(counterexample === undefined
      ? []
      : [
          ...comment(`The smallest counterexample: ${clip(JSON.stringify(counterexample), LONGEST_ANSWER)}`),
          '# These are the last exchanges of the search for it.',
        ]),
    ...(exchanges.length >= 40 ? ['# The case was long: some exchanges in its middle may be missing.'] : []),
    'set -u',
  ];
}

/** What every script has. */
const FUNCTIONS = [
  ...tool('curl'),
  "RUN=$(od -An -N5 -tx1 /dev/urandom | tr -d ' \\n')",
  'answer=$(mktemp) || exit 2',
  'trap \'rm -f "$answer"\' EXIT',
  'different=0',
  '# step NUMBER STATUS CURL-ARGUMENTS…: sends one request, shows the answer, compares its status with the recorded.',
  'step() {',
  '  number=$1 recorded=$2',
  '  shift 2',
  '  : >"$answer"',
  '  status=$(curl -sS --http1.1 --compressed --globoff --path-as-is --max-time 60 -o "$answer" -w \'%{http_code}\' "$@") || :',
  '  if [ "$status" = "$recorded" ]; then word=\'as recorded\'; else word="recorded $recorded" different=1; fi',
  '  printf \'%s: %s (%s)\\n\' "$number" "$status" "$word"',
  '  tr -d \'\\000-\\010\\013-\\037\\177\' <"$answer"',
  "  printf '\\n'",
  '}',
  'remove() { curl -sS --http1.1 --globoff --max-time 60 -o /dev/null -w \'removal: %{http_code}\\n\' "$@"; }',
  'handed() { jq -r --argjson path "$1" \'getpath($path) // empty\' "$answer" 2>/dev/null; }',
  'escaped() { printf \'%s\' "$1" | jq -sRr @uri; }',
  'part() { printf \'%s\' "$1" | cut -c"$2-$3"; }',
  "swapped() { printf '%s' \"$1\" | tr 'A-Za-z' 'a-zA-Z'; }",
  "hex() { printf '%s' \"$1\" | base64 -d | od -An -v -tx1 | tr -d ' \\n'; }",
];

function tool(name: string): string[] {
  return [`command -v ${name} >/dev/null || { echo 'this script needs ${name}' >&2; exit 2; }`];
}

function step(
  { request, response, error }: Exchange,
  index: number,
  substitutions: Readonly<Record<'url' | 'body', readonly Substitution[]>>,
): string[] {
  const came = response
    ? `${response.status} ${clip(response.body, LONGEST_ANSWER)}`
    : `no answer: ${error ?? 'unknown'}`;
  const about = comment(`${index + 1}. came in the run: ${came}`);
  if (request.truncated === true) {
    const why = `${index + 1}: not sent: its body is longer than a report keeps`;
    return [...about, `echo ${quoted(why)}`, 'different=1'];
  }
  const parts = [`step ${index + 1} ${response?.status ?? '000'}`, ...callOf(request, substitutions)];
  return [...about, parts.join(' \\\n  ')];
}

/** The arguments of curl. */
function callOf(
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

function handOver({ variable, path }: Pick<Handed, 'variable' | 'path'>): string[] {
  return [`${variable}=$(handed ${quoted(JSON.stringify(path))})`];
}

/** The run's marker, which every request bears. */
function markerOf(exchanges: readonly Exchange[]): string | undefined {
  for (const { request } of exchanges) {
    const marker = / run\/([0-9a-f]{6,})/.exec(request.headers['user-agent'] ?? '')?.[1];
    if (marker !== undefined) return marker;
  }
  return undefined;
}

/** One line, whatever the text holds. */
function comment(text: string): string[] {
  return [`# ${visible(text)}`];
}
