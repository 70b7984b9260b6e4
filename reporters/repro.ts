/**
 * A failure as a stand-alone POSIX shell script: the exchanges of its case by curl, ids handed from answers to later
 * requests, secrets as names of environment variables, and in the end whether the answers show what was wrong. What a
 * server or a contract said stands in quotes or comments.
 */
import type { Exchange } from '../runner/result/result.ts';
import { callOf } from './repro/call.ts';
import { commandOf, exchangesOf, type Fact, idsOf } from './repro/facts.ts';
import { FUNCTIONS } from './repro/functions.ts';
import { handedOn, substitutionOf, type Handed, wholeValue } from './repro/handed.ts';
import { type Scheme, secretLines, secretSubstitution } from './repro/secrets.ts';
import { literally, quoted, type Substitution } from './repro/words.ts';
import { clip, visible } from './text.ts';

export type { Scheme, Signature } from './repro/secrets.ts';
export type { Fact, Form, Place, Test } from './repro/facts.ts';

/** One case that failed. */
export interface Failure {
  name: string;
  /** What was said of which rules, and the facts that hold where it is true; none: no script can show it. */
  findings: readonly {
    rules: readonly string[];
    message: string;
    sources: readonly string[];
    facts: readonly Fact[];
  }[];
  exchanges: readonly Exchange[];
  replay: string;
  baseUrl: string;
  tool: string;
  /** The smallest value that shows it. */
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

/** An exchange that created something. */
interface Created {
  removal: Removal;
  exchange: Exchange;
  index: number;
  variable: string;
}

/** More of an answer than this is not repeated in a comment. */
const LONGEST_ANSWER = 1000;
/** So many things said of one case are checked: more of them are of one kind. */
const MOST_FINDINGS = 12;

export function renderRepro(
  failure: Failure,
  scheme: Scheme,
  removalOf: (exchange: Exchange) => Removal | undefined = () => undefined,
): string {
  const { exchanges, baseUrl } = failure;
  const checked = failure.findings.filter(({ facts }) => facts.length > 0).slice(0, MOST_FINDINGS);
  if (checked.length === 0) return lines([...preamble(failure), ...notToShow(failure)]);
  const facts = checked.flatMap((finding) => finding.facts);
  const judged = new Set(facts.flatMap(exchangesOf));
  const handed = handedOn(exchanges, new Set(facts.flatMap(idsOf)));
  const created: Created[] = exchanges.flatMap((exchange, index) => {
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
  const gives = (index: number): boolean =>
    created.some((each) => each.index === index) || handed.some(({ from }) => from === index);
  const steps = exchanges.flatMap((exchange, index) => {
    const before = handed.filter(({ from }) => from < index);
    const succeeded = exchange.response !== undefined && exchange.response.status < 300;
    return [
      '',
      ...step(exchange, index, {
        url: [base, ...fixed, ...before.map((each) => substitutionOf(each, 'url'))],
        body: [...fixed, ...before.map((each) => substitutionOf(each, 'body'))],
      }),
      ...created
        .filter((each) => each.index === index)
        .map(({ variable, removal: { path } }) => handOver(index, { variable, path })),
      ...(mayRefuse(facts, index, exchange) ? [] : [`let_in ${index + 1}`]),
      ...(succeeded && !judged.has(index) && gives(index) ? [`stands ${index + 1}`] : []),
      ...handed.filter(({ shown }) => shown.includes(index)).map((each) => handOver(index, each)),
    ];
  });
  const values = [
    ...handed.map(wholeValue),
    ...fixed.slice(1),
    ...handed.map((each) => substitutionOf(each, 'body')),
  ];
  return lines([
    ...preamble(failure),
    `BASE_URL=\${BASE_URL:-${quoted(baseUrl)}}`,
    ...FUNCTIONS,
    ...secretLines(texts, scheme),
    ...cleanUp(created, base, fixed),
    ...steps,
    '',
    '# Whether it shows again.',
    ...checked.flatMap((finding) => verdict(finding, values)),
    'exit "$again"',
  ]);
}

/** Whether 401 or 403 would be an answer to the failure, rather than wrong credentials of whoever tries. */
function mayRefuse(facts: readonly Fact[], index: number, { response }: Exchange): boolean {
  const refusal = (status: number): boolean => status === 401 || status === 403;
  const right = facts.flatMap((fact) =>
    fact.kind === 'outside' && fact.exchange === index ? fact.forms : [],
  );
  return refusal(response?.status ?? 401) || right.some(({ status }) => status.some(refusal));
}

function lines(texts: readonly string[]): string {
  return [...texts, ''].join('\n');
}

function preamble({ name, findings, replay, exchanges, tool: by, counterexample }: Failure): string[] {
  const shown = findings.filter(({ facts }) => facts.length > 0).length;
  return [
    '#!/bin/sh',
    ...(shown > 0
      ? []
      : [
          '# No script can show this: requests were under way together, or the report keeps too little of what came. Exits 2.',
        ]),
    ...comment(name),
    ...findings.flatMap(({ rules, message, sources, facts }) => [
      '#',
      ...comment(`${rules.join(', ')}: ${message}`),
      ...sources.flatMap((source) => comment(`  said in: ${source}`)),
      ...(facts.length > 0 || shown === 0
        ? []
        : ['#   (of requests that were under way together: not checked here)']),
    ]),
    '#',
    ...comment(`Written by ${by}. With its target file, the suite itself sends it again by:`),
    ...comment(`  ${replay}`),
    '#',
    '# BASE_URL in the environment sends it elsewhere. Exit 1: the failure shows again; 0: it does not; 2: it could not',
    '# be tried. What it creates has $RUN in its URL and is removed; what it edits stays edited.',
    ...(counterexample === undefined
      ? []
      : comment(`The smallest counterexample: ${clip(JSON.stringify(counterexample), LONGEST_ANSWER)}`)),
    ...(exchanges.length >= 40 ? ['# The case was long: some exchanges in its middle may be missing.'] : []),
    'set -u',
  ];
}

/** What is left to say where a script would prove nothing. */
function notToShow({ exchanges, replay }: Failure): string[] {
  return [
    ...exchanges.flatMap(({ request, response, error }, index) =>
      comment(
        `${index + 1}. ${request.method} ${request.url} ${clip(request.body ?? '', LONGEST_ANSWER)} → ${response ? `${response.status} ${clip(response.body, LONGEST_ANSWER)}` : (error ?? 'no answer')}`,
      ),
    ),
    `echo ${quoted(`could not be tried by a script; the suite shows it again by: ${visible(replay)}`)} >&2`,
    'exit 2',
  ];
}

/** The function that removes what was created, however the script ends. */
function cleanUp(created: readonly Created[], base: Substitution, fixed: readonly Substitution[]): string[] {
  if (created.length === 0) return [];
  return [
    created.map(({ variable }) => `${variable}=''`).join(' '),
    '# What was created goes; what is gone already is answered so.',
    'clean_up() {',
    ...created.toReversed().map(({ removal, exchange, variable }) => {
      const { method, url, body, value } = removal;
      const own = (where: 'url' | 'body'): Substitution => substitutionOf({ variable, value }, where);
      const { body: _, ...bodiless } = { ...exchange.request, method, url };
      const parts = callOf(body === undefined ? bodiless : { ...bodiless, body }, {
        url: [base, own('url'), ...fixed],
        body: [own('body'), ...fixed],
      });
      return `  [ -z "$${variable}" ] || remove ${parts.join(' ')}`;
    }),
    '  :',
    '}',
  ];
}

function verdict({ message, facts }: Failure['findings'][number], values: readonly Substitution[]): string[] {
  const said = clip(visible(message), LONGEST_ANSWER);
  const unique = [...new Set(facts.map((fact) => commandOf(fact, values)))];
  return [
    `if ${unique.join(' &&\n  ')}; then`,
    `  again=1; echo ${quoted(`shows again: ${said}`)}`,
    `else echo ${quoted(`does not show: ${said}`)}; fi`,
  ];
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
    const why = `the body of step ${index + 1} is longer than a report keeps`;
    return [...about, `give_up ${quoted(why)}`];
  }
  const parts = [`step ${index + 1} ${response?.status ?? '000'}`, ...callOf(request, substitutions)];
  return [...about, parts.join(' \\\n  ')];
}

function handOver(index: number, { variable, path }: Pick<Handed, 'variable' | 'path'>): string {
  const pointer = path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return `${variable}=$(handed ${index + 1} ${quoted(pointer)})`;
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
