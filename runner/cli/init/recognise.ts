/** Finds in an OpenAPI document the operations that create, list, get, update and delete webhooks. */
import type { RoleName } from '../../../spec/contract.ts';
import { ROLES } from '../../../spec/contract.ts';
import { InputError } from '../../../spec/errors.ts';
import { at, isObject } from '../../../spec/json.ts';
import { Schemas, type Schema } from './schema.ts';
import { isUrlName, roleOfVerb, webhookWords, wordsOf } from './words.ts';

/** One operation as the document has it. */
export interface RawOperation {
  id: string;
  method: string;
  path: string;
  raw: Schema;
  /** Query and path parameters, of the operation and its path. */
  parameters: readonly Schema[];
  /** Those of headers. */
  headers: readonly Schema[];
  body: Schema | undefined;
}

export type Recognised = ReadonlyMap<RoleName, RawOperation>;

interface Candidate {
  base: string;
  role: RoleName;
  operation: RawOperation;
}

/** The roles of the resource that most looks like webhooks. Throws InputError where nothing does. */
export function recognise(document: unknown, path: string): Recognised {
  const operations = operationsOf(document);
  const groups = new Map<string, Map<RoleName, RawOperation>>();
  for (const operation of operations) {
    const candidate = candidateOf(operation);
    if (!candidate) continue;
    const group = groups.get(candidate.base) ?? new Map<RoleName, RawOperation>();
    groups.set(candidate.base, group);
    const known = group.get(candidate.role);
    if (!known || telling(operation) > telling(known)) group.set(candidate.role, operation);
  }
  const schemas = new Schemas(document);
  const scored = [...groups]
    .map(([base, group]) => ({ base, group, score: score(group, schemas) }))
    .sort((a, b) => b.score - a.score);
  const [best] = scored;
  if (best && best.score > 0) return new Map(ROLES.flatMap((role) => one(best.group, role)));
  const seen = scored.map(({ base }) => base).slice(0, 8);
  throw new InputError(
    `${path}: no webhook resource is found: no operation that creates or updates something takes a URL (url, callback_url, …)${seen.length > 0 ? `; there are ${seen.join(', ')}` : ''}`,
  );
}

/** Of several updates a PATCH says most about what one may be, and a POST beside others may be anything. */
function telling({ method }: RawOperation): number {
  return ['post', 'put', 'patch'].indexOf(method);
}

function one(group: ReadonlyMap<RoleName, RawOperation>, role: RoleName): [RoleName, RawOperation][] {
  const operation = group.get(role);
  return operation ? [[role, operation]] : [];
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch'];

/** Every operation of the document, with what it takes. */
export function operationsOf(document: unknown): RawOperation[] {
  const schemas = new Schemas(document);
  const paths = at(document, '/paths');
  return Object.entries(isObject(paths) ? paths : {}).flatMap(([path, item]) =>
    METHODS.flatMap((method): RawOperation[] => {
      const raw = isObject(item) ? item[method] : undefined;
      if (!isObject(item) || !isObject(raw)) return [];
      const all = [item['parameters'], raw['parameters']]
        .flatMap((list) => (Array.isArray(list) ? list : []))
        .map((parameter) => schemas.resolve(parameter))
        .filter(isObject);
      const parameters = all.filter((parameter) => parameter['in'] === 'query' || parameter['in'] === 'path');
      const headers = all.filter((parameter) => parameter['in'] === 'header');
      const id = typeof raw['operationId'] === 'string' ? raw['operationId'] : '';
      return [{ id, method, path, raw, parameters, headers, body: schemas.ofContent(raw['requestBody']) }];
    }),
  );
}

/** What an operation may be: by a verb in its path (`/webhook.create`), else by its method and where its path ends. */
function candidateOf(operation: RawOperation): Candidate | undefined {
  const { path, method } = operation;
  const segments = path.split('/').filter((segment) => segment !== '');
  const last = segments.at(-1) ?? '';
  const withId = last.startsWith('{');
  const fixed = withId ? segments.slice(0, -1) : segments;
  const words = wordsOf(fixed.at(-1) ?? '');
  const verb = roleOfVerb(words.at(-1));
  if (verb && fixed.length > 0) {
    const rest = words.slice(0, -1).join('.');
    return {
      base: `/${[...fixed.slice(0, -1), rest].filter((segment) => segment !== '').join('/')}`,
      role: verb,
      operation,
    };
  }
  const base = `/${fixed.join('/')}`;
  const role = (withId ? BY_ID : COLLECTION)[method];
  return role && { base, role, operation };
}

const BY_ID: Readonly<Record<string, RoleName>> = {
  get: 'get',
  post: 'update',
  put: 'update',
  patch: 'update',
  delete: 'delete',
};
const COLLECTION: Readonly<Record<string, RoleName>> = {
  get: 'list',
  post: 'create',
  put: 'update',
  patch: 'update',
  delete: 'delete',
};

/** How much a resource looks like webhooks; 0 where it takes no URL. */
function score(group: ReadonlyMap<RoleName, RawOperation>, schemas: Schemas): number {
  const bodies = [group.get('create')?.body, group.get('update')?.body];
  if (!bodies.some((body) => schemas.members(body).some(({ name }) => isUrlName(name)))) return 0;
  const texts = [...group.values()].flatMap(({ id, path, raw }) => [
    id,
    path,
    ...[raw['tags'] ?? []].flat().map(String),
  ]);
  return group.size + 2 * webhookWords(texts.flatMap(wordsOf));
}
