/** Looks around in the schemas of an OpenAPI document: which members there are, of which type, behind every `$ref`. */
import { at, below, isObject } from '../../../spec/json.ts';

export type Schema = Readonly<Record<string, unknown>>;

/** One member that schemas name, at any depth. */
export interface Member {
  /** Its last name. */
  name: string;
  /** Pointer from where the search began. */
  pointer: string;
  schema: Schema;
  required: boolean;
}

export class Schemas {
  readonly #document: unknown;

  constructor(document: unknown) {
    this.#document = document;
  }

  /** What stands behind references. */
  resolve(value: unknown, depth = 0): unknown {
    const reference = isObject(value) ? value['$ref'] : undefined;
    if (typeof reference !== 'string' || depth > 20) return value;
    const behind = this.resolve(at(this.#document, decodeURIComponent(reference.slice(1))), depth + 1);
    if (!isObject(behind) || !isObject(value)) return behind;
    // Beside a reference a schema may say more.
    const properties = [behind['properties'], value['properties']].filter(isObject);
    const required = [behind['required'], value['required']].flatMap((list) =>
      Array.isArray(list) ? list : [],
    );
    return {
      ...behind,
      ...value,
      ...(properties.length > 0 ? { properties: Object.assign({}, ...properties) as Schema } : {}),
      ...(required.length > 0 ? { required } : {}),
      $ref: undefined,
    };
  }

  /** The schema of JSON under `content` of a request body or a response. */
  ofContent(holder: unknown): Schema | undefined {
    const schema = this.resolve(at(this.resolve(holder), '/content/application~1json/schema'));
    return isObject(schema) ? schema : undefined;
  }

  /** The schemas that a schema is made of: itself and its parts. */
  parts(value: unknown, depth = 0): Schema[] {
    const schema = this.resolve(value);
    if (!isObject(schema) || depth > 10) return [];
    const inner = ['allOf', 'anyOf', 'oneOf', 'then'].flatMap((key) => [schema[key] ?? []].flat());
    return [schema, ...inner.flatMap((part) => this.parts(part, depth + 1))];
  }

  /** Every member, those further outside first; of arrays none, and of a schema within itself none. */
  members(value: unknown, pointer = '', above: readonly string[] = []): Member[] {
    if (above.length > 4) return [];
    const within = [...above, JSON.stringify(this.resolve(value))];
    const parts = this.parts(value);
    const required = parts.flatMap((part) => [part['required'] ?? []].flat());
    const own = new Map<string, Member>();
    for (const part of parts) {
      for (const [name, inner] of Object.entries(isObject(part['properties']) ? part['properties'] : {})) {
        const schema = this.resolve(inner);
        const place = below(pointer, name);
        if (isObject(schema) && !own.has(name))
          own.set(name, { name, pointer: place, schema, required: required.includes(name) });
      }
    }
    const inside = [...own.values()]
      .filter(({ schema }) => !within.includes(JSON.stringify(schema)))
      .flatMap((one) => this.members(one.schema, one.pointer, within));
    return [...own.values(), ...inside];
  }

  /** The arrays in a schema, those further outside first; the schema itself counts. */
  arrays(value: unknown): { pointer: string; items: unknown }[] {
    const whole = this.parts(value).find((part) => typesOf(part).includes('array'));
    if (whole) return [{ pointer: '', items: whole['items'] }];
    const members = this.members(value).filter(({ schema }) => typesOf(schema).includes('array'));
    return members.map(({ pointer, schema }) => ({ pointer, items: schema['items'] }));
  }
}

export function typesOf(schema: unknown): string[] {
  return isObject(schema) ? [schema['type'] ?? []].flat().map(String) : [];
}
