/** Bodies made from a lawful one. Each still holds it, so that whoever reads too much into them shows it by acting. */
import { isObject } from '../spec/json.ts';

/** The name of a member that no contract has. */
const EXTRA = 'wc_extra';

/** Not JSON, each in one way. */
export const BROKEN: Readonly<Record<string, (json: string) => string>> = {
  'cut off': (json) => json.slice(0, -1),
  'trailing comma': (json) => `${json.slice(0, -1)},}`,
  'single quotes': (json) => json.replaceAll('"', "'"),
  'unquoted key': (json) => json.replace(/"(\w+)":/, '$1:'),
  NaN: (json) => withMember(json, EXTRA, 'NaN'),
  'text before it': (json) => `body ${json}`,
  'text after it': (json) => `${json} body`,
  'two documents': (json) => `${json}\n${json}`,
  'raw control character in a text': (json) => withMember(json, EXTRA, '"a\u0001b"'),
  'white space that JSON does not know': (json) => json.replace('{', '{\f'),
};

/** JSON, but no object. */
export const NOT_OBJECTS: Readonly<Record<string, (json: string) => string>> = {
  array: (json) => `[${json}]`,
  text: (json) => JSON.stringify(json),
  number: () => '42',
  true: () => 'true',
  null: () => 'null',
};

/** With white space before, in and behind it, which every reader of JSON passes over. */
function spaced(body: unknown): string {
  return `\r\n\t ${JSON.stringify(body, null, '\t').replaceAll('\n', ' \r\n')} \r\n`;
}

/** The same JSON in other spellings, each of which every reader of JSON knows. */
export const RESPELT: Readonly<Record<string, (body: unknown) => string>> = {
  'white space everywhere': spaced,
  'every character escaped': (body) => JSON.stringify(body).replace(/"((?:[^"\\]|\\.)*)"/g, escaped),
  'slashes escaped': (body) => JSON.stringify(body).replaceAll('/', String.raw`\/`),
  'members in another order': (body) => JSON.stringify(backwards(body)),
};

/** JSON with an addition that says nothing. */
export const ODD: Readonly<Record<string, (body: unknown) => string | Uint8Array>> = {
  'every member twice': (body) => {
    const members = JSON.stringify(body).slice(1, -1);
    return `{${members},${members}}`;
  },
  'half of a surrogate pair': (body) => withMember(JSON.stringify(body), EXTRA, String.raw`"\ud83d"`),
  'bytes that are not UTF-8': (body) => {
    const [before = '', after = ''] = withMember(JSON.stringify(body), EXTRA, '"|"').split('|');
    return Buffer.concat([Buffer.from(before), Buffer.of(0xc3, 0x28), Buffer.from(after)]);
  },
  'a member __proto__': (body) => withMember(JSON.stringify(body), '__proto__', `{"${EXTRA}":true}`),
};

const LEVELS = 1_000;

/** With a member of a thousand arrays in each other, and in them as many objects. */
export function nestedDeep(json: string): string {
  const objects = `${'{"a":'.repeat(LEVELS)}1${'}'.repeat(LEVELS)}`;
  return withMember(json, EXTRA, `${'['.repeat(LEVELS)}${objects}${']'.repeat(LEVELS)}`);
}

/** With white space of 600,000 bytes between two tokens. */
export function padded(json: string): string {
  return json.replace('{', `{${' '.repeat(600_000)}`);
}

function withMember(json: string, name: string, value: string): string {
  const separator = json === '{}' ? '' : ',';
  return `${json.slice(0, -1)}${separator}"${name}":${value}}`;
}

/** A text of JSON with every character in hexadecimal. */
function escaped(text: string): string {
  const value = JSON.parse(text) as string;
  const units = Array.from({ length: value.length }, (_, index) => value.charCodeAt(index));
  return `"${units.map((unit) => String.raw`\u${unit.toString(16).padStart(4, '0')}`).join('')}"`;
}

function backwards(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(backwards);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, member]) => [name, backwards(member)])
      .toReversed(),
  );
}
