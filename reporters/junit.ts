/**
 * JUnit XML, as Jenkins, GitLab and the rest read it. A suite a rule family, a test a case of a rule.
 * failure: the server broke the rule. error: the suite could not decide. skipped: left out, or known to fail.
 */
import { create } from 'xmlbuilder2';
import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js';
import type { RunResult, Status } from '../runner/result/result.ts';
import { entriesOf, timeOf, type Entry } from './cases.ts';
import { evidenceText } from './evidence.ts';
import { visible, visibleLines } from './text.ts';
import { WORD, byFamily, familyOf } from './words.ts';

const BODY_LENGTH = 2000;

type Element = 'failure' | 'error' | 'skipped';

const ELEMENT: Readonly<Record<Status, Element | undefined>> = {
  failed: 'failure',
  inconclusive: 'error',
  'expected-failure': 'skipped',
  'not-run': 'skipped',
  observed: undefined,
  passed: undefined,
};

export function renderJunit(result: RunResult): string {
  const families = byFamily(entriesOf(result), ({ rule }) => rule.id);
  const root = create({ version: '1.0', encoding: 'UTF-8' }).ele('testsuites', {
    name: visible(`${result.tool.name} ${result.contract}`),
    ...counts([...families.values()].flat()),
    time: seconds(result.durationMs),
  });
  for (const [family, entries] of families) suite(root, result, family, entries);
  return `${root.end({ prettyPrint: true })}\n`;
}

function suite(root: XMLBuilder, result: RunResult, family: string, entries: readonly Entry[]): void {
  const element = root.ele('testsuite', {
    name: visible(`${result.contract}.${family}`),
    ...counts(entries),
    skipped: String(entries.filter(({ status }) => ELEMENT[status] === 'skipped').length),
    time: seconds(entries.reduce((sum, { each }) => sum + timeOf(each), 0)),
    timestamp: visible(result.startedAt),
  });
  const properties = element.ele('properties');
  const facts = {
    target: result.target.baseUrl,
    seed: String(result.seed),
    mode: result.mode,
    verdict: result.verdict,
    tool: `${result.tool.name} ${result.tool.version}`,
  };
  for (const [name, value] of Object.entries(facts)) {
    properties.ele('property', { name, value: visible(value) });
  }
  for (const entry of entries) testcase(element, result, entry);
}

function testcase(
  parent: XMLBuilder,
  { contract }: RunResult,
  { rule, name, status, message, each }: Entry,
): void {
  const element = parent.ele('testcase', {
    // Viewers make a tree of the dots.
    classname: visible(`${contract}.${familyOf(rule.id)}.${rule.id}`),
    name: visible(name),
    time: seconds(timeOf(each)),
  });
  const kind = ELEMENT[status];
  const sentence = visible(message ?? rule.title);
  if (kind !== undefined) {
    const text = status === 'expected-failure' ? `expected failure: ${sentence}` : sentence;
    const type = kind === 'failure' ? rule.level : status;
    const child = element.ele(kind, { message: text, type });
    if (kind !== 'skipped') child.txt(visibleLines(body(rule.source, each)));
  } else if (status === 'observed') {
    element.ele('system-out').txt(`${WORD.observed}: ${sentence}`);
  }
}

function body(source: Entry['rule']['source'], each: Entry['each']): string {
  const where = `source: ${source.document}, ${source.section}`;
  return each === undefined ? where : `${evidenceText(each, BODY_LENGTH)}\n${where}`;
}

function counts(entries: readonly Entry[]): Record<'tests' | 'failures' | 'errors', string> {
  const number = (kind: Element): string =>
    String(entries.filter(({ status }) => ELEMENT[status] === kind).length);
  return { tests: String(entries.length), failures: number('failure'), errors: number('error') };
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
