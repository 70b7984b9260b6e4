import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { validateAction } from '@action-validator/core';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

import { automationFile, type Ended, expectReport, type Place, place, script, TARGET } from './scripts.ts';

interface Action {
  inputs: Record<string, { default?: string }>;
  outputs: Record<string, { value: string }>;
  runs: { steps: { id?: string; run?: string; env?: Record<string, string> }[] };
}

const source = automationFile('action.yml');
const action = parse(source) as Action;

/** The step that runs the suite, its inputs filled in. */
async function act({ folder, command }: Place, inputs: Record<string, string>, more = {}): Promise<Ended> {
  const step = action.runs.steps.find(({ id }) => id === 'run');
  const given: Record<string, string> = { target: TARGET, command, ...inputs };
  const env = Object.entries(step?.env ?? {}).map(([name, value]) => [
    name,
    value.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, input: string) => {
      return given[input] ?? action.inputs[input]?.default ?? '';
    }),
  ]);
  const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') };
  return script(step?.run ?? '', folder, { ...Object.fromEntries(env), ...files, ...more });
}

test('the file has the form of an action, and names only inputs that it has', () => {
  expect(validateAction(source)).toMatchObject({ errors: [] });
  const named = [...source.matchAll(/inputs\.([\w-]+)/g)].map(([, name]) => name);
  expect(new Set(named)).toEqual(new Set(Object.keys(action.inputs)));
});

test('it writes reports, summary and outputs', async () => {
  const here = place();
  const inputs = { mode: 'read-only', 'target-version': '1.4 beta', seed: '3' };
  const { status, output } = await act(here, inputs);
  expect(status, output).toBe(0);
  const content = { seed: 3, mode: 'read-only', verdict: 'conformant', target: { version: '1.4 beta' } };
  expectReport(join(here.folder, 'webhook-conformance-reports/report.json'), content);
  expect(readFileSync(join(here.folder, 'summary'), 'utf8')).not.toBe('');
  expect(readFileSync(join(here.folder, 'output'), 'utf8')).toBe(
    'status=0\nreport=webhook-conformance-reports/report.json\n',
  );
  for (const call of here.calls()) {
    expect(call).toMatch(/^run --target \S+ --state \.webhook-conformance --wait --mode read-only --seed 3 /);
  }
});

test('it ends as the run does', async () => {
  const here = place();
  // The real command has no such mode.
  const { status } = await act(here, { mode: 'rough' }, { STAND_IN_STATUS: '2' });
  expect([status, readFileSync(join(here.folder, 'output'), 'utf8')]).toEqual([
    2,
    expect.stringContaining('status=2\n') as string,
  ]);
});

test('an input is a value, whatever it looks like', async () => {
  const here = place();
  await act(here, { mode: '$(touch attacked) `touch attacked`; touch attacked' });
  expect(existsSync(join(here.folder, 'attacked'))).toBe(false);
});
