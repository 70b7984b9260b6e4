/** Turns a contract and the laws into cases: one law on one operation with one `with` and one `expect`. */
import type { Contract, Proof, Role } from '../../spec/contract.ts';
import { InputError } from '../../spec/errors.ts';
import type { Effect, Law, Needs, Setting } from './law.ts';

export interface Case {
  /** Path-like and stable: `fields/absent/create/config.url`. */
  name: string;
  law: Law;
  suite: string;
  role: Role;
  expect: string;
  needs: Needs;
  effect: Effect;
  with: Readonly<Record<string, unknown>>;
  /** The rules that it proves. */
  rules: readonly string[];
  /** Those of them that no other case proves. */
  alone: readonly string[];
  /** Of a property: the examples of earlier runs, which are tried in place of generated ones. */
  known?: readonly unknown[];
}

/** Every case of a contract, each once, however many rules name it. */
export function compileCases(contract: Contract, laws: ReadonlyMap<string, Law>): Case[] {
  const cases = new Map<string, Omit<Case, 'alone'> & { rules: string[] }>();
  for (const rule of contract.rules.values()) {
    for (const proof of rule.proofs) {
      for (const draft of casesOf(contract, laws, proof)) {
        const key = `${draft.name}\n${draft.expect}\n${JSON.stringify(draft.with)}`;
        const known = cases.get(key);
        if (!known) cases.set(key, { ...draft, rules: [rule.id] });
        else if (!known.rules.includes(rule.id)) known.rules.push(rule.id);
      }
    }
  }
  const all = [...cases.values()];
  const proofs = new Map<string, number>();
  for (const id of all.flatMap(({ rules }) => rules)) proofs.set(id, (proofs.get(id) ?? 0) + 1);
  return distinct(all.map((one) => ({ ...one, alone: one.rules.filter((id) => proofs.get(id) === 1) })));
}

function casesOf(
  contract: Contract,
  laws: ReadonlyMap<string, Law>,
  proof: Proof,
): Omit<Case, 'rules' | 'alone'>[] {
  const law = laws.get(proof.law);
  if (!law) throw new InputError(`${proof.at}: unknown law "${proof.law}"`);
  return proof.on.flatMap((name) => {
    const role = contract.roles.get(name);
    if (!role) return [];
    const setting: Setting = { contract, role, with: proof.with };
    const why = law.inapplicable?.(setting);
    if (why !== undefined)
      throw new InputError(`${proof.at}: ${law.name} cannot be applied to ${name}: ${why}`);
    const parts = law.split?.(setting) ?? [proof.with];
    return parts.map((given) => ({
      needs: typeof law.needs === 'function' ? law.needs({ ...setting, with: given }) : law.needs,
      effect: typeof law.effect === 'function' ? law.effect({ ...setting, with: given }) : law.effect,
      name: [law.name, name, ...partsOf(proof, given)].join('/'),
      law,
      suite: law.name.split('/', 1)[0] ?? law.name,
      role,
      expect: proof.expect ?? role.success,
      with: given,
    }));
  });
}

/** Cases of one name that differ in what they expect carry that in their names. */
function distinct(cases: Case[]): Case[] {
  const count = new Map<string, number>();
  for (const { name } of cases) count.set(name, (count.get(name) ?? 0) + 1);
  const named = cases.map((one) =>
    (count.get(one.name) ?? 0) > 1 ? { ...one, name: `${one.name}/as-${one.expect}` } : one,
  );
  const twice = named.find(({ name }, index) => named.findIndex((other) => other.name === name) < index);
  if (twice) {
    throw new InputError(
      `two cases of ${twice.rules.join(', ')} would be called ${twice.name}: give one of them a "name" beside its "with"`,
    );
  }
  return named;
}

/** The rest of a case's name: the values of its `with`, or the name given to them beside the field. */
function partsOf({ name, with: written }: Proof, given: Readonly<Record<string, unknown>>): string[] {
  const values = Object.entries(given).filter(
    ([key]) => name === undefined || key === 'field' || !(key in written),
  );
  const parts = values.map(([, value]) => slug(value));
  return name === undefined ? parts : [...parts, name];
}

/** A value of `with` as part of a path. */
function slug(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return (
    text
      .replace(/^[a-z]+:\//, '')
      .replace(/[^\w.-]+/g, '.')
      .replace(/^\.+|\.+$/g, '')
      .slice(0, 60) || 'empty'
  );
}
