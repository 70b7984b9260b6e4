/** Where the values of recognised operations sit: ids, accounts, items and the fields of an item. */
import type { RoleName } from '../../../spec/contract.ts';
import { InputError } from '../../../spec/errors.ts';
import { isObject } from '../../../spec/json.ts';
import { type FoundField, fieldsOf } from './fields.ts';
import type { RawOperation, Recognised } from './recognise.ts';
import { type Member, type Schema, Schemas, typesOf } from './schema.ts';
import { isText, unsentOf, urlNameOf, type Value, valuesOf } from './values.ts';
import { isAccountName, isCreatedName, isIdName, isPageName, isSecretName, isUpdatedName } from './words.ts';

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
  /** Whether both times are texts that name instants. */
  times: boolean;
  secrets: readonly string[];
}

export interface Found {
  roles: readonly FoundRole[];
  item: FoundItem;
  fields: readonly FoundField[];
  /** Values of paths that are neither the account nor the id. */
  unplaced: readonly string[];
  /** Headers and values of queries that a request must have, in words. */
  unsent: readonly string[];
  /** Whether the list seems to come in pages. */
  paged: boolean;
}

/** Everything that roles need. Throws InputError where no answer shows an id. */
export function locate(document: unknown, recognised: Recognised, path: string): Found {
  const schemas = new Schemas(document);
  const values = new Map([...recognised].map(([role, operation]) => [role, valuesOf(operation, schemas)]));
  const account = accountOf(values);
  const id = idOf(values, account?.name);
  const urlName = urlNameOf([...values.values()].flat());
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
  const fields = fieldsOf(values, { apart: [account?.name, id?.name], urlName, members, schemas });
  const first = (is: (name: string) => boolean): Member | undefined => members.find(({ name }) => is(name));
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
    unsent: unsentOf(recognised, [account?.name, id?.name], schemas),
    paged: isPaged(values.get('list') ?? [], schemas.members(answers.get('list')?.schema)),
    item: {
      id: shown.size > 0 && members.includes(idMember) ? idMember.pointer : `/${idMember.name}`,
      idType: typesOf(idMember.schema).some((type) => /integer|number/.test(type)) ? 'integer' : 'string',
      ...(prefix === undefined ? {} : { idPrefix: prefix }),
      ...(createdAt === undefined ? {} : { created: createdAt.pointer }),
      ...(updatedAt === undefined ? {} : { updated: updatedAt.pointer }),
      times: [createdAt, updatedAt].every((one) => one?.schema['format'] === 'date-time'),
      secrets: [...new Set(secrets)],
    },
  };
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
  // What a create may be given beside what it needs is often the whole item, with its id.
  const others = new Set(
    [...(values.get('create') ?? []), ...(values.get('list') ?? [])]
      .filter(({ place, required }) => required || !place.startsWith('body:'))
      .map(({ name }) => name),
  );
  for (const role of ['delete', 'get', 'update'] as const) {
    const own = (values.get(role) ?? []).filter(
      ({ name, place }) =>
        name !== account && !others.has(name) && (isIdName(name) || place.startsWith('path:')),
    );
    const found =
      own.findLast(({ place, name }) => place.startsWith('path:') && isIdName(name)) ??
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

/** Whether a list takes or gives what only lists in pages have. */
function isPaged(values: readonly Value[], members: readonly Member[]): boolean {
  return [...values, ...members].some(({ name }) => isPageName(name));
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

/** The array in the answer of a list: of several the one whose entries have the URL. */
function listed(
  schema: Schema | undefined,
  urlName: string,
  schemas: Schemas,
): { pointer: string; members: Member[] } | undefined {
  const arrays = schemas
    .arrays(schema)
    .map(({ pointer, items }) => ({ pointer, members: schemas.members(items) }));
  return arrays.find(({ members }) => members.some(({ name }) => name === urlName)) ?? arrays[0];
}

/** The member that holds an item's id: named as the parameter is, or just `id`. */
function memberOfId(members: readonly Member[], name: string | undefined): Member | undefined {
  return (
    members.find((member) => member.name === name) ??
    members.find((member) => /^(id|uuid)$/i.test(member.name)) ??
    members.find((member) => /(_id|Id)$/.test(member.name) && !isAccountName(member.name))
  );
}
