/** What a replay needs of a JSON report: which cases failed, judged by which rules, at what, with which settings. */
import { readFile } from 'node:fs/promises';

import { InputError } from '../../../spec/errors.ts';
import { isObject } from '../../../spec/json.ts';
import { didYouMean } from '../../../spec/nearest.ts';
import { type Mode, SCHEMA_VERSION } from '../../result/result.ts';

/** A recorded run, as far as it is sent again. */
export interface Recorded {
  contract: string;
  baseUrl: string;
  seed: number;
  mode: Mode;
  runs?: number;
  /** Whether a target file was in play, with secrets that no report holds. */
  fromFile: boolean;
  failures: readonly Failure[];
}

/** One case that failed, and the rules that this broke. */
export interface Failure {
  name: string;
  rules: readonly string[];
  message: string;
}

const MODES: readonly unknown[] = ['full', 'safe', 'read-only'] satisfies Mode[];

/** Throws InputError for a file that is no report of ours. */
export async function readRecorded(path: string): Promise<Recorded> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const problem = cause.code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${cause.code})`;
    throw new InputError(`${path}: ${problem}`, { cause });
  });
  const fail = (problem: string): never => {
    throw new InputError(`${path}: ${problem}; give a report written with --report json=PATH`);
  };
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return fail('it is no JSON');
  }
  if (!isObject(data) || data['schemaVersion'] !== SCHEMA_VERSION) {
    return fail(`it is no report of schema version ${SCHEMA_VERSION}`);
  }
  const { contract, target, seed, mode, runs, rules } = data;
  const baseUrl = isObject(target) ? target['baseUrl'] : undefined;
  if (typeof contract !== 'string' || typeof baseUrl !== 'string' || !Array.isArray(rules)) {
    return fail('contract, target.baseUrl or rules is missing');
  }
  if (typeof seed !== 'number' || !isMode(mode)) return fail('seed or mode is missing');
  const cases = casesOf(rules);
  return {
    contract,
    baseUrl,
    seed,
    mode,
    ...(typeof runs === 'number' ? { runs } : {}),
    fromFile: cases.some(({ replay }) => replay.includes(' --target ')),
    failures: failuresOf(cases),
  };
}

/** The failures of these names; all without a name. Throws InputError for a case that did not fail there. */
export function chosen({ failures }: Recorded, names: readonly string[], path: string): readonly Failure[] {
  if (failures.length === 0)
    throw new InputError(`${path}: no case failed there: there is nothing to replay`);
  const known = failures.map(({ name }) => name);
  const wrong = names.find((name) => !known.includes(name));
  if (wrong !== undefined) {
    throw new InputError(`${path}: no case "${wrong}" failed there${didYouMean(wrong, known)}`);
  }
  return names.length === 0 ? failures : failures.filter(({ name }) => names.includes(name));
}

function isMode(mode: unknown): mode is Mode {
  return MODES.includes(mode);
}

interface Told {
  rule: string;
  name: string;
  status: string;
  replay: string;
  message: string;
}

function casesOf(rules: readonly unknown[]): Told[] {
  return rules.flatMap((rule) => {
    const cases = isObject(rule) && Array.isArray(rule['cases']) ? rule['cases'] : [];
    return cases.flatMap((one: unknown) => {
      const id = isObject(rule) ? rule['id'] : undefined;
      if (typeof id !== 'string' || !isObject(one)) return [];
      const { name, status, replay, message = '' } = one;
      const texts = [name, status, replay, message];
      if (!texts.every((text) => typeof text === 'string')) return [];
      const [first = '', second = '', third = '', fourth = ''] = texts;
      return [{ rule: id, name: first, status: second, replay: third, message: fourth }];
    });
  });
}

function failuresOf(cases: readonly Told[]): Failure[] {
  const failures = new Map<string, Failure & { rules: string[] }>();
  for (const { rule, name, status, message } of cases) {
    if (status !== 'failed') continue;
    const known = failures.get(name);
    if (known) known.rules.push(rule);
    else failures.set(name, { name, rules: [rule], message });
  }
  return [...failures.values()];
}
