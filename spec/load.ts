/** Loads a contract: the folder's rules.yaml and OpenAPI document, checked against each other and compiled. */
import { join } from 'node:path';

import { type Complain, refuse } from './complain.ts';
import { type Contract, type Role, type RoleName, ROLES } from './contract.ts';
import { compileItem } from './item-file.ts';
import { below } from './json.ts';
import { type IsKnown, namesOf } from './names.ts';
import { openDocument, operationsOf } from './openapi.ts';
import type { Operation } from './operation.ts';
import { compileOutcomes } from './outcome-file.ts';
import { type Place, parsePlace } from './place.ts';
import { compileRules, type RuleParts } from './proof-file.ts';
import { readRules, type RawRole, type RawRules } from './rules-file.ts';
import type { Located } from './source-file.ts';

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

/** What stands in a contract's files, found to be in order: plain data, which can be handed to a worker. */
export interface ContractFiles {
  folder: string;
  raw: RawRules;
  /** The OpenAPI document, bundled. */
  document: object;
}

/** A contract with the files that it was made of. */
export interface OpenContract extends ContractFiles {
  contract: Contract;
  source: Located;
  operations: ReadonlyMap<string, Operation>;
}

/** The same, telling everything that is wrong: with a `complain` that returns, the contract holds what could be read. */
export async function openContract(
  folder: string,
  laws: ReadonlyMap<string, readonly RoleName[]>,
  complain: Complain = refuse,
): Promise<OpenContract> {
  const { source, raw } = await readRules(join(folder, 'rules.yaml'), complain);
  const { document, operations } = await openDocument(join(folder, raw.openapi));
  const contract = new Loader({ source, raw, operations, laws, complain }).contract(folder);
  return { folder, raw, document, contract, source, operations };
}

/** The contract of files that were read elsewhere, with the same laws. */
export function contractOf(
  { folder, raw, document }: ContractFiles,
  laws: ReadonlyMap<string, readonly RoleName[]>,
): Contract {
  const at = (path: string): Located => ({ path, locate: () => path });
  const operations = operationsOf(document, at(join(folder, raw.openapi)));
  const source = at(join(folder, 'rules.yaml'));
  return new Loader({ source, raw, operations, laws, complain: refuse }).contract(folder);
}

interface LoaderParts extends RuleParts {
  operations: ReadonlyMap<string, Operation>;
}

class Loader {
  readonly #parts: LoaderParts;
  readonly #known: IsKnown;

  constructor(parts: LoaderParts) {
    this.#parts = parts;
    this.#known = namesOf(parts.source, parts.complain);
  }

  contract(folder: string): Contract {
    const { raw, source, complain } = this.#parts;
    const roles = this.#roles();
    const outcomes = compileOutcomes(raw, source, [...roles.keys()], complain);
    for (const [name, role] of roles)
      this.#known(role.success, outcomes.names, `/roles/${name}/success`, 'outcome');
    const unauthorised = raw.unauthorised ?? 'unauthorised';
    this.#known(unauthorised, outcomes.names, '/unauthorised', 'outcome');
    if (raw.unique !== undefined) this.#known(raw.unique, Object.keys(raw.item.fields), '/unique', 'field');
    for (const [pointer, rule] of Object.entries(raw.item.kept ?? {})) {
      this.#known(rule, Object.keys(raw.rules), below('/item/kept', pointer), 'rule');
    }
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
      item: compileItem(raw),
      roles,
      ...(raw.limit === undefined ? {} : { limit: raw.limit }),
      ...(raw.unique === undefined ? {} : { unique: raw.unique }),
      update: raw.update ?? 'replace',
      listIsComplete: raw.listIsComplete ?? true,
      ...(raw.precondition ? { precondition: raw.precondition } : {}),
      unauthorised,
      outcomes,
      gaps: new Map(Object.entries(raw.gaps ?? {}).map(([id, gap]) => [id, { id, ...gap }])),
      rules: compileRules(this.#parts, [...roles.keys()], outcomes.names),
    };
  }

  #roles(): Map<RoleName, Role> {
    const roles = new Map<RoleName, Role>();
    for (const name of ROLES) {
      const raw = this.#parts.raw.roles[name];
      const role = raw && this.#role(name, raw);
      if (role) roles.set(name, role);
    }
    return roles;
  }

  #role(name: RoleName, raw: RawRole): Role | undefined {
    const at = `/roles/${name}`;
    this.#known(raw.operation, this.#parts.operations.keys(), `${at}/operation`, 'operation');
    for (const key of ['works', 'shape'] as const) {
      this.#known(raw[key], Object.keys(this.#parts.raw.rules), `${at}/${key}`, 'rule');
    }
    const operation = this.#parts.operations.get(raw.operation);
    if (!operation) return undefined;
    const place = (text: string | undefined, key: string): Place | undefined =>
      text === undefined ? undefined : this.#place(operation, text, `${at}/${key}`);
    const fields = Object.entries(raw.fields ?? {}).map(([field, text]): [string, Place] => {
      this.#known(field, Object.keys(this.#parts.raw.item.fields), `${at}/fields/${field}`, 'field');
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
    const place = parsePlace(text, this.#parts.source.locate(pointer));
    const known = operation.parameters.map((parameter) => `${parameter.place.in}:${parameter.place.at}`);
    this.#known(text, known, pointer, `parameter of ${operation.id}`);
    return place;
  }
}
