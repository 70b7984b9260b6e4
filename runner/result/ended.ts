/** How a case ended, as plain, redacted data: what crosses from the worker to whoever composes the result. */
import type { Ended } from '../cases/conduct.ts';
import { exchangeOf } from './evidence.ts';
import type { SeenReading } from '../cases/findings.ts';
import type { Redactor } from '../secrets/redactor.ts';
import type { CaseResult, Exchange } from './result.ts';

export interface EndedData {
  result: CaseResult;
  /** The rules that name the case. */
  rules: readonly string[];
  /** The rules that are broken, where that is known more closely. */
  blames?: readonly string[];
  findings: readonly { rule: string; kind: 'broken' | 'observed'; message: string; exchanges?: Exchange[] }[];
  readings: readonly SeenReading[];
  /** What a property generated and the target failed at, for a corpus. */
  example?: unknown;
}

/** The rules that a case's end speaks of: those that it blames, as far as they are judged, else all that name it. */
export function spokenOf(
  { rules, blames = [] }: EndedData,
  isJudged: (id: string) => boolean = () => true,
): readonly string[] {
  const known = blames.filter(isJudged);
  return known.length > 0 ? known : rules;
}

/** The evidence is kept where somebody will want to see it: not for what passed. */
export function endedData(ended: Ended, redactor: Redactor, replay: string): EndedData {
  const { case: one, status, message, counterexample, timeline, path, example, blames, record } = ended;
  const telling = status !== 'passed' && status !== 'not-run';
  const wanted = telling || record.findings.length > 0;
  return redactor.cleanData<EndedData>({
    result: {
      name: one.name,
      suite: one.suite,
      status,
      ...(message === undefined ? {} : { message }),
      ...(counterexample === undefined ? {} : { counterexample }),
      replay: path === undefined ? replay : `${replay} --path ${path}`,
      exchanges: wanted ? record.exchanges.map((attempt) => exchangeOf(attempt, redactor)) : [],
      ...(timeline === undefined ? {} : { timeline }),
      ...(record.race ? { race: record.race } : {}),
    },
    rules: one.rules,
    ...(blames ? { blames } : {}),
    findings: record.findings.map(({ rule, kind, message: text, exchange }) => ({
      rule,
      kind,
      message: text,
      ...(exchange ? { exchanges: [exchangeOf(exchange, redactor)] } : {}),
    })),
    readings: record.readings,
    ...(example === undefined ? {} : { example }),
  });
}
