/** How a document says that callers prove who they are. */
import { at, isObject } from '../../../spec/json.ts';

export interface Credentials {
  /** The header that carries the key. */
  header: string;
  /** Forgeries that no server may take for the key, together where one answer tells the same of them. */
  forgeries: readonly (readonly string[])[];
  todo?: string;
}

const PLAIN = [
  ['no-credentials', 'empty-key', 'unknown-key'],
  ['tampered-key', 'truncated-key', 'extended-key', 'key-case'],
];
/** Base64 may be read with a character too few or too many at its end. */
const ENCODED = [['no-credentials', 'empty-key', 'unknown-key', 'tampered-beginning']];

/** The header that carries the key: the one that the document has, or a likely one with what is to be decided. */
export function credentialsOf(document: unknown): Credentials {
  const all = at(document, '/components/securitySchemes');
  const schemes = Object.values(isObject(all) ? all : {}).filter(isObject);
  const keys = (place: string): string[] =>
    schemes
      .filter(({ type, in: where }) => type === 'apiKey' && where === place)
      .map(({ name }) => String(name));
  const has = (...words: readonly string[]): boolean =>
    schemes.some(
      ({ type, scheme }) => words.includes(String(type)) || words.includes(String(scheme).toLowerCase()),
    );
  const [first, ...others] = keys('header');
  if (first !== undefined) {
    const several = `the document has several headers (${[first, ...others].join(', ')}); a signature needs a signer of its own`;
    return { header: first, forgeries: PLAIN, ...(others.length > 0 ? { todo: several } : {}) };
  }
  if (has('bearer', 'oauth2', 'openIdConnect'))
    return {
      header: 'Authorization',
      forgeries: PLAIN,
      todo: 'a token: write apiKey in the target file as "Bearer ${TOKEN}"',
    };
  if (has('basic'))
    return {
      header: 'Authorization',
      forgeries: ENCODED,
      todo: 'a name and a password: write apiKey in the target file as "Basic ${BASE64}"',
    };
  const [cookie] = keys('cookie');
  if (cookie !== undefined)
    return {
      header: 'Cookie',
      forgeries: PLAIN,
      todo: `a cookie: write apiKey in the target file as "${cookie}=\${KEY}"`,
    };
  const [query] = keys('query');
  const why =
    query === undefined
      ? 'the document does not say in which header the key is'
      : `the document has the key in the query, as ${query}: that needs a signer of its own`;
  return { header: 'X-API-Key', forgeries: PLAIN, todo: why };
}
