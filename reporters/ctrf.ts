/** The Common Test Report Format: one JSON for dashboards of many tools. */
import type { CTRFReport, Test, TestStatus } from 'ctrf';
import type { RunResult, Status } from '../runner/result/result.ts';
import { entriesOf, timeOf, type Entry } from './cases.ts';
import { evidenceText } from './evidence.ts';
import { jsonText } from './json.ts';
import { visible, visibleLines } from './text.ts';
import { familyOf } from './words.ts';

const BODY_LENGTH = 2000;

/** `other`: there is no word for "could not be judged"; a pass or a skip would hide it. */
const STATUS: Readonly<Record<Status, TestStatus>> = {
  passed: 'passed',
  observed: 'passed',
  failed: 'failed',
  inconclusive: 'other',
  'expected-failure': 'other',
  'not-run': 'skipped',
};

export function renderCtrf(result: RunResult): string {
  return jsonText(ctrf(result), 2);
}

function ctrf(result: RunResult): CTRFReport {
  const tests = entriesOf(result).map((entry) => test(result, entry));
  const number = (status: TestStatus): number => tests.filter((each) => each.status === status).length;
  const start = Date.parse(result.startedAt);
  const { verdict, seed, mode, summary, readings, requests, cleanup } = result;
  return {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    timestamp: result.startedAt,
    generatedBy: `${result.tool.name} ${result.tool.version}`,
    results: {
      tool: result.tool,
      summary: {
        tests: tests.length,
        passed: number('passed'),
        failed: number('failed'),
        skipped: number('skipped'),
        pending: 0,
        other: number('other'),
        suites: new Set(result.rules.map((rule) => familyOf(rule.id))).size,
        start,
        stop: start + Math.round(result.durationMs),
        duration: Math.round(result.durationMs),
      },
      tests,
      environment: {
        reportName: visible(`${result.tool.name} ${result.contract}`),
        appName: visible(result.contract),
        testEnvironment: visible(result.target.baseUrl),
      },
      extra: { verdict, seed, mode, rules: summary, readings, requests, cleanup },
    },
  };
}

function test({ contract }: RunResult, { rule, name, status, message, each }: Entry): Test {
  const labels = {
    rule: rule.id,
    level: rule.level,
    title: rule.title,
    document: rule.source.document,
    section: rule.source.section,
  };
  const told = status !== 'passed' && status !== 'not-run' && each !== undefined;
  return {
    testId: visible(`${contract}/${rule.id}/${name}`),
    name: visible(name) || visible(rule.id),
    status: STATUS[status],
    rawStatus: status,
    duration: Math.round(timeOf(each)),
    suite: [contract, familyOf(rule.id), rule.id].map(visible),
    tags: [rule.level],
    labels: Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, visible(value)])),
    ...(message === undefined ? {} : { message: visible(message) }),
    ...(told ? { trace: visibleLines(evidenceText(each, BODY_LENGTH)) } : {}),
  };
}
