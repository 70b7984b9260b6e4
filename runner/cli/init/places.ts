/** Where the values of recognised operations sit: ids, accounts, items and the fields of an item. */
import type { FieldKind, RoleName } from '../../../spec/contract.ts';
import { InputError } from '../../../spec/errors.ts';
import { at, isObject } from '../../../spec/json.ts';
import type { RawOperation, Recognised } from './recognise.ts';
import { type Member, type Schema, Schemas, typesOf } from './schema.ts';
import { isAccountName, isCreatedName, isIdName, isSecretName, isUpdatedName, isUrlName } from './words.ts';

/** A value of a request: `body:/config/url`, and what its schema says. */
export interface Value {
  place: string;
  name: string;
  required: boolean;
  schema: Schema;
}

export interface FoundField {
  name: string;
  kind: FieldKind;
  view: string;
  /** Whether an answer has that place. */
  seen: boolean;
  max?: number;
  candidates?: unknown[][];
  /** By role, where it is set. */
  places: ReadonlyMap<RoleName, string>;
  /** The roles that cannot do without it. */
  required: readonly RoleName[];
}

export interface FoundRole {
  role: RoleName;
  operation: RawOperation;
  account?: string;
  id?: string;
  item?: string;
  newId?: string;
  items?: string;
  /** The first status that says that it was done. */
  success: number;
  statuses: readonly number[];
}

export interface FoundItem {
  id: string;
  idType: 'string' | 'integer';
  idPrefix?: string;
  created?: string;
  updated?: string;
  secrets: readonly string[];
}

export interface Found {
  roles: readonly FoundRole[];
  item: FoundItem;
  fields: readonly FoundField[];
  /** Values of paths that are neither the account nor the id. */
  unplaced: readonly string[];
}

/** Everything that roles need. Throws InputError where no answer shows an id. */
export function locate(document: unknown, recognised: Recognised, path: string): Found {
  const schemas = new Schemas(document);
  const values = new Map([...recognised].map(([role, operation]) => [role, valuesOf(operation, schemas)]));
  const account = accountOf(values);
  const id = idOf(values, account?.name);
  const urlName =
    [...values.values()].flat().find(({ name, schema }) => isUrlName(name) && isText(schema))?.name ?? 'url';
  const answers = new Map([...recognised].map(([role, operation]) => [role, answerOf(operation, schemas)]));
  const shown = new Map<RoleName, { pointer: string; members: Member[] }>();
  for (const [role, { schema }] of answers) {
    const found = role === 'list' ? listed(schema, urlName, schemas) : single(schema, urlName, schemas);
    if (found && role !== 'delete') shown.set(role, found);
  }
  const members = [...shown.values()].flatMap((one) => one.members);
  const created = schemas.members(answers.get('create')?.schema);
  const idMember = memberOfId(members, id?.name) ?? memberOfId(created, id?.name);
  if (!idMember) throw new InputError(`${path}: no answer shows the id of a webhook`);
  const roles = [...recognised].map(([role, operation]): FoundRole => {
    const own = values.get(role) ?? [];
    const place = (name: string | undefined): string | undefined =>
      own.find((value) => value.name === name)?.place;
    const sight = shown.get(role);
    const newId = role === 'create' && !sight ? memberOfId(created, id?.name)?.pointer : undefined;
    const [accountPlace, idPlace] = [
      place(account?.name),
      role === 'create' || role === 'list' ? undefined : place(id?.name),
    ];
    return {
      role,
      operation,
      success: answers.get(role)?.status ?? 200,
      statuses: statusesOf(operation),
      ...(accountPlace === undefined ? {} : { account: accountPlace }),
      ...(idPlace === undefined ? {} : { id: idPlace }),
      ...(sight ? (role === 'list' ? { items: sight.pointer } : { item: sight.pointer }) : {}),
      ...(newId === undefined ? {} : { newId }),
    };
  });
  const fields = fieldsOf(values, [account?.name, id?.name], members, schemas);
  const first = (is: (name: string) => boolean): string | undefined =>
    members.find(({ name }) => is(name))?.pointer;
  const [createdAt, updatedAt] = [first(isCreatedName), first(isUpdatedName)];
  const prefix = schemas
    .parts(idMember.schema)
    .map(({ pattern }) => (typeof pattern === 'string' ? /^\^([A-Za-z]+[_-])/.exec(pattern)?.[1] : undefined))
    .find((found) => found !== undefined);
  const taken = new Set(fields.map(({ view }) => view));
  const secrets = [...members, ...created]
    .filter(({ name, schema, pointer }) => isSecretName(name) && isText(schema) && !taken.has(pointer))
    .map(({ name }) => `/${name}`);
  const unplaced = [...values.values()]
    .flat()
    .filter(({ place, name }) => place.startsWith('path:') && name !== account?.name && name !== id?.name)
    .map(({ name }) => name);
  return {
    roles,
    fields,
    unplaced: [...new Set(unplaced)],
    item: {
      id: shown.size > 0 && members.includes(idMember) ? idMember.pointer : `/${idMember.name}`,
      idType: typesOf(idMember.schema).some((type) => /integer|number/.test(type)) ? 'integer' : 'string',
      ...(prefix === undefined ? {} : { idPrefix: prefix }),
      ...(createdAt === undefined ? {} : { created: createdAt }),
      ...(updatedAt === undefined ? {} : { updated: updatedAt }),
      secrets: [...new Set(secrets)],
    },
  };
}

/** Query and path parameters, and every member of the body. */
function valuesOf({ parameters, body }: RawOperation, schemas: Schemas): Value[] {
  const outside = parameters.map((parameter): Value => {
    const schema = schemas.resolve(parameter['schema']);
    const name = String(parameter['name']);
    return {
      place: `${String(parameter['in'])}:${name}`,
      name,
      required: parameter['required'] === true,
      schema: isObject(schema) ? schema : {},
    };
  });
  const inside = schemas.members(body).map(({ name, pointer, required, schema }): Value => ({
    place: `body:${pointer}`,
    name,
    required,
    schema,
  }));
  return [...outside, ...inside];
}

/** What every operation has to be given, and what is no webhook's: whose webhooks they are. */
function accountOf(values: ReadonlyMap<RoleName, readonly Value[]>): Value | undefined {
  const all = [...values.values()];
  const common = (all[0] ?? []).filter(
    ({ name, required, place }) =>
      required &&
      (isIdName(name) || place.startsWith('path:')) &&
      all.every((own) => own.some((value) => value.name === name && value.required)),
  );
  return common.find(({ name }) => isAccountName(name)) ?? common.at(-1);
}

/** What those that speak of one webhook are given, and a create is not. */
function idOf(
  values: ReadonlyMap<RoleName, readonly Value[]>,
  account: string | undefined,
): Value | undefined {
  const others = new Set(
    [...(values.get('create') ?? []), ...(values.get('list') ?? [])].map(({ name }) => name),
  );
  for (const role of ['delete', 'get', 'update'] as const) {
    const own = (values.get(role) ?? []).filter(
      ({ name }) => name !== account && !others.has(name) && isIdName(name),
    );
    const found =
      own.findLast(({ place }) => place.startsWith('path:')) ??
      own.find(({ required }) => required) ??
      own[0];
    if (found) return found;
  }
  return undefined;
}

/** The first documented success and the schema of its answer. */
function answerOf({ raw }: RawOperation, schemas: Schemas): { status: number; schema: Schema | undefined } {
  const responses = isObject(raw['responses']) ? raw['responses'] : {};
  const status = Object.keys(responses).find((key) => /^2\d\d$/.test(key)) ?? '200';
  return { status: Number(status), schema: schemas.ofContent(responses[status]) };
}

function statusesOf({ raw }: RawOperation): number[] {
  return Object.keys(isObject(raw['responses']) ? raw['responses'] : {})
    .filter((key) => /^\d{3}$/.test(key))
    .map(Number);
}

/** The object in an answer that holds the URL. */
function single(
  schema: Schema | undefined,
  urlName: string,
  schemas: Schemas,
): { pointer: string; members: Member[] } | undefined {
  const url = schemas.members(schema).find(({ name }) => name === urlName);
  if (!url) return undefined;
  const pointer = url.pointer.slice(0, url.pointer.lastIndexOf('/'));
  const inside = schemas.members(schema).filter((member) => member.pointer.startsWith(`${pointer}/`));
  return {
    pointer,
    members: inside.map((member) => ({ ...member, pointer: member.pointer.slice(pointer.length) })),
  };
}

/** The array in the answer of a list. */
function listed(
  schema: Schema | undefined,
  _urlName: string,
  schemas: Schemas,
): { pointer: string; members: Member[] } | undefined {
  const array = schemas.array(schema);
  return array && { pointer: array.pointer, members: schemas.members(array.items) };
}

/** The member that holds an item's id: named as the parameter is, or just `id`. */
function memberOfId(members: readonly Member[], name: string | undefined): Member | undefined {
  return (
    members.find((member) => member.name === name) ??
    members.find((member) => /^(id|uuid)$/i.test(member.name)) ??
    members.find((member) => /(_id|Id)$/.test(member.name) && !isAccountName(member.name))
  );
}

/** What creates and updates set, ids apart: values without members of their own. */
function fieldsOf(
  values: ReadonlyMap<RoleName, readonly Value[]>,
  apart: readonly (string | undefined)[],
  members: readonly Member[],
  schemas: Schemas,
): FoundField[] {
  const fields = new Map<string, FoundField>();
  for (const role of ['create', 'update'] as const) {
    for (const { name: member, place, schema, required } of values.get(role) ?? []) {
      const kind = kindOf(member, schema);
      if (!place.startsWith('body:') || apart.includes(member) || kind === undefined) continue;
      // Laws know the URL under this name, whatever the vendor calls it.
      const name = kind === 'url' ? 'url' : member;
      const shown = members.find((one) => one.name === member);
      // What is neither needed nor shown again cannot be looked at.
      if (!shown && !required && !fields.has(name)) continue;
      const known = fields.get(name);
      const max = schema['maxLength'];
      const candidates = candidatesOf(kind, schema, schemas.resolve(schema['items']));
      fields.set(name, {
        name,
        kind,
        view: shown?.pointer ?? `/${member}`,
        seen: shown !== undefined,
        ...(kind === 'text' && typeof max === 'number' ? { max } : {}),
        ...(candidates ? { candidates } : {}),
        ...known,
        places: new Map([...(known?.places ?? []), [role, place]]),
        required: [...(known?.required ?? []), ...(required ? [role] : [])],
      });
    }
  }
  return [...fields.values()];
}

function isText(schema: Schema): boolean {
  return typesOf(schema).includes('string') || typesOf(schema).length === 0;
}

function kindOf(name: string, schema: Schema): FieldKind | undefined {
  const types = typesOf(schema);
  if (types.includes('object') || isObject(schema['properties'])) return undefined;
  if (types.includes('boolean')) return 'flag';
  if (types.includes('array')) return /mail/i.test(name) ? 'emails' : 'choices';
  if (types.includes('integer') || types.includes('number') || Array.isArray(schema['enum'])) return 'choice';
  if (isUrlName(name)) return 'url';
  return isSecretName(name) ? 'secret' : 'text';
}

/** The values that the schema itself names. */
function candidatesOf(kind: FieldKind, schema: Schema, items: unknown): unknown[][] | undefined {
  if (kind !== 'choice' && kind !== 'choices') return undefined;
  const of = kind === 'choices' ? items : schema;
  const named = [at(of, '/enum'), at(schema, '/example'), at(schema, '/default')].find(
    (list): list is unknown[] => Array.isArray(list) && list.length > 0,
  );
  return named && [named];
}
