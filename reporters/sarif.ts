/**
 * SARIF 2.1.0, for code scanning. A rule is a rule, a finding of it a result, with the request and the answer in
 * the places that the format has for them. There is no file to point at, and scanners show no result without
 * one: each points at line 1 of an address made of contract and rule, which is stable from run to run.
 */
import { createHash } from 'node:crypto';
import type { Invocation, Log, ReportingDescriptor, Result, Run } from 'sarif';
import type { Level, RunResult, RuleResult, Status } from '../runner/result/result.ts';
import { findingsOf, type Finding } from './findings.ts';
import { jsonText } from './json.ts';
import { sarifEvidence } from './sarif/evidence.ts';
import { cut, visible } from './text.ts';

const SENTENCE_LENGTH = 1000;

const LEVEL: Readonly<Record<Level, 'error' | 'warning' | 'note'>> = {
  must: 'error',
  should: 'warning',
  observe: 'note',
};

export function renderSarif(result: RunResult): string {
  const log: Log = {
    version: '2.1.0',
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    runs: [run(result)],
  };
  return jsonText(log, 2);
}

function run(result: RunResult): Run {
  const { tool, seed, mode, verdict, summary, readings, requests, cleanup } = result;
  return {
    tool: { driver: { name: tool.name, version: tool.version, rules: result.rules.map(descriptor) } },
    automationDetails: { id: `${tool.name}/${encodeURIComponent(wellFormed(result.contract))}/` },
    invocations: [invocation(result)],
    results: [
      ...results(result, 'failed'),
      ...results(result, 'inconclusive'),
      ...results(result, 'expected-failure'),
      ...results(result, 'observed'),
    ],
    properties: {
      contract: result.contract,
      target: result.target,
      seed,
      mode,
      verdict,
      summary,
      readings,
      requests,
      cleanup,
    },
  };
}

function descriptor({ id, level, title, source }: RuleResult): ReportingDescriptor {
  return {
    id: visible(id),
    shortDescription: { text: visible(title) || visible(id) },
    fullDescription: { text: visible(`${title}. Source: ${source.document}, ${source.section}`) },
    help: { text: visible(`See ${source.document}, ${source.section}`) },
    defaultConfiguration: { level: LEVEL[level] },
  };
}

function invocation({ startedAt, durationMs, verdict }: RunResult): Invocation {
  return {
    executionSuccessful: verdict !== 'inconclusive',
    startTimeUtc: startedAt,
    endTimeUtc: new Date(Date.parse(startedAt) + durationMs).toISOString(),
  };
}

/** A finding of several rules is a result of each: the format knows one rule a result. */
function results(result: RunResult, status: Status): Result[] {
  return findingsOf(result, status).flatMap((finding) =>
    finding.rules
      // What a rule's latitude allows is no result; a recommendation that is missed is.
      .filter((rule) => status !== 'observed' || rule.level === 'should')
      .map((rule) => oneResult(result, finding, rule)),
  );
}

function oneResult(result: RunResult, finding: Finding, rule: RuleResult): Result {
  const cases = finding.cases.filter((each) => rule.cases.some(({ name }) => name === each.name));
  const place = [result.contract, rule.id].map((each) => encodeURIComponent(wellFormed(each))).join('/');
  const open = finding.status === 'inconclusive';
  // A result is of one rule: it says what was seen of this one.
  const own = rule.cases.find(({ name }) => name === cases[0]?.name)?.message;
  const message = finding.rules.length > 1 && rule.expected === undefined ? own : undefined;
  return {
    ruleId: visible(rule.id),
    ruleIndex: result.rules.indexOf(rule),
    // The format ties every level but `none` to a failure.
    kind: open ? 'open' : 'fail',
    level: open ? 'none' : LEVEL[rule.level],
    message: { text: visible(cut(message ?? finding.message, SENTENCE_LENGTH)) || visible(rule.id) },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: place }, region: { startLine: 1 } },
        logicalLocations: cases.map(({ name }) => ({ fullyQualifiedName: visible(name), kind: 'function' })),
      },
    ],
    // Messages hold ids and times of one run; which rule and which cases is what stays.
    partialFingerprints: { 'case/v1': fingerprint([rule.id, ...cases.map(({ name }) => name)]) },
    ...(finding.status === 'expected-failure'
      ? { suppressions: [{ kind: 'external' as const, justification: 'listed as a known failure' }] }
      : {}),
    ...sarifEvidence(cases),
  };
}

function fingerprint(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function wellFormed(text: string): string {
  return text.toWellFormed();
}
