/** Reads an OpenAPI 3.1 document, checks it, and compiles its operations. */

import SwaggerParser from '@apidevtools/swagger-parser';

import type { OpenAPI } from 'openapi-types';

import { InputError } from './errors.ts';
import { at, below, isObject, show } from './json.ts';
import type { JsonType, Operation, Parameter, ResponseShape } from './operation.ts';
import { ShapeCompiler, wording } from './shapes.ts';
import { type Located, SourceFile } from './source-file.ts';

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
const JSON_MEDIA = '/content/application~1json/schema';
const ANYTHING: ResponseShape = {
  hasBody: false,
  rules: [],
  check: () => ({ findings: [], readings: [], fresh: [] }),
};

/** A document that is in order, and its operations by operationId. */
export interface OpenDocument {
  /** Bundled. */
  document: object;
  operations: ReadonlyMap<string, Operation>;
}

/** Reads a document and tries every schema of it. Throws InputError with file and line. */
export async function openDocument(path: string): Promise<OpenDocument> {
  const source = await SourceFile.read(path);
  const document = await bundle(source);
  const compiler = new ShapeCompiler(document);
  compileAll(document, compiler, source);
  return { document, operations: operationsOf(document, source, compiler) };
}

/** The operations of a bundled document by operationId; schemas are compiled when they are needed. */
export function operationsOf(
  document: object,
  source: Located,
  compiler = new ShapeCompiler(document),
): Map<string, Operation> {
  const operations = new Map<string, Operation>();
  for (const pathName of Object.keys(objectAt(document, '/paths'))) {
    for (const method of METHODS) {
      const pointer = below('/paths', pathName, method);
      const raw = at(document, pointer);
      if (!isObject(raw)) continue;
      const id = raw['operationId'];
      if (typeof id !== 'string')
        throw new InputError(`${source.locate(pointer)}: an operation needs an operationId`);
      operations.set(id, operation({ id, method, pathName, pointer, document, compiler, source }));
    }
  }
  if (operations.size === 0) throw new InputError(`${source.path}: it has no operation`);
  return operations;
}

/** Validates and bundles: internal `$ref`s are kept, since dereferenced cycles overflow ajv. Throws InputError. */
export async function bundle(source: SourceFile): Promise<object> {
  const { path, data } = source;
  if (!isObject(data))
    throw new InputError(`${path}: not a valid OpenAPI document: it holds ${show(data, 40)}`);
  try {
    const document = await SwaggerParser.bundle(path, data as unknown as OpenAPI.Document, {});
    const copy = structuredClone(document);
    await SwaggerParser.validate(path, copy, { dereference: { circular: 'ignore' } });
    return document;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n', 1)[0] : String(cause);
    const pointer = /"(#\/[^"]+)"/.exec(reason ?? '')?.[1];
    const line = pointer ? lineOfText(source, pointer) : undefined;
    throw new InputError(`${path}${line ?? ''}: not a valid OpenAPI document: ${reason}`, { cause });
  }
}

/** `:12` of the first place where a broken reference is written. */
function lineOfText(source: SourceFile, reference: string): string | undefined {
  const pointer = findReference(source.data, reference, '');
  return pointer === undefined ? undefined : source.locate(pointer).replace(/^[^:]*/, '');
}

function findReference(value: unknown, reference: string, pointer: string): string | undefined {
  if (value === reference) return pointer;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const found = findReference(inner, reference, below(pointer, key));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Compiles every schema, even what no operation uses, so that a misspelt `type` never lies in wait. */
function compileAll(document: object, compiler: ShapeCompiler, source: SourceFile): void {
  for (const pointer of schemaPointers(document, '')) compileAt(compiler, pointer, source);
}

/** The components' schemas, and whatever stands under a key `schema`. */
function schemaPointers(value: unknown, pointer: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const place = below(pointer, key);
    const isSchema = isObject(inner) && (key === 'schema' || pointer === '/components/schemas');
    // A `schema` of an extension keyword is compiled with the schema that it stands in.
    if (key.startsWith('x-')) return [];
    return isSchema ? [place] : schemaPointers(inner, place);
  });
}

function compileAt(compiler: ShapeCompiler, pointer: string, source: SourceFile): void {
  try {
    compiler.compile(pointer);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InputError(
      `${source.path} (${source.locate(pointer)}): schema ${pointer} cannot be compiled: ${reason}`,
      {
        cause,
      },
    );
  }
}

interface Raw {
  id: string;
  method: string;
  pathName: string;
  pointer: string;
  document: object;
  compiler: ShapeCompiler;
  source: Located;
}

function operation(raw: Raw): Operation {
  const { id, method, pathName, document, compiler } = raw;
  const bodyPointer = follow(document, `${raw.pointer}/requestBody`);
  const schemaPointer = bodyPointer === undefined ? undefined : `${bodyPointer}${JSON_MEDIA}`;
  const hasBody = schemaPointer !== undefined && at(document, schemaPointer) !== undefined;
  return {
    id,
    method: method.toUpperCase(),
    path: pathName,
    hasBody,
    parameters: [
      ...declaredParameters(document, raw.pointer),
      ...(hasBody ? bodyParameters(document, schemaPointer, '') : []),
    ],
    responses: responses(raw),
    requestProblem: (body) => {
      const validate = hasBody ? compiler.compile(schemaPointer) : undefined;
      if (!validate || validate(body)) return undefined;
      const [error] = validate.errors ?? [];
      return error ? wording(error, body) : 'does not fit';
    },
  };
}

function responses({ document, pointer, compiler, source, id }: Raw): Map<number, ResponseShape> {
  const shapes = new Map<number, ResponseShape>();
  for (const status of Object.keys(objectAt(document, `${pointer}/responses`))) {
    if (!/^[1-5]\d\d$/.test(status)) {
      throw new InputError(
        `${source.locate(`${pointer}/responses/${status}`)}: ${id} documents status "${status}"; write each status as a number`,
      );
    }
    const response = follow(document, `${pointer}/responses/${status}`);
    const schema = `${response ?? ''}${JSON_MEDIA}`;
    const documented = response !== undefined && at(document, schema) !== undefined;
    shapes.set(Number(status), documented ? compiler.response(schema, resolve(document, schema)) : ANYTHING);
  }
  return shapes;
}

/** Query and path parameters, of the operation and of its path. */
function declaredParameters(document: object, pointer: string): Parameter[] {
  const parent = pointer.slice(0, pointer.lastIndexOf('/'));
  const pointers = [parent, pointer].flatMap((holder) => {
    const list = at(document, `${holder}/parameters`);
    return Array.isArray(list)
      ? list.map((_, index) => follow(document, `${holder}/parameters/${index}`))
      : [];
  });
  return pointers.flatMap((where) => {
    const raw = where === undefined ? undefined : at(document, where);
    if (!isObject(raw) || (raw['in'] !== 'query' && raw['in'] !== 'path')) return [];
    const schema = resolve(document, `${where}/schema`);
    const place = { in: raw['in'], at: String(raw['name']) } as const;
    return [{ place, required: raw['required'] === true, types: types(schema) }];
  });
}

/** Every member of a body's schema, parents before children. A schema within itself is told once. */
function bodyParameters(
  document: object,
  pointer: string,
  place: string,
  above: readonly string[] = [],
): Parameter[] {
  const schema = resolve(document, pointer);
  const base = followSchema(document, pointer);
  if (!isObject(schema) || !isObject(schema['properties']) || above.includes(base)) return [];
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.keys(schema['properties']).flatMap((name) => {
    const inner = below(base, 'properties', name);
    const property = resolve(document, inner);
    const items = isObject(property) ? types(property['items'])[0] : undefined;
    const where = below(place, name);
    const own: Parameter = {
      place: { in: 'body', at: where },
      required: required.includes(name),
      types: types(property),
      ...(items ? { items } : {}),
    };
    return [own, ...bodyParameters(document, inner, where, [...above, base])];
  });
}

function types(schema: unknown): JsonType[] {
  const type = isObject(schema) ? schema['type'] : undefined;
  return type === undefined ? [] : ([type].flat() as JsonType[]);
}

/** A longer chain of references goes in a circle. */
const MOST_HOPS = 50;

/** The pointer behind a chain of `$ref`s, or undefined where nothing stands. */
function follow(document: object, pointer: string, hops = 0): string | undefined {
  const value = at(document, pointer);
  if (value === undefined || hops > MOST_HOPS) return undefined;
  const reference = isObject(value) ? value['$ref'] : undefined;
  return typeof reference === 'string'
    ? follow(document, decodeURIComponent(reference.slice(1)), hops + 1)
    : pointer;
}

function followSchema(document: object, pointer: string): string {
  return follow(document, pointer) ?? pointer;
}

function resolve(document: object, pointer: string): unknown {
  return at(document, followSchema(document, pointer));
}

function objectAt(document: object, pointer: string): Record<string, unknown> {
  const value = at(document, pointer);
  return isObject(value) ? value : {};
}
