/** `check-contract`: everything that is wrong with a contract, with file, line and what would be right. */
import { examine, type Examined, type Problem } from '../../spec/check/index.ts';
import type { OpenContract } from '../../spec/load.ts';
import { InputError } from '../../spec/errors.ts';
import { LAWS } from '../../suites/index.ts';
import { compileCases } from '../cases/cases.ts';
import { rolesOf } from '../job/perform.ts';
import { signerFor } from '../signers/index.ts';
import { contractFolder } from './contracts.ts';
import { EXIT } from './exit.ts';

/** Prints what is wrong; the exit status: 0 for nothing, 1 for something. Throws InputError for what cannot be read. */
export async function checkContract(name: string): Promise<number> {
  const { problems: all, open } = await problemsOf(contractFolder(name));
  for (const { where, problem } of all) process.stdout.write(`${where}: ${problem}\n`);
  if (all.length > 0) {
    process.stdout.write(`${all.length} ${all.length === 1 ? 'problem' : 'problems'}\n`);
    return EXIT.broken;
  }
  process.stdout.write(`${summary(open)}\n`);
  return EXIT.ok;
}

/** Everything that is wrong with the contract of a folder, in the order of its files. */
export async function problemsOf(folder: string): Promise<Examined> {
  const { problems, open } = await examine(folder, rolesOf(LAWS));
  const all = open ? [...problems, ...applied(open)] : problems;
  return { problems: all.sort(byPlace), ...(open ? { open } : {}) };
}

/** Laws that cannot be applied where they are asked for, and proofs that come to no case. */
function applied({ contract, source }: OpenContract): Problem[] {
  try {
    signerFor(contract);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return [{ where: source.locate('/authentication'), problem: error.message }];
  }
  const problems: Problem[] = [];
  for (const [id, { proofs }] of contract.rules) {
    for (const [index, { law: name, on, with: given }] of proofs.entries()) {
      const law = LAWS.get(name);
      if (!law) continue;
      const where = source.locate(`/rules/${id}/proved-by/${index}`);
      for (const roleName of on) {
        const role = contract.roles.get(roleName);
        if (!role) continue;
        const setting = { contract, role, with: given };
        const why = law.inapplicable?.(setting);
        if (why !== undefined)
          problems.push({ where, problem: `${name} cannot be applied to ${roleName}: ${why}` });
        else if (law.split?.(setting).length === 0)
          problems.push({
            where,
            problem: `${name} comes to no case on ${roleName}, which has no value for it`,
          });
      }
    }
  }
  return problems;
}

function summary(open: OpenContract | undefined): string {
  if (!open) throw new TypeError('nothing is wrong, and nothing was read');
  const { contract } = open;
  const cases = compileCases(contract, LAWS);
  const excluded = [...contract.rules.values()].filter((rule) => rule.excluded !== undefined).length;
  const proved = contract.rules.size - excluded;
  return `${contract.name}: nothing is wrong; ${proved} rules proved by ${cases.length} cases, ${excluded} excluded`;
}

/** By file, then by line. */
function byPlace(a: Problem, b: Problem): number {
  const [fileA = '', lineA = 0] = a.where.split(':');
  const [fileB = '', lineB = 0] = b.where.split(':');
  return fileA.localeCompare(fileB) || Number(lineA) - Number(lineB);
}
