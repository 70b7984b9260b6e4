/** Request schemas as the suite reads them: one object, each member with its type, without what only answers have. */
import type { Document } from 'yaml';

import { isObject, same } from '../../../spec/json.ts';
import { operationsOf } from './recognise.ts';
import { type Schema, Schemas, typesOf } from './schema.ts';

const ANY_TYPE = ['string', 'number', 'boolean', 'array', 'object', 'null'];

/** Spells out the request bodies that a reader of plain schemas would not understand; in place. The notes say that. */
export function spellOutRequests(document: Document): string[] {
  const data: unknown = document.toJS();
  const schemas = new Schemas(data);
  const spelt: string[] = [];
  for (const { path, method, raw, body, id } of operationsOf(data)) {
    if (!body) continue;
    const plain = plainly(body, schemas);
    if (same(plain, withoutReferences(body, schemas))) continue;
    const request = schemas.resolve(raw['requestBody']);
    if (!isObject(request)) continue;
    const content = { 'application/json': { ...mediaOf(request), schema: plain } };
    const written = document.createNode(
      { ...request, $ref: undefined, content },
      { aliasDuplicateObjects: false },
    );
    document.setIn(['paths', path, method, 'requestBody'], written);
    spelt.push(id);
  }
  return spelt.length > 0
    ? [
        `the requests of ${spelt.join(', ')} were written out: members of their parts side by side, readOnly ones left out`,
      ]
    : [];
}

function mediaOf(request: Record<string, unknown>): Schema {
  const content = request['content'];
  const media = isObject(content) ? content['application/json'] : undefined;
  return isObject(media) ? media : {};
}

/** A schema with its `allOf` joined, its `readOnly` members left out and every type named. */
function plainly(value: unknown, schemas: Schemas, above: readonly string[] = []): Schema {
  const whole = joined(value, schemas);
  const self = JSON.stringify(whole);
  // A schema within itself stays what it is.
  if (above.includes(self)) return isObject(value) ? value : {};
  const within = [...above, self];
  const type = typeOf(whole, schemas);
  const named = Object.entries(isObject(whole['properties']) ? whole['properties'] : {});
  const kept = named
    .map(([name, inner]) => [name, joined(inner, schemas), inner] as const)
    .filter(([, inner]) => inner['readOnly'] !== true);
  const names = kept.map(([name]) => name);
  const required = [whole['required'] ?? []]
    .flat()
    .filter((name) => typeof name === 'string' && names.includes(name));
  return {
    ...whole,
    ...(type === undefined ? {} : { type }),
    ...(named.length > 0
      ? {
          properties: Object.fromEntries(
            kept.map(([name, , inner]) => [name, plainly(inner, schemas, within)]),
          ),
        }
      : {}),
    ...(whole['required'] === undefined ? {} : { required }),
  };
}

/** What stands behind a reference, with what stands beside it and in its `allOf`. */
function joined(value: unknown, schemas: Schemas, depth = 0): Schema {
  const schema = schemas.resolve(value);
  if (!isObject(schema) || depth > 10) return {};
  const { allOf, $ref: _, ...own } = schema;
  const parts = [...[allOf ?? []].flat().map((part) => joined(part, schemas, depth + 1)), own];
  // Alternatives of whole requests: a member of one may stand in any.
  const ways = [own['oneOf'] ?? [], own['anyOf'] ?? []].flat(2).map((way) => joined(way, schemas, depth + 1));
  const objects = ways.filter((way) => isObject(way['properties']));
  const members = [...objects, ...parts].map((part) => part['properties']).filter(isObject);
  const required = parts.flatMap((part) => [part['required'] ?? []].flat());
  return {
    ...(Object.assign({}, ...parts) as Schema),
    ...(members.length > 0 ? { properties: Object.assign({}, ...members) as Schema } : {}),
    ...(required.length > 0 ? { required: [...new Set(required)] } : {}),
  };
}

/** The type that a schema names, or that its values have. */
function typeOf(schema: Schema, schemas: Schemas): unknown {
  if (schema['type'] !== undefined) return schema['type'];
  if (isObject(schema['properties'])) return 'object';
  const ways = [schema['oneOf'] ?? [], schema['anyOf'] ?? []].flat(2);
  const values = [schema['enum'] ?? [], 'const' in schema ? [schema['const']] : []].flat(2);
  const types = [
    ...ways.flatMap((way) => typesOf({ type: typeOf(joined(way, schemas), schemas) })),
    ...values.map((one) => (one === null ? 'null' : Array.isArray(one) ? 'array' : typeof one)),
  ];
  if (types.length === 0) return ANY_TYPE;
  return new Set(types).size === 1 ? types[0] : [...new Set(types)];
}

/** The same schema with what stands behind its references, and nothing else changed. */
function withoutReferences(value: unknown, schemas: Schemas, above: readonly string[] = []): Schema {
  const resolved = schemas.resolve(value);
  if (!isObject(resolved)) return {};
  const { $ref: _, ...schema } = resolved;
  const self = JSON.stringify(schema);
  if (above.includes(self)) return isObject(value) ? value : {};
  if (!isObject(schema['properties'])) return schema;
  const members = Object.entries(schema['properties']).map(([name, inner]) => [
    name,
    withoutReferences(inner, schemas, [...above, self]),
  ]);
  return { ...schema, properties: Object.fromEntries(members) as Schema };
}
