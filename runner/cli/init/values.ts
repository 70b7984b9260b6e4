/** The values of a request: parameters and members of its body, each with what the document says of it. */
import { at, isObject } from '../../../spec/json.ts';
import type { RawOperation, Recognised } from './recognise.ts';
import { type Schema, type Schemas, typesOf } from './schema.ts';
import { isUrlName, webhookWords } from './words.ts';

/** A value of a request: `body:/config/url`, and what its schema says. */
export interface Value {
  place: string;
  name: string;
  required: boolean;
  schema: Schema;
  /** What the document's own example of the request has there. */
  example?: unknown;
}

/** Query and path parameters, and every member of the body. */
export function valuesOf({ parameters, body, raw }: RawOperation, schemas: Schemas): Value[] {
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
  const whole = exampleOf(raw, schemas) ?? body?.['example'];
  const inside = schemas.members(body).map(({ name, pointer, required, schema }): Value => ({
    place: `body:${pointer}`,
    name,
    required,
    schema,
    example: at(whole, pointer),
  }));
  return [...outside, ...inside];
}

/** The first example of a request's body. */
function exampleOf(raw: Schema, schemas: Schemas): unknown {
  const media = at(schemas.resolve(raw['requestBody']), '/content/application~1json');
  if (!isObject(media)) return undefined;
  const [named] = Object.values(isObject(media['examples']) ? media['examples'] : {});
  return media['example'] ?? at(schemas.resolve(named), '/value');
}

/** The member that holds the URL to call: the one that is called just so, before others that end alike. */
export function urlNameOf(values: readonly Value[]): string {
  const names = values
    .filter(({ name, schema }) => isUrlName(name) && isText(schema))
    .map(({ name }) => name);
  return (
    names.find((name) => !/[a-z]_?ur[li]$/i.test(name)) ??
    names.find((name) => webhookWords([name]) > 0 || /target|callback|hook/i.test(name)) ??
    names[0] ??
    'url'
  );
}

/** What operations require beside paths and bodies, and requests of a contract do not have. */
export function unsentOf(
  recognised: Recognised,
  placed: readonly (string | undefined)[],
  schemas: Schemas,
): string[] {
  const all = [...recognised.values()].flatMap(({ parameters, headers }) => [...parameters, ...headers]);
  const needed = all
    .map((parameter) => schemas.resolve(parameter))
    .filter(isObject)
    .filter(
      ({ required, in: where, name }) =>
        required === true && where !== 'path' && !placed.includes(String(name)),
    );
  return [...new Set(needed.map(({ in: where, name }) => `${String(name)} in the ${String(where)}`))];
}

export function isText(schema: Schema): boolean {
  return typesOf(schema).includes('string') || typesOf(schema).length === 0;
}
