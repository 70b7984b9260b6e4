/** What every measurement needs: a server in a process of its own, and a run against it in this one. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import type { Case } from '../runner/cases/cases.ts';
import { Performance, rolesOf } from '../runner/job/perform.ts';
import { settingsFor } from '../runner/job/settings.ts';
import { targetFromData } from '../runner/job/target.ts';
import type { Contract } from '../spec/contract.ts';
import { loadContract } from '../spec/load.ts';
import { packageFile } from '../spec/package-root.ts';
import { LAWS } from '../suites/index.ts';

export interface Served {
  /** The target file's data. */
  data: Record<string, unknown>;
  close(): void;
}

export async function serve(name: string): Promise<Served> {
  const path = fileURLToPath(new URL('./server.js', import.meta.url));
  const child = spawn(process.execPath, [path, name], { stdio: ['pipe', 'pipe', 'inherit'] });
  const line = await new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve));
  return { data: JSON.parse(line) as Record<string, unknown>, close: () => void child.stdin.end() };
}

const contracts = new Map<string, Promise<Contract>>();

export async function contractOf(name: string): Promise<Contract> {
  const loading = contracts.get(name) ?? loadContract(packageFile(`spec/${name}`), rolesOf(LAWS));
  contracts.set(name, loading);
  return loading;
}

export interface Told {
  seed?: number;
  runs?: number;
  suites?: readonly string[];
  cases?: readonly string[];
}

/** A run as the command prepares it, without vitest around it. */
export async function prepare(
  name: string,
  data: Record<string, unknown>,
  { seed = 1, runs, suites = [], cases = [] }: Told = {},
): Promise<Performance> {
  const contract = await contractOf(name);
  const target = targetFromData(data, 'the bench');
  const settings = settingsFor(contract, target, {
    seed,
    // What a run is announced with is no matter here.
    maxRequests: Number.MAX_SAFE_INTEGER,
    ...(runs === undefined ? {} : { runs }),
  });
  const job = {
    settings,
    selection: { suites, rules: [], cases },
    spool: '',
    keepExchanges: false,
    command: 'webhook-conformance run',
    tool: { name: 'webhook-conformance', version: 'bench' },
  };
  return Performance.prepare(job, contract, LAWS);
}

/** A case that no contract asks for. */
export async function caseOf(name: string, on: 'get' | 'update', run: Case['law']['run']): Promise<Case> {
  const contract = await contractOf(name);
  const role = contract.roles.get(on);
  if (!role) throw new Error(`${name} has no ${on}`);
  const needs = { slots: 1 };
  const law = { name: 'bench/any', title: 'is measured', on: [on], needs, effect: 'writes' as const, run };
  return {
    name: `bench/any/${on}`,
    law,
    suite: 'bench',
    role,
    expect: role.success,
    needs,
    effect: 'writes',
    with: {},
    rules: [],
    alone: [],
  };
}

export const say = (line: string): void => void process.stdout.write(`${line}\n`);

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
