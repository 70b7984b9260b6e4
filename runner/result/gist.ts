/**
 * What a sentence says, whatever the values were that it was said of: ids, addresses, times and numbers of one
 * request. Two sentences with one gist tell the same thing.
 */
import { MADE_UP } from './marker.ts';

/** A longer sentence was made to be; its beginning tells enough. */
const LONGEST = 2000;

/** Said at the end of a sentence, of how often and where. */
const REMARK = /\s\((?:seen in|and \d+ of|case seed|round|generated)[^()]*\)/g;

/** A text in JSON's quotes, perhaps cut before the second. */
const TEXT = /"(?:[^"\\]|\\.)*(?:"|$)/g;
const NUMBER = /(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])/g;

/** Of a schema: `place: must be …, got …`. */
const DEMAND = /: (?:must |there is no )/;
const GOT = ', got ';

/** Without what says how often and where it was seen. */
export function withoutRemarks(message: string): string {
  return message
    .slice(0, LONGEST)
    .replaceAll(REMARK, '')
    .replace(/, by: .*$/s, '');
}

/** The sentence with each value as `…`. */
export function gist(message: string): string {
  const plain = withoutRemarks(message)
    .replaceAll(MADE_UP, '…')
    .replaceAll(/\[\d+\]/g, '[*]');
  const demand = plain.search(DEMAND);
  if (demand < 0) return plain.replaceAll(TEXT, '"…"').replaceAll(NUMBER, '…');
  // What a schema demands is the contract's own, and stays as it is.
  const got = plain.indexOf(GOT, demand);
  return got < 0 ? plain : plain.slice(0, got + GOT.length) + kindOf(plain.slice(got + GOT.length));
}

/** A number where a text must be is another thing than a text of another form. */
function kindOf(value: string): string {
  if (value.startsWith('"')) return '"…"';
  if (value.startsWith('[')) return '[…]';
  if (value.startsWith('{')) return '{…}';
  return /^-?\d/.test(value) ? '…' : value;
}
