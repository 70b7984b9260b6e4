/** `--repro DIR`: every case that failed as a shell script of its own. */
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';

import { type Failure, renderRepro, type Scheme } from '../../reporters/repro.ts';
import { writeWhole } from '../../reporters/write.ts';
import type { Contract } from '../../spec/contract.ts';
import type { EndedData } from '../result/ended.ts';
import type { RunResult } from '../result/result.ts';
import { removalOf } from './removal.ts';
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
  for (const failure of failuresOf(result, ended)) {
    const path = join(folder, `${failure.name.replaceAll('/', '.').replace(/[^\w.-]+/g, '-')}.sh`);
    await writeWhole(path, () => [renderRepro(failure, scheme, removal)]);
    await chmod(path, 0o755);
    paths.push(path);
  }
  return paths;
}

/** A failure while its findings are gathered. */
interface Draft extends Failure {
  findings: { rules: string[]; message: string; sources: string[] }[];
}

/** The whole chain of each case that broke a rule, by itself or in passing. */
export function failuresOf(result: RunResult, ended: readonly EndedData[]): Failure[] {
  const { tool, target } = result;
  const chains = new Map(ended.map((one) => [one.result.name, one.result]));
  const failures = new Map<string, Draft>();
  for (const rule of result.rules.filter(({ status }) => status === 'failed')) {
    for (const { name, status, message = rule.title, replay } of rule.cases) {
      const chain = chains.get(name);
      if (status !== 'failed' || !chain || chain.exchanges.length === 0) continue;
      const failure: Draft = failures.get(name) ?? {
        name,
        findings: [],
        exchanges: chain.exchanges,
        replay,
        baseUrl: target.baseUrl,
        tool: `${tool.name} ${tool.version}`,
        race: chain.timeline !== undefined,
        ...(chain.counterexample === undefined ? {} : { counterexample: chain.counterexample }),
      };
      failures.set(name, failure);
      const source = `${rule.source.document}, ${rule.source.section}`;
      const known = failure.findings.find((finding) => finding.message === message);
      if (!known) failure.findings.push({ rules: [rule.id], message, sources: [source] });
      else {
        known.rules.push(rule.id);
        if (!known.sources.includes(source)) known.sources.push(source);
      }
    }
  }
  return [...failures.values()];
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
