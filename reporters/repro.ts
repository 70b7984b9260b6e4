/**
 * A failure as a stand-alone POSIX shell script: the exchanges of its case by curl, ids handed from answers to later
 * requests, secrets as names of environment variables, and in the end whether the answers show what was wrong. What a
 * server or a contract said stands in quotes or comments.
 */
import type { Exchange } from '../runner/result/result.ts';
import { callOf } from './repro/call.ts';
import { commandOf, exchangesOf, type Fact, idsOf } from './repro/facts.ts';
import type { Failure, Removal } from './repro/failure.ts';
import { FUNCTIONS } from './repro/functions.ts';
import { handedOn, substitutionOf, type Handed, wholeValue } from './repro/handed.ts';
import { comment, LONGEST_ANSWER, notToShow, preamble } from './repro/preamble.ts';
import { type Scheme, secretLines, secretSubstitution } from './repro/secrets.ts';
import { literally, quoted, type Substitution } from './repro/words.ts';
import { clip, visible } from './text.ts';

export type { Scheme, Signature } from './repro/secrets.ts';
export type { Failure, Removal } from './repro/failure.ts';

/** An exchange that created something. */
interface Created {
  removal: Removal;
  exchange: Exchange;
  index: number;
  variable: string;
}

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
    ...(failure.cut ? [`[ "$again" = 1 ] || give_up 'exchanges in the middle of the case are missing'`] : []),
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
