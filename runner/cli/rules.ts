/** `rules`: every rule, and what proves it. */
import pc from 'picocolors';

import type { Contract } from '../../spec/contract.ts';
import { loadContract } from '../../spec/load.ts';
import { LAWS } from '../../suites/index.ts';
import { compileCases } from '../cases/cases.ts';
import { rolesOf } from '../job/perform.ts';
import type { Level, Source } from '../result/result.ts';
import { builtIn, contractFolder } from './contracts.ts';

/** One rule as `--json` lists it. */
export interface ListedRule {
  contract: string;
  id: string;
  level: Level;
  title: string;
  source: Source;
  cases: string[];
  excluded?: string;
}

export async function rules(name: string | undefined, { json }: { json: boolean }): Promise<void> {
  const contracts = await Promise.all(
    (name === undefined ? builtIn() : [name]).map(async (one) =>
      loadContract(contractFolder(one), rolesOf(LAWS)),
    ),
  );
  const listed = contracts.flatMap(listRules);
  process.stdout.write(
    json ? `${JSON.stringify(listed, null, 2)}\n` : `${contracts.map(render).join('\n\n')}\n`,
  );
}

/** Every rule of a contract with the cases that prove it. */
export function listRules(contract: Contract): ListedRule[] {
  const cases = compileCases(contract, LAWS);
  return [...contract.rules.values()].map(({ id, level, title, source, excluded }) => ({
    contract: contract.name,
    id,
    level,
    title,
    source,
    cases: cases.filter((one) => one.rules.includes(id)).map((one) => one.name),
    ...(excluded === undefined ? {} : { excluded }),
  }));
}

function render(contract: Contract): string {
  const listed = listRules(contract);
  const width = Math.max(...listed.map(({ id }) => id.length));
  const lines = listed.map(({ id, level, title, source, cases, excluded }) => {
    const proof =
      excluded === undefined
        ? `${cases.length} ${cases.length === 1 ? 'case' : 'cases'}`
        : `excluded: ${excluded}`;
    return `${pc.bold(id.padEnd(width))}  ${level.padEnd(7)}  ${title} ${pc.dim(`[${source.document}, ${source.section}] ${proof}`)}`;
  });
  const excluded = listed.filter((rule) => rule.excluded !== undefined).length;
  const tested = listed.filter((rule) => rule.excluded === undefined && rule.cases.length > 0).length;
  const silent = listed.length - excluded - tested;
  return [...lines, `${contract.name}: tested ${tested}, excluded ${excluded}, silent ${silent}`].join('\n');
}
