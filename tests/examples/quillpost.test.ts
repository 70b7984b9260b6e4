/** A contract written in data alone: the right server passes, and each wrong one fails at the rule that it breaks. */
import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import type { EndedData } from '../../runner/result/ended.ts';
import { Performance, rolesOf } from '../../runner/job/perform.ts';
import { settingsFor } from '../../runner/job/settings.ts';
import { readTarget } from '../../runner/job/target.ts';
import { loadContract } from '../../spec/load.ts';
import { LAWS } from '../../suites/index.ts';
import { command, folder } from '../cli/command.ts';
import { QUILLPOST, startQuillpost } from './quillpost.ts';

const TARGET = `${QUILLPOST}/target.yaml`;

interface Fault {
  does: string;
  breaks: string[];
}

const faults = Object.entries(
  parse(readFileSync(`${QUILLPOST}/faults.yaml`, 'utf8')) as Record<string, Fault>,
);

test('the contract is silent on no rule', async () => {
  const { stdout } = await command(['rules', QUILLPOST]);
  expect(stdout).toMatch(/^quillpost: tested \d+, excluded 1, silent 0$/m);
});

test('the right server passes a default run', async () => {
  const server = await startQuillpost();
  try {
    const { status, stdout } = await command(['run', '--target', TARGET, '--state', folder()], {
      QUILLPOST_URL: server.baseUrl,
    });
    expect(stdout).toContain('Conformant');
    expect(status).toBe(0);
  } finally {
    await server.close();
  }
});

describe('a server that', async () => {
  const contract = await loadContract(QUILLPOST, rolesOf(LAWS));

  test.each(faults)('%s fails at the rule that it breaks', async (fault, { breaks }) => {
    const server = await startQuillpost(fault);
    try {
      const target = await readTarget(TARGET, { QUILLPOST_URL: server.baseUrl });
      const run = await Performance.prepare(
        {
          settings: settingsFor(contract, target, { seed: 1 }),
          selection: { suites: [], rules: breaks, cases: [] },
          spool: '',
          keepExchanges: false,
          command: 'webhook-conformance run',
          tool: { name: 'webhook-conformance', version: 'test' },
        },
        contract,
        LAWS,
      );
      const failed = new Set<string>();
      await Promise.all(
        run.cases.map(async (one) => {
          await run.run(one);
          for (const rule of run.ended.flatMap(brokenRules)) failed.add(rule);
          if (breaks.every((rule) => failed.has(rule))) run.stop('caught');
        }),
      );
      await run.finish();
      expect([...failed]).toEqual(expect.arrayContaining(breaks));
    } finally {
      await server.close();
    }
  });
});

function brokenRules({ result, rules, findings }: EndedData): string[] {
  const own = result.status === 'failed' ? rules : [];
  return [...own, ...findings.filter(({ kind }) => kind === 'broken').map(({ rule }) => rule)];
}

test('the server knows every fault of the list, and no other', () => {
  const code = readFileSync(`${QUILLPOST}/server.mjs`, 'utf8');
  const named = new Set([...code.matchAll(/broken\('([^']+)'\)/g)].map(([, name]) => name));
  expect(named).toEqual(new Set(faults.map(([name]) => name)));
});
