/** Of proposed rules, what the laws themselves say that can be applied. */
import type { Contract, RoleName } from '../../../spec/contract.ts';
import { openContract } from '../../../spec/load.ts';
import { LAWS } from '../../../suites/index.ts';
import { rolesOf } from '../../job/perform.ts';
import type { Proof, ProposedRule } from './rules/rule.ts';

/** The rules with their fitting proofs; those that nothing proves are left out. The folder holds the contract with all. */
export async function fitting(rules: readonly ProposedRule[], folder: string): Promise<ProposedRule[]> {
  // What is wrong with the rules is what is to be left out.
  const { contract } = await openContract(folder, rolesOf(LAWS), () => undefined);
  return rules
    .map((rule) => ({
      ...rule,
      proofs: rule.proofs.flatMap((proof) => {
        const on = proof.on.filter((role) => applies(contract, proof, role));
        return on.length > 0 ? [{ ...proof, on }] : [];
      }),
    }))
    .filter(({ proofs }) => proofs.length > 0);
}

/** Whether a law says that it can be applied to an operation, and comes to a case there. */
function applies(contract: Contract, { law: name, with: given = {} }: Proof, roleName: RoleName): boolean {
  const law = LAWS.get(name);
  const role = contract.roles.get(roleName);
  if (!law || !role || !law.on.includes(roleName)) return false;
  const setting = { contract, role, with: given };
  if (law.inapplicable?.(setting) !== undefined) return false;
  return law.split?.(setting).length !== 0;
}
