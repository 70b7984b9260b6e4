/** Which outcomes a contract has for a condition, read off the cases that its rules ask for. */
import type { Contract, RoleName } from '../../spec/contract.ts';
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

/** None: the rules say nothing of it. */
export function outcomesOf(contract: Contract, condition: Condition, on: RoleName): string[] {
  const url = contract.roles.get(on)?.fields.get('url');
  const fields: readonly unknown[] = ['url', ...(url ? [placeName(url)] : [])];
  const proofs = [...contract.rules.values()]
    .flatMap((rule) => rule.proofs)
    .filter((proof) => proof.law === LAWS[condition] && proof.on.includes(on))
    .filter((proof) => condition !== 'an empty URL' || fields.includes(proof.with['field']));
  return [...new Set(proofs.flatMap(({ expect }) => expect ?? []))];
}
