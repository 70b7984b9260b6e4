import { mkdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';

import { automationFile, type Ended, expectReport, type Place, place, script, TARGET } from './scripts.ts';

interface IndexedJob {
  completions: number;
  parallelism: number;
  template: {
    spec: {
      containers: [
        {
          env: { name: string; value?: string }[];
          command: string[];
          args: [string];
          volumeMounts: { name: string }[];
        },
      ];
      volumes: { name: string; persistentVolumeClaim?: { claimName: string } }[];
    };
  };
}

const [claim, cronJob] = parseAllDocuments(automationFile('automation/kubernetes-cronjob.yaml')).map(
  (each) => each.toJS() as unknown,
) as [{ metadata: { name: string } }, { spec: { jobTemplate: { spec: IndexedJob } } }];
const job = cronJob.spec.jobTemplate.spec;
const [container] = job.template.spec.containers;
const parts = Number(container.env.find(({ name }) => name === 'PARTS')?.value);

/** One pod of the night; the volumes are folders. */
async function pod(here: Place, index: number, more: Record<string, string> = {}): Promise<Ended> {
  mkdirSync(join(here.folder, 'state'), { recursive: true });
  const source = container.args[0]
    .replaceAll('/target/target.yaml', TARGET)
    .replaceAll('/state', join(here.folder, 'state'));
  const environment = {
    COMMAND: here.command,
    PARTS: String(parts),
    OPTIONS: '--mode read-only',
    NIGHT: 'webhook-conformance-29',
    JOB_COMPLETION_INDEX: String(index),
    ...more,
  };
  return script(source, here.folder, environment, container.command.slice(1));
}

const night = 'state/reports/webhook-conformance-29';

test('its parts, accounts and volumes fit together', () => {
  expect([job.completions, job.parallelism]).toEqual([parts, parts]);
  const { volumes } = job.template.spec;
  expect(container.volumeMounts.map(({ name }) => name)).toEqual(volumes.map(({ name }) => name));
  expect(volumes[0]?.persistentVolumeClaim?.claimName).toBe(claim.metadata.name);
});

test('every part keeps a ledger of its own, and the last one joins them all, once', async () => {
  const here = place();
  const ended = await Promise.all(Array.from({ length: parts }, async (_, index) => pod(here, index)));
  for (const { status, output } of ended) expect(status, output).toBe(0);
  expectReport(join(here.folder, night, 'report.json'), { seed: 29, verdict: 'conformant' });
  const calls = here.calls();
  const runs = calls.filter((call) => call.startsWith('run'));
  for (const [at, call] of runs.sort().entries()) {
    expect(call).toContain(
      `--shard ${at + 1}/${parts} --wait --seed 29 --state ${here.folder}/state/ledger-${at + 1}`,
    );
  }
  expect(calls.length - runs.length).toBe(calls.length === 0 ? 0 : 1);
});

test('an interrupted part leaves no report behind, starts again, and is waited for', async () => {
  const here = place();
  // By the stand-in alone: it says when the pod is killed.
  const standIn = { COMMAND: join(here.folder, 'stand-in') };
  const interrupted = await pod(here, 0, { ...standIn, STAND_IN_STATUS: '130' });
  expect(interrupted.status).toBe(130);
  expect(existsSync(join(here.folder, night, 'part-1.json'))).toBe(false);
  for (let index = 1; index < parts; index += 1) await pod(here, index, standIn);
  expect(existsSync(join(here.folder, night, 'report.json'))).toBe(false);
  await pod(here, 0, standIn);
  expect(existsSync(join(here.folder, night, 'report.json'))).toBe(true);
});
