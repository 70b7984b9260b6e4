/** What a contract's rules say of a condition, read off the cases that they ask for. */
import type { Contract, Proof, RoleName } from '../../spec/contract.ts';
import { placeName } from '../../spec/place.ts';

/** What a model of a contract can say of a call, by the law that demands it of one call alone. */
const LAWS = {
  'a URL in use': 'duplicates/same-url',
  'its own URL': 'duplicates/own-url',
  'a full account': 'limits/one-past-the-limit',
  'an item that is gone': 'lifecycle/after-delete',
  "another account's item": 'ids/of-another-account',
  'an empty URL': 'fields/empty',
} as const;

export type Condition = keyof typeof LAWS;

/** The outcomes that its calls may have. None: the rules say nothing of it. */
export function outcomesOf(contract: Contract, condition: Condition, on: RoleName): string[] {
  const proofs = [...contract.rules.values()]
    .flatMap((rule) => rule.proofs)
    .filter(speaksOf(contract, condition, on));
  return [...new Set(proofs.flatMap(({ expect }) => expect ?? []))];
}

/** The rules that demand that it is refused. */
export function rulesOf(contract: Contract, condition: Condition, on: RoleName): string[] {
  return rulesWith(contract, speaksOf(contract, condition, on));
}

/** The rules that one of these laws proves on an operation. */
export function provedBy(contract: Contract, laws: readonly string[], on: RoleName): string[] {
  return rulesWith(contract, (proof) => laws.includes(proof.law) && proof.on.includes(on));
}

function rulesWith(contract: Contract, is: (proof: Proof) => boolean): string[] {
  return [...contract.rules.values()].filter(({ proofs }) => proofs.some(is)).map(({ id }) => id);
}

/** Whether a proof is of the condition on an operation; other fields than the URL can be empty too. */
function speaksOf(contract: Contract, condition: Condition, on: RoleName): (proof: Proof) => boolean {
  const url = contract.roles.get(on)?.fields.get('url');
  const fields: readonly unknown[] = ['url', ...(url ? [placeName(url)] : [])];
  return (proof) =>
    proof.law === LAWS[condition] &&
    proof.on.includes(on) &&
    (condition !== 'an empty URL' || fields.includes(proof.with['field']));
}
