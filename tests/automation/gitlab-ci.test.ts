import { join } from 'node:path';

import { expect, test } from 'vitest';
import { parse } from 'yaml';

import { automationFile, type Ended, expectReport, place, script, TARGET } from './scripts.ts';

const template = parse(automationFile('automation/gitlab-ci.yml')) as {
  variables: Record<string, string>;
  '.webhook-conformance': { before_script: string[] };
  'webhook-conformance': { parallel: number; script: string[] };
  'webhook-conformance-verdict': { script: string[]; needs: string[] };
};
const { parallel, script: part } = template['webhook-conformance'];
const { script: verdict, needs } = template['webhook-conformance-verdict'];

async function job(
  lines: readonly string[],
  folder: string,
  variables: Record<string, string>,
): Promise<Ended> {
  const { before_script: before } = template['.webhook-conformance'];
  return script([...before, ...lines].join('\n'), folder, { ...template.variables, ...variables });
}

function node(index: number): Record<string, string> {
  return { CI_NODE_INDEX: String(index), CI_NODE_TOTAL: String(parallel) };
}

test('its parts run side by side, and the verdict is the joined one', async () => {
  const here = place();
  const variables = {
    WEBHOOK_CONFORMANCE_TARGET: TARGET,
    WEBHOOK_CONFORMANCE_COMMAND: here.command,
    WEBHOOK_CONFORMANCE_OPTIONS: '--mode read-only',
    CI_PIPELINE_ID: '12',
  };
  const parts = Array.from({ length: parallel }, async (_, at) =>
    job(part, here.folder, { ...variables, ...node(at + 1) }),
  );
  for (const { status, output } of await Promise.all(parts)) expect(status, output).toBe(0);
  expect(needs).toEqual(['webhook-conformance']);
  const { status, output } = await job(verdict, here.folder, variables);
  expect(status, output).toBe(0);
  const content = {
    seed: 12,
    verdict: 'conformant',
    parts: Array.from({ length: parallel }, () => ({ seed: 12 })),
  };
  expectReport(join(here.folder, 'webhook-conformance/report.json'), content);
  const joins = here.calls().filter((call) => call.startsWith('merge'));
  for (const call of joins) expect(call.match(/part-\d\.json/g)).toHaveLength(parallel);
});

test('a part with a verdict passes, whatever the verdict; one without a report fails', async () => {
  const here = place();
  // By the stand-in alone: a real command would have to meet a broken server.
  const standIn = { WEBHOOK_CONFORMANCE_COMMAND: join(here.folder, 'stand-in'), CI_PIPELINE_ID: '12' };
  const broken = await job(part, here.folder, { ...standIn, ...node(1), STAND_IN_STATUS: '1' });
  expect(broken.status).toBe(0);
  const failed = await job(part, here.folder, { ...node(2), WEBHOOK_CONFORMANCE_COMMAND: 'false' });
  expect(failed.status).toBe(1);
});
