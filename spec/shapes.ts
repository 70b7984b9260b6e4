/** Compiles the schemas of an OpenAPI document: ajv in strict mode, with three keywords of our own. */
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formatsModule from 'ajv-formats';

import { at, isObject, show, words } from './json.ts';
import type { ResponseShape, ShapeReport } from './operation.ts';

/** The names of the extension keywords. */
export const RULE_KEYWORD = 'x-rule';
export const PREFER_KEYWORD = 'x-prefer';
/** Names the rule that a value is another one in each answer. */
export const FRESH_KEYWORD = 'x-fresh';

/** A form that the contract prefers without demanding it. */
interface Preference {
  schema: Record<string, unknown>;
  gap?: string;
  rule?: string | string[];
  /** How the report names an answer that has the form, and one that has not. */
  reading: string;
  otherwise: string;
}

/** What `x-prefer` and `x-fresh` meet while one answer is checked; it travels as the validator's `this`. */
type Collected = ShapeReport;

/** As many errors of one answer as a reader wants to see; a list of 20 broken items says it once an item. */
const MOST_ERRORS = 8;

export class ShapeCompiler {
  readonly #ajv: Ajv2020;
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(document: object) {
    this.#ajv = new Ajv2020({
      strict: true,
      strictRequired: false,
      strictTypes: true,
      allowUnionTypes: true,
      allErrors: true,
      verbose: true,
      passContext: true,
      validateSchema: true,
      // Made once and asked some thousand times: making the code shorter costs more than it saves.
      code: { optimize: false },
    });
    formatsModule.default(this.#ajv);
    // Words of OpenAPI that JSON Schema does not know; the document's own are met when a reference is resolved.
    this.#ajv.addVocabulary(['example', 'externalDocs', 'xml', 'discriminator', RULE_KEYWORD]);
    this.#ajv.addVocabulary([
      'openapi',
      'info',
      'servers',
      'security',
      'tags',
      'paths',
      'webhooks',
      'components',
    ]);
    this.#ajv.addKeyword({
      keyword: PREFER_KEYWORD,
      schemaType: 'array',
      compile: (schema) => this.#prefer(schema),
    });
    this.#ajv.addKeyword({
      keyword: FRESH_KEYWORD,
      schemaType: 'string',
      compile: (rule: string) =>
        function fresh(this: unknown, value: unknown): boolean {
          (this as Partial<Collected> | undefined)?.fresh?.push({ rule, value });
          return true;
        },
    });
    this.#ajv.addSchema(document, 'contract:', undefined, false);
  }

  /** The validator of the schema at a pointer of the document. Throws ajv's error for a schema that is none. */
  compile(pointer: string): ValidateFunction {
    const known = this.#compiled.get(pointer);
    if (known) return known;
    const validate = this.#ajv.compile({ $ref: `contract:#${encodePointer(pointer)}` });
    this.#compiled.set(pointer, validate);
    return validate;
  }

  /** The shape of a response whose body has the schema at a pointer, compiled when first asked; `schema` is that schema, resolved. */
  response(pointer: string, schema: unknown): ResponseShape {
    return {
      hasBody: true,
      rules: namedRules(schema),
      check: (body) => report(this.compile(pointer), body),
    };
  }

  #prefer(preferences: Preference[]): (this: unknown, data: unknown) => boolean {
    const compiled = preferences.map((preference) => ({
      preference,
      validate: this.#ajv.compile(preference.schema),
    }));
    return function prefer(this: unknown, data: unknown): boolean {
      const collected = this as Partial<Collected> | undefined;
      for (const { preference, validate } of compiled) {
        const fits = validate(data);
        const rules = [preference.rule ?? []].flat();
        const { gap } = preference;
        if (gap) {
          collected?.readings?.push({
            gap,
            reading: fits ? preference.reading : preference.otherwise,
            rules,
          });
        }
        if (!fits) {
          collected?.findings?.push({
            message: preference.otherwise,
            rules,
            lawful: true,
            ...(gap ? { gap } : {}),
          });
        }
      }
      return true;
    };
  }
}

/** A pointer as the fragment of a URI. */
function encodePointer(pointer: string): string {
  return pointer.split('/').map(encodeURIComponent).join('/');
}

function report(validate: ValidateFunction, body: unknown): ShapeReport {
  const collected: Collected = { findings: [], readings: [], fresh: [] };
  const valid: unknown = validate.call(collected, body);
  if (valid !== true) {
    // `if` only says that its `then` failed, which has said what is wrong itself.
    const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if');
    for (const error of errors.slice(0, MOST_ERRORS)) {
      collected.findings.push({ message: wording(error, body), rules: rulesOf(error), lawful: false });
    }
  }
  return collected;
}

/** The rules that the schema names at, or for, the place of an error. */
function rulesOf(error: ErrorObject): string[] {
  const parent: unknown = error.parentSchema;
  if (error.keyword === 'required') {
    const missing: unknown = at(error.params, '/missingProperty');
    const property =
      isObject(parent) && isObject(parent['properties']) ? parent['properties'][String(missing)] : undefined;
    const named = namedRules(property);
    if (named.length > 0) return named;
  }
  return namedRules(parent);
}

function namedRules(schema: unknown): string[] {
  const named = isObject(schema) ? schema[RULE_KEYWORD] : undefined;
  return named === undefined ? [] : [named].flat().map(String);
}

/** An ajv error in the words of the contract. */
export function wording(error: ErrorObject, body: unknown): string {
  const place = words(error.instancePath);
  const got = show(at(body, error.instancePath));
  const allowed: unknown = at(error.params, '/allowedValues') ?? at(error.params, '/allowedValue');
  switch (error.keyword) {
    case 'required':
      return `${words(`${error.instancePath}/${String(at(error.params, '/missingProperty'))}`)}: is missing`;
    case 'pattern':
      return `${place}: must match ${String(at(error.params, '/pattern'))}, got ${got}`;
    case 'const':
    case 'enum':
      return `${place}: must be ${[allowed]
        .flat()
        .map((value) => show(value))
        .join(' or ')}, got ${got}`;
    default:
      return `${place}: ${error.message ?? error.keyword}, got ${got}`;
  }
}
