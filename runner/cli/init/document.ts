/** The OpenAPI document as the contract keeps it: the user's own text, with what the suite needs added. */
import { type Document, isMap, isScalar, parseDocument, stringify, visit } from 'yaml';

import { InputError } from '../../../spec/errors.ts';
import { isObject, show } from '../../../spec/json.ts';
import { bundle } from '../../../spec/openapi.ts';
import { SourceFile } from '../../../spec/source-file.ts';
import { everyUnder } from '../../../spec/check/document.ts';
import { modernise, plainMedia } from './modern.ts';
import { operationsOf } from './recognise.ts';
import { spellOutRequests } from './requests.ts';

/** Statuses that an answer of "any other status" is taken to stand for. */
const COMMON = [400, 401, 403, 404, 409, 422];

export interface Adapted {
  /** What is written. */
  text: string;
  data: unknown;
  title: string;
  /** What was added or left out, in words. */
  notes: readonly string[];
}

/** Reads the document and adds what is missing. Throws InputError for what is no OpenAPI 3 document. */
export async function adapt(path: string, textOf: (path: string) => Promise<string>): Promise<Adapted> {
  const source = await SourceFile.read(path);
  const { data } = source;
  if (!isObject(data))
    throw new InputError(`${path}: not an OpenAPI document; it must hold openapi, info and paths`);
  if (data['swagger'] !== undefined) {
    throw new InputError(
      `${source.locate('/swagger')}: this is Swagger ${show(data['swagger'])}, and OpenAPI 3.1 is needed; convert it first (npx swagger2openapi does)`,
    );
  }
  if (typeof data['openapi'] !== 'string')
    throw new InputError(`${path}: not an OpenAPI document; the key openapi, the version, is missing`);
  if (!isObject(data['paths'])) throw new InputError(`${path}: it has no paths`);
  await bundle(source);
  const notes: string[] = [];
  const document = parseDocument(await wholeText(source, textOf, notes), { merge: true });
  forget(document, notes);
  notes.push(...modernise(document));
  plainMedia(document);
  name(document, notes);
  spellOut(document, notes);
  notes.push(...spellOutRequests(document));
  const info: unknown = isObject(data['info']) ? data['info']['title'] : undefined;
  return {
    text: String(document),
    data: document.toJS() as unknown,
    title: typeof info === 'string' ? info : 'webhooks',
    notes,
  };
}

/** The text with whatever stands in other files taken in. */
async function wholeText(
  source: SourceFile,
  textOf: (path: string) => Promise<string>,
  notes: string[],
): Promise<string> {
  const { data, path } = source;
  const elsewhere = everyUnder('$ref', data).some(
    ({ value }) => typeof value === 'string' && !value.startsWith('#'),
  );
  if (!elsewhere) {
    const text = await textOf(path);
    // JSON is YAML too, but nobody wants to go on with it.
    return text.trimStart().startsWith('{') ? stringify(data, { aliasDuplicateObjects: false }) : text;
  }
  notes.push('what stood in other files was taken in');
  return stringify(await bundle(source), { aliasDuplicateObjects: false });
}

/** Leaves out what speaks of another contract's rules. */
function forget(document: Document, notes: string[]): void {
  const own = ['x-rule', 'x-prefer', 'x-no-role'];
  let count = 0;
  visit(document, {
    Pair: (_, { key }) => {
      if (!isScalar(key) || !own.includes(String(key.value))) return undefined;
      count += 1;
      return visit.REMOVE;
    },
  });
  if (count > 0) notes.push(`${own.join(', ')} were left out: they name rules of another contract`);
}

/** Gives a name to operations that have none. */
function name(document: Document, notes: string[]): void {
  const unnamed = operationsOf(document.toJS()).filter(({ id }) => id === '');
  for (const { path, method } of unnamed) {
    const id = [method, ...path.split(/[^A-Za-z0-9]+/)].filter((word) => word !== '').join('-');
    document.setIn(['paths', path, method, 'operationId'], id);
  }
  if (unnamed.length > 0) notes.push(`${unnamed.length} operations were given an operationId`);
}

/** Puts numbers in the place of `default` and `4XX`: an outcome has a status. */
function spellOut(document: Document, notes: string[]): void {
  let changed = false;
  for (const { path, method, raw } of operationsOf(document.toJS())) {
    const responses = isObject(raw['responses']) ? raw['responses'] : {};
    const place = ['paths', path, method, 'responses'];
    for (const key of Object.keys(responses).filter((status) => !/^[1-5]\d\d$/.test(status))) {
      const stands = /^([235])XX$/i.test(key) ? [Number(key[0]) * 100] : COMMON;
      const node = document.getIn([...place, key], true);
      const holder: unknown = document.getIn(place, true);
      for (const status of stands) {
        if (!Object.keys(responses).includes(String(status)) && isMap(holder))
          holder.set(
            String(status),
            isObject(node) && 'clone' in node ? (node as { clone(): unknown }).clone() : node,
          );
      }
      document.deleteIn([...place, key]);
      changed = true;
    }
  }
  if (changed) notes.push(`"default" and "4XX" became ${COMMON.join(', ')}: look whether these are right`);
}

/** Marks operations that play no role, so that nobody takes them for forgotten. `creates` is one that could. */
export function markOthers(
  text: string,
  { played, creates }: { played: readonly string[]; creates?: string | undefined },
): string {
  const document = parseDocument(text, { merge: true });
  const others = operationsOf(document.toJS()).filter(
    ({ id, raw }) => !played.includes(id) && raw['x-no-role'] === undefined,
  );
  for (const { path, method, id } of others)
    document.setIn(
      ['paths', path, method, 'x-no-role'],
      id === creates
        ? 'it creates webhooks, and no operation deletes them: what a run made would stay'
        : 'TODO it creates, lists, gets, updates or deletes no webhook, or does it?',
    );
  return others.length > 0 ? String(document) : text;
}
