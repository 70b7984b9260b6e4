/** `explain`: one rule, or one open question, in words. */
import pc from 'picocolors';

import { InputError } from '../../spec/errors.ts';
import { loadContract } from '../../spec/load.ts';
import { didYouMean } from '../../spec/nearest.ts';
import { LAWS } from '../../suites/index.ts';
import { compileCases } from '../cases/cases.ts';
import { rolesOf } from '../job/perform.ts';
import { builtIn, contractFolder } from './contracts.ts';
import { gapLines } from './explain-gap.ts';
import { shellWord } from './shell-word.ts';

/**
 * `own` is a contract of the user's; without it, the built-in ones are looked through. Throws InputError with the id that
 * is near one that is unknown.
 */
export async function explain(id: string, { contract: own }: { contract?: string } = {}): Promise<void> {
  const contracts = await Promise.all(
    (own === undefined ? builtIn() : [own]).map(async (name) =>
      loadContract(contractFolder(name), rolesOf(LAWS)),
    ),
  );
  // Every contract counts its questions from 1.
  const questions = contracts.flatMap((contract) => {
    const gap = contract.gaps.get(id);
    return gap ? [gapLines(contract, gap).join('\n')] : [];
  });
  if (questions.length > 0) {
    process.stdout.write(`${questions.join('\n\n')}\n`);
    return;
  }
  const contract = contracts.find(({ rules }) => rules.has(id));
  const rule = contract?.rules.get(id);
  if (!contract || !rule) {
    const known = contracts.flatMap(({ rules, gaps }) => [...rules.keys(), ...gaps.keys()]);
    throw new InputError(`unknown rule "${id}"${didYouMean(id, known)}`);
  }
  const cases = compileCases(contract, LAWS).filter((one) => one.rules.includes(id));
  const how = cases.map(
    ({ name, law, expect }) => `  ${pc.bold(name)}\n    ${law.title} (expects ${expect})`,
  );
  const lines = [
    `${pc.bold(rule.id)}  (${rule.level}, ${contract.title})`,
    rule.title,
    `The vendor says so in: ${rule.source.document}, ${rule.source.section}`,
    ...(rule.excluded === undefined
      ? ['', `Checked by ${cases.length} ${cases.length === 1 ? 'case' : 'cases'}:`, ...how]
      : ['', `Not checked: ${rule.excluded}`]),
    '',
    `Rerun only it: webhook-conformance run ${own === undefined ? contract.name : `${shellWord(own)} --target FILE`} --rule ${rule.id}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
