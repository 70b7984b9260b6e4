/** Compiles the rules of rules.yaml: what is demanded, and the laws that prove it on the operations that there are. */
import type { Complain } from './complain.ts';
import type { Proof, RoleName, Rule } from './contract.ts';
import { type IsKnown, namesOf } from './names.ts';
import { oneOf } from './nearest.ts';
import type { RawProof, RawRules } from './rules-file.ts';
import type { Located } from './source-file.ts';

export interface RuleParts {
  source: Located;
  raw: RawRules;
  /** The names of the laws that exist, each with the roles it can be applied to. */
  laws: ReadonlyMap<string, readonly RoleName[]>;
  complain: Complain;
}

/** Every rule. Complains of laws and outcomes that do not exist, and of laws where they cannot be applied. */
export function compileRules(
  parts: RuleParts,
  roles: readonly RoleName[],
  outcomes: readonly string[],
): Map<string, Rule> {
  const compiler = new ProofCompiler(parts, roles, outcomes);
  const rules = new Map<string, Rule>();
  for (const [id, raw] of Object.entries(parts.raw.rules)) {
    const proofs = (raw['proved-by'] ?? []).map((proof, index) =>
      compiler.proof(proof, `/rules/${id}/proved-by/${index}`),
    );
    rules.set(id, {
      id,
      level: raw.level ?? 'must',
      title: raw.title,
      source: raw.source,
      proofs,
      ...(raw.excluded === undefined ? {} : { excluded: raw.excluded }),
    });
  }
  return rules;
}

class ProofCompiler {
  readonly #parts: RuleParts;
  readonly #roles: readonly RoleName[];
  readonly #outcomes: readonly string[];
  readonly #known: IsKnown;

  constructor(parts: RuleParts, roles: readonly RoleName[], outcomes: readonly string[]) {
    this.#parts = parts;
    this.#roles = roles;
    this.#outcomes = outcomes;
    this.#known = namesOf(parts.source, parts.complain);
  }

  proof(raw: RawProof, pointer: string): Proof {
    const { source, laws, complain } = this.#parts;
    this.#known(raw.law, laws.keys(), `${pointer}/law`, 'law');
    const lawful = laws.get(raw.law);
    const able = (lawful ?? []).filter((role) => this.#parts.raw.roles[role] !== undefined);
    const on = raw.on ?? able;
    for (const [index, role] of on.entries()) {
      if (lawful && !(able as string[]).includes(role)) {
        const where = source.locate(raw.on ? `${pointer}/on/${index}` : pointer);
        const right =
          able.length > 0 ? `it applies to ${oneOf(able)}` : 'it applies to none of this contract';
        complain(where, `${raw.law} cannot be applied to ${role}; ${right}`);
      }
    }
    if (lawful && on.length === 0) {
      complain(source.locate(pointer), `${raw.law} applies to no operation of this contract`);
    }
    if (raw.expect !== undefined) this.#known(raw.expect, this.#outcomes, `${pointer}/expect`, 'outcome');
    return {
      law: raw.law,
      on: (on as RoleName[]).filter((role) => able.includes(role) && this.#roles.includes(role)),
      ...(raw.expect === undefined ? {} : { expect: raw.expect }),
      ...(raw.name === undefined ? {} : { name: raw.name }),
      with: raw.with ?? {},
      at: source.locate(pointer),
    };
  }
}
