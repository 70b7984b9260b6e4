/** Where an item and its values are to be found in answers, the schemas of these answers have such a place. */
import type { Complain } from '../complain.ts';
import type { Role, RoleName } from '../contract.ts';
import { at, below, isObject, steps } from '../json.ts';
import type { OpenContract } from '../load.ts';
import { didYouMean } from '../nearest.ts';
import type { SourceFile } from '../source-file.ts';

export function views(open: OpenContract, document: SourceFile, complain: Complain): void {
  const { contract, source, raw } = open;
  const { data } = document;
  const complainOf = (pointer: string, text: string, role: RoleName, known: readonly string[]): void => {
    const near = didYouMean(steps(text).findLast((step) => step !== '*') ?? '', known);
    complain(
      source.locate(pointer),
      `no answer of ${contract.roles.get(role)?.operation.id} has ${text}${near}`,
    );
  };

  const items: { role: RoleName; schemas: Schema[] }[] = [];
  for (const [name, role] of contract.roles) {
    const answer = successSchemas(data, role, open);
    const places = [role.item ?? [], (role.items ?? []).map(({ pointer }) => `${pointer}/*`)].flat();
    for (const place of places) {
      const found = follow(data, answer, place);
      const written = name === 'list' ? 'items' : 'item';
      if (found.missing !== undefined) complainOf(`/roles/${name}/${written}`, place, name, found.missing);
      else if (found.schemas.length > 0) items.push({ role: name, schemas: found.schemas });
    }
    if (role.newId === undefined) continue;
    const found = follow(data, answer, role.newId);
    if (found.missing !== undefined) complainOf(`/roles/${name}/newId`, role.newId, name, found.missing);
  }

  const { id, created, updated, locked, fields } = raw.item;
  const shown = { id, created, updated, locked };
  const pointers = [
    ...Object.entries(shown).map(([key, pointer]) => ({ where: `/item/${key}`, pointer, mapped: false })),
    ...Object.entries(fields).map(([name, { view, shows }]) => ({
      where: `/item/fields/${name}/view`,
      pointer: view,
      mapped: shows === 'mapped',
    })),
  ];
  for (const { where, pointer, mapped } of pointers) {
    if (pointer === undefined) continue;
    const looked = items.map(({ role, schemas }) => ({ role, ...follow(data, schemas, pointer) }));
    const [first] = looked;
    // What one answer leaves out another may show.
    if (first?.missing === undefined || !looked.every(({ missing }) => missing !== undefined)) continue;
    // What a value is mapped to may stand where no document says, or nowhere: only a misspelling is told.
    const last = steps(pointer).at(-1) ?? '';
    if (mapped && didYouMean(last, first.missing) === '') continue;
    complainOf(where, pointer, first.role, first.missing);
  }
}

type Schema = Record<string, unknown>;

function successSchemas(data: unknown, { operation, name, success }: Role, open: OpenContract): Schema[] {
  const pathItem = at(data, below('/paths', operation.path));
  const known = open.contract.outcomes.has(success);
  const [status] = known ? (open.contract.outcomes.get(success, name).choices[0].status ?? []) : [];
  const response = resolved(data, at(pathItem, `/${operation.method.toLowerCase()}/responses/${status}`));
  return parts(data, at(response, '/content/application~1json/schema'));
}

/**
 * The schemas at a place below others (`*`: any element); none where they leave it open what stands there; `missing`,
 * the members that there are, where they name members and this is not among them.
 */
function follow(
  data: unknown,
  from: readonly Schema[],
  pointer: string,
): { schemas: Schema[]; missing?: string[] } {
  let schemas = [...from];
  for (const step of steps(pointer)) {
    if (step === '*') {
      schemas = schemas.flatMap((schema) => parts(data, schema['items']));
      continue;
    }
    const named = schemas.flatMap((schema) => (isObject(schema['properties']) ? [schema['properties']] : []));
    if (named.length === 0) return { schemas: [] };
    const found = named.filter((properties) => Object.hasOwn(properties, step));
    if (found.length === 0) return { schemas: [], missing: named.flatMap((one) => Object.keys(one)) };
    schemas = found.flatMap((properties) => parts(data, properties[step]));
  }
  return { schemas };
}

/** A schema with all that it refers to and is combined of. */
function parts(data: unknown, schema: unknown, depth = 0): Schema[] {
  if (!isObject(schema) || depth > 20) return [];
  const reference = schema['$ref'];
  const combined = ['allOf', 'anyOf', 'oneOf', 'if', 'then', 'else'].flatMap((key) =>
    [schema[key] ?? []].flat(),
  );
  return [
    schema,
    ...(typeof reference === 'string'
      ? parts(data, at(data, decodeURIComponent(reference.slice(1))), depth + 1)
      : []),
    ...combined.flatMap((part: unknown) => parts(data, part, depth + 1)),
  ];
}

function resolved(data: unknown, value: unknown): unknown {
  const reference = isObject(value) ? value['$ref'] : undefined;
  return typeof reference === 'string'
    ? resolved(data, at(data, decodeURIComponent(reference.slice(1))))
    : value;
}
