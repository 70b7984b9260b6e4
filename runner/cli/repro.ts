/** `--repro DIR`: every case that failed as a shell script of its own. */
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';

import { type Failure, renderRepro, type Scheme } from '../../reporters/repro.ts';
import { writeWhole } from '../../reporters/write.ts';
import type { Contract } from '../../spec/contract.ts';
import type { EndedData } from '../result/ended.ts';
import type { RunResult } from '../result/result.ts';
import { removalOf } from './removal.ts';
import { check } from './repro/facts.ts';
import { signerFor } from '../signers/index.ts';

/** The paths that were written. Throws ReportError where one can't be. */
export async function writeRepros(
  folder: string,
  result: RunResult,
  contract: Contract,
  ended: readonly EndedData[],
): Promise<string[]> {
  const scheme = schemeOf(contract);
  const removal = removalOf(contract, result.target.baseUrl);
  const paths: string[] = [];
  for (const failure of failuresOf(result, contract, ended)) {
    const path = join(folder, `${failure.name.replaceAll('/', '.').replace(/[^\w.-]+/g, '-')}.sh`);
    await writeWhole(path, () => [renderRepro(failure, scheme, removal)]);
    await chmod(path, 0o755);
    paths.push(path);
  }
  return paths;
}

/** What was said of a case. */
interface Finding {
  rules: string[];
  message: string;
  sources: string[];
}

/** The chain of each case that broke a rule, by itself or in passing, and what its script checks. */
export function failuresOf(result: RunResult, contract: Contract, ended: readonly EndedData[]): Failure[] {
  const chains = new Map(ended.map((one) => [one.result.name, one.result]));
  return [...findingsOf(result)].flatMap(([name, { findings, replay }]) => {
    const chain = chains.get(name);
    if (!chain || chain.exchanges.length === 0) return [];
    const { counterexample, timeline } = chain;
    // Of a race, what was found in passing can be shown; the race itself cannot.
    const messages = findings.map(({ message: text }) => ({
      text,
      race: timeline !== undefined && text === chain.message,
    }));
    const { baseUrl } = result.target;
    const { exchanges, facts, cut } = check(messages, chain.exchanges, contract, baseUrl, counterexample);
    return [
      {
        name,
        findings: findings.map((finding, index) => ({ ...finding, facts: facts[index] ?? [] })),
        exchanges,
        cut,
        replay,
        baseUrl,
        tool: `${result.tool.name} ${result.tool.version}`,
        ...(counterexample === undefined ? {} : { counterexample }),
      },
    ];
  });
}

/** What was said of each case that failed, by its name: once for all rules that it was said of. */
function findingsOf(result: RunResult): Map<string, { findings: Finding[]; replay: string }> {
  const cases = new Map<string, { findings: Finding[]; replay: string }>();
  for (const rule of result.rules.filter(({ status }) => status === 'failed')) {
    for (const { name, status, message = rule.title, replay } of rule.cases) {
      if (status !== 'failed') continue;
      const one = cases.get(name) ?? { findings: [], replay };
      cases.set(name, one);
      const source = `${rule.source.document}, ${rule.source.section}`;
      const known = one.findings.find((finding) => finding.message === message);
      if (!known) one.findings.push({ rules: [rule.id], message, sources: [source] });
      else {
        known.rules.push(rule.id);
        if (!known.sources.includes(source)) known.sources.push(source);
      }
    }
  }
  return cases;
}

/** Which secrets a contract's requests bear, and how they are signed. */
export function schemeOf(contract: Contract): Scheme {
  const { shell } = signerFor(contract);
  const { credentials } = contract.authentication;
  const brought = contract.item.secrets.map((pointer) => pointer.split('/').at(-1) ?? '');
  const names = [...new Set([...credentials, 'unprivilegedApiKey', ...brought])].filter(
    (name) => name !== '',
  );
  return { names, ...(shell ? { signature: shell } : {}) };
}
