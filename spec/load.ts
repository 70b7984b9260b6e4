/** Loads a contract: the folder's rules.yaml and OpenAPI document, checked against each other and compiled. */
import { join } from 'node:path';

import { type Complain, refuse } from './complain.ts';
import type { Contract, Field, ItemView, Proof, Role, RoleName, Rule } from './contract.ts';
import { ROLES } from './contract.ts';
import { didYouMean, oneOf } from './nearest.ts';
import { loadOperations } from './openapi.ts';
import type { Operation } from './operation.ts';
import { compileOutcomes } from './outcome-file.ts';
import { type Place, parsePlace } from './place.ts';
import { readRules, type RawProof, type RawRole, type RawRules } from './rules-file.ts';
import type { SourceFile } from './source-file.ts';

/**
 * The contract of a folder. `laws` are the names of the laws that exist, each with the roles it can be applied to.
 * Throws InputError with file, line and what would be right.
 */
export async function loadContract(
  folder: string,
  laws: ReadonlyMap<string, readonly RoleName[]>,
): Promise<Contract> {
  return (await openContract(folder, laws)).contract;
}

/** A contract with the files that it was made of. */
export interface OpenContract {
  contract: Contract;
  source: SourceFile;
  raw: RawRules;
  operations: ReadonlyMap<string, Operation>;
}

/** The same, telling everything that is wrong: with a `complain` that returns, the contract holds what could be read. */
export async function openContract(
  folder: string,
  laws: ReadonlyMap<string, readonly RoleName[]>,
  complain: Complain = refuse,
): Promise<OpenContract> {
  const { source, raw } = await readRules(join(folder, 'rules.yaml'), complain);
  const operations = await loadOperations(join(folder, raw.openapi));
  const contract = new Loader({ source, raw, operations, laws, complain }).contract(folder);
  return { contract, source, raw, operations };
}

interface LoaderParts {
  source: SourceFile;
  raw: RawRules;
  operations: ReadonlyMap<string, Operation>;
  laws: ReadonlyMap<string, readonly RoleName[]>;
  complain: Complain;
}

class Loader {
  readonly #source: SourceFile;
  readonly #raw: RawRules;
  readonly #operations: ReadonlyMap<string, Operation>;
  readonly #laws: ReadonlyMap<string, readonly RoleName[]>;

  readonly #complain: Complain;

  constructor({ source, raw, operations, laws, complain }: LoaderParts) {
    this.#complain = complain;
    this.#source = source;
    this.#raw = raw;
    this.#operations = operations;
    this.#laws = laws;
  }

  contract(folder: string): Contract {
    const raw = this.#raw;
    const roles = this.#roles();
    const outcomes = compileOutcomes(raw, this.#source, [...roles.keys()], this.#complain);
    for (const [name, role] of roles)
      this.#known(role.success, outcomes.names, `/roles/${name}/success`, 'outcome');
    const unauthorised = raw.unauthorised ?? 'unauthorised';
    this.#known(unauthorised, outcomes.names, '/unauthorised', 'outcome');
    if (raw.unique !== undefined) this.#known(raw.unique, Object.keys(raw.item.fields), '/unique', 'field');
    return {
      name: raw.contract,
      title: raw.title,
      folder,
      production: raw.production ?? [],
      authentication: {
        scheme: raw.authentication.scheme,
        settings: raw.authentication.settings ?? {},
        credentials: raw.authentication.credentials,
        perAccount: raw.authentication.perAccount ?? false,
      },
      item: this.#item(),
      roles,
      ...(raw.limit === undefined ? {} : { limit: raw.limit }),
      ...(raw.unique === undefined ? {} : { unique: raw.unique }),
      update: raw.update ?? 'replace',
      listIsComplete: raw.listIsComplete ?? true,
      ...(raw.precondition ? { precondition: raw.precondition } : {}),
      unauthorised,
      outcomes,
      gaps: new Map(Object.entries(raw.gaps ?? {}).map(([id, gap]) => [id, { id, ...gap }])),
      rules: this.#rules(roles, outcomes.names),
    };
  }

  #roles(): Map<RoleName, Role> {
    const roles = new Map<RoleName, Role>();
    for (const name of ROLES) {
      const raw = this.#raw.roles[name];
      const role = raw && this.#role(name, raw);
      if (role) roles.set(name, role);
    }
    return roles;
  }

  #role(name: RoleName, raw: RawRole): Role | undefined {
    const at = `/roles/${name}`;
    this.#known(raw.operation, this.#operations.keys(), `${at}/operation`, 'operation');
    for (const key of ['works', 'shape'] as const) {
      this.#known(raw[key], Object.keys(this.#raw.rules), `${at}/${key}`, 'rule');
    }
    const operation = this.#operations.get(raw.operation);
    if (!operation) return undefined;
    const place = (text: string | undefined, key: string): Place | undefined =>
      text === undefined ? undefined : this.#place(operation, text, `${at}/${key}`);
    const fields = Object.entries(raw.fields ?? {}).map(([field, text]): [string, Place] => {
      this.#known(field, Object.keys(this.#raw.item.fields), `${at}/fields/${field}`, 'field');
      return [field, this.#place(operation, text, `${at}/fields/${field}`)];
    });
    const account = place(raw.account, 'account');
    const id = place(raw.id, 'id');
    const items = typeof raw.items === 'string' ? [{ pointer: raw.items }] : raw.items;
    return {
      name,
      operation,
      ...(account ? { account } : {}),
      ...(id ? { id } : {}),
      fields: new Map(fields),
      success: raw.success,
      works: raw.works,
      shape: raw.shape,
      ...(raw.item === undefined ? {} : { item: raw.item }),
      ...(raw.newId === undefined ? {} : { newId: raw.newId }),
      ...(items ? { items } : {}),
    };
  }

  #place(operation: Operation, text: string, pointer: string): Place {
    const place = parsePlace(text, this.#source.locate(pointer));
    const known = operation.parameters.map((parameter) => `${parameter.place.in}:${parameter.place.at}`);
    this.#known(text, known, pointer, `parameter of ${operation.id}`);
    return place;
  }

  #item(): ItemView {
    const { item } = this.#raw;
    const fields = Object.entries(item.fields).map(([name, field]): [string, Field] => [
      name,
      { name, ...field, shows: field.shows ?? 'shown' },
    ]);
    const { neverUpdated } = item;
    return {
      id: item.id,
      idType: item.idType ?? 'string',
      ...(item.idPrefix === undefined ? {} : { idPrefix: item.idPrefix }),
      fields: new Map(fields),
      ...(item.created === undefined ? {} : { created: item.created }),
      ...(item.updated === undefined ? {} : { updated: item.updated }),
      ...(item.deleted === undefined ? {} : { deleted: item.deleted }),
      ...(item.locked === undefined ? {} : { locked: item.locked }),
      stable: item.stable ?? [],
      secrets: [
        ...(item.secrets ?? []),
        ...fields.flatMap(([, field]) => (field.kind === 'secret' ? [field.view] : [])),
      ],
      ...(neverUpdated
        ? {
            neverUpdated: {
              ...neverUpdated,
              absent: neverUpdated.absent ?? {},
              null: neverUpdated.null ?? {},
            },
          }
        : {}),
    };
  }

  #rules(roles: ReadonlyMap<RoleName, Role>, outcomes: readonly string[]): Map<string, Rule> {
    const rules = new Map<string, Rule>();
    for (const [id, raw] of Object.entries(this.#raw.rules)) {
      const proofs = (raw['proved-by'] ?? []).map((proof, index) =>
        this.#proof(proof, `/rules/${id}/proved-by/${index}`, roles, outcomes),
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

  #proof(
    raw: RawProof,
    pointer: string,
    roles: ReadonlyMap<RoleName, Role>,
    outcomes: readonly string[],
  ): Proof {
    this.#known(raw.law, this.#laws.keys(), `${pointer}/law`, 'law');
    const lawful = this.#laws.get(raw.law);
    const able = (lawful ?? []).filter((role) => this.#raw.roles[role] !== undefined);
    const on = raw.on ?? able;
    for (const [index, role] of on.entries()) {
      if (lawful && !(able as string[]).includes(role)) {
        const where = this.#source.locate(raw.on ? `${pointer}/on/${index}` : pointer);
        const right =
          able.length > 0 ? `it applies to ${oneOf(able)}` : 'it applies to none of this contract';
        this.#complain(where, `${raw.law} cannot be applied to ${role}; ${right}`);
      }
    }
    if (lawful && on.length === 0) {
      this.#complain(this.#source.locate(pointer), `${raw.law} applies to no operation of this contract`);
    }
    if (raw.expect !== undefined) this.#known(raw.expect, outcomes, `${pointer}/expect`, 'outcome');
    return {
      law: raw.law,
      on: (on as RoleName[]).filter((role) => able.includes(role) && roles.has(role)),
      ...(raw.expect === undefined ? {} : { expect: raw.expect }),
      ...(raw.name === undefined ? {} : { name: raw.name }),
      with: raw.with ?? {},
      at: this.#source.locate(pointer),
    };
  }

  /** Refuses a name that does not exist, naming the nearest that does. */
  #known(name: string, known: Iterable<string>, pointer: string, what: string): void {
    const names = [...known];
    if (names.includes(name)) return;
    this.#complain(this.#source.locate(pointer), `unknown ${what} "${name}"${didYouMean(name, names)}`);
  }
}
