/** Schemas as other tools write them, in the words that the suite's reader knows: JSON Schema 2020-12, each with its type. */
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { type Document, isMap, isScalar, isSeq, type YAMLMap } from 'yaml';

import { at, below, isObject } from '../../../spec/json.ts';

/** What a keyword says of the type where the schema does not name it. */
const TYPE_OF: readonly (readonly [type: string, keywords: readonly string[]])[] = [
  ['object', ['properties', 'required', 'additionalProperties', 'patternProperties', 'minProperties']],
  ['array', ['items', 'minItems', 'maxItems', 'uniqueItems']],
  ['string', ['minLength', 'maxLength', 'pattern', 'format']],
  ['number', ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']],
];

/** Rewrites the schemas of a document in place; says in words what was changed. */
export function modernise(document: Document): string[] {
  const version: unknown = document.get('openapi');
  for (const schema of everySchema(document)) {
    schema.items = schema.items.filter(({ key }) => !isScalar(key) || !String(key.value).startsWith('x-'));
    unbound(schema);
    if (typeof schema.get('format') === 'string' && !Object.hasOwn(fullFormats, String(schema.get('format'))))
      schema.delete('format');
    typed(schema);
    nullable(document, schema);
  }
  if (!String(version).startsWith('3.0')) return [];
  document.set('openapi', '3.1.0');
  return [`OpenAPI ${String(version)} was turned into 3.1.0`];
}

/** In OpenAPI 3.0 a bound is exclusive by a word beside it. */
function unbound(schema: YAMLMap): void {
  for (const [word, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    const exclusive = schema.get(word);
    if (typeof exclusive !== 'boolean') continue;
    schema.delete(word);
    if (!exclusive) continue;
    schema.set(word, schema.get(bound));
    schema.delete(bound);
  }
}

function typed(schema: YAMLMap): void {
  if (schema.has('type')) return;
  const found = TYPE_OF.find(([, keywords]) => keywords.some((keyword) => schema.has(keyword)));
  if (found) schema.set('type', found[0]);
}

/** OpenAPI 3.0 says that null passes by a word beside the type. */
function nullable(document: Document, schema: YAMLMap): void {
  const passes = schema.get('nullable') === true;
  schema.delete('nullable');
  if (!passes) return;
  const type = schema.get('type');
  const named = schema.get('enum');
  if (typeof type === 'string') {
    schema.set('type', document.createNode([type, 'null'], { flow: true }));
    if (isSeq(named)) named.add(null);
    return;
  }
  const { items } = schema.clone() as YAMLMap;
  schema.items = [];
  const rest = document.createNode({}) as YAMLMap;
  rest.items.push(...items);
  schema.set('anyOf', document.createNode([rest, { type: 'null' }]));
}

const MANY = ['properties', 'patternProperties', '$defs'];
const LISTS = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const ONE = ['items', 'additionalProperties', 'not', 'if', 'then', 'else'];

/** Every schema of a document, those inside others too; the outer ones last, since they may be moved. */
function everySchema(document: Document): YAMLMap[] {
  const found: YAMLMap[] = [];
  const schema = (node: unknown): void => {
    if (!isMap(node)) return;
    for (const key of MANY) mapped(node.get(key)).forEach(schema);
    for (const key of LISTS) listed(node.get(key)).forEach(schema);
    for (const key of ONE) schema(node.get(key));
    found.push(node);
  };
  const look = (node: unknown): void => {
    if (isSeq(node)) node.items.forEach(look);
    if (!isMap(node)) return;
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : '';
      if (name === 'schema') schema(value);
      else if (!name.startsWith('example') && !name.startsWith('x-')) look(value);
    }
  };
  const components = document.get('components');
  if (isMap(components)) mapped(components.get('schemas')).forEach(schema);
  look(document.get('paths'));
  if (isMap(components))
    for (const { key, value } of components.items) if (!isScalar(key) || key.value !== 'schemas') look(value);
  return [...new Set(found)];
}

function mapped(node: unknown): unknown[] {
  return isMap(node) ? node.items.map(({ value }) => value) : [];
}

function listed(node: unknown): unknown[] {
  return isSeq(node) ? node.items : [];
}

/** Media types that are JSON under a longer name, as the reader looks for them; in place. */
export function plainMedia(document: Document): void {
  const data: unknown = document.toJS();
  const rename = (path: readonly string[]): void => {
    const content: unknown = at(data, below('', ...path));
    if (!isObject(content)) return;
    if (isObject(content['content']) && content['content']['application/json'] === undefined) {
      const name = Object.keys(content['content']).find((key) =>
        /^application\/json\s*;|^\*\/\*$/i.test(key),
      );
      if (name !== undefined) {
        const node = document.getIn([...path, 'content', name], true);
        document.deleteIn([...path, 'content', name]);
        document.setIn([...path, 'content', 'application/json'], node);
      }
    }
    for (const key of Object.keys(content)) if (isObject(content[key])) rename([...path, key]);
  };
  rename(['paths']);
  rename(['components']);
}
