/** What the request schemas of a document let pass, read without anything of ours. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

import { at, isObject } from '../../spec/json.ts';
import type { Style } from './small-server.ts';

/** What the document says of the body of each operation, less what only answers have. */
export function validators(document: unknown, routes: Style['routes']): Map<string, ValidateFunction> {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema(withoutAnswers(document) as object, 'api:', undefined, false);
  return new Map(
    Object.entries(routes).flatMap(([role, [method, path]]) => {
      const steps = [path.replaceAll('~', '~0').replaceAll('/', '~1'), method.toLowerCase()];
      const place = `/paths/${steps.join('/')}/requestBody`;
      const reference = at(document, `${place}/$ref`);
      const holder = typeof reference === 'string' ? reference.slice(1) : place;
      const content = at(document, `${holder}/content`);
      const [type] = isObject(content) ? Object.keys(content) : [];
      if (type === undefined) return [];
      const pointer = `${holder}/content/${type.replaceAll('/', '~1')}/schema`;
      const $ref = `api:#${pointer.split('/').map(encodeURIComponent).join('/')}`;
      return [[role, ajv.compile({ $ref })] as const];
    }),
  );
}

/** In a request, what is readOnly need not be there; a bound of 3.0 is written as one of today. */
function withoutAnswers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutAnswers);
  if (!isObject(value)) return value;
  const { exclusiveMinimum, ...rest } = value;
  const members = isObject(rest['properties']) ? rest['properties'] : {};
  const readOnly = Object.entries(members)
    .filter(([, schema]) => at(schema, '/readOnly') === true)
    .map(([name]) => name);
  const { required } = rest;
  const inner = Object.entries(rest).map(([name, one]) => [name, withoutAnswers(one)]);
  return {
    ...(Object.fromEntries(inner) as Record<string, unknown>),
    ...(Array.isArray(required)
      ? { required: required.filter((name) => !readOnly.includes(String(name))) }
      : {}),
    ...(exclusiveMinimum === true ? { exclusiveMinimum: rest['minimum'] } : {}),
  };
}
