/** Reads a body to its end, within bounds, and parses it. */
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';

/** No answer of a configuration operation comes near; an endless one is cut off here. */
export const LARGEST_BODY = 4 * 1024 * 1024;

/** Whoever walks through a body does so by recursion. */
const DEEPEST = 500;

const UNPACK: Readonly<
  Record<string, (data: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>>
> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

export interface ReadBody {
  text: string;
  json: unknown;
  unreadable?: string;
}

/** Collects the bytes; undefined when there are more than `LARGEST_BODY`. */
export async function collect(stream: Readable): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LARGEST_BODY) {
      stream.destroy();
      return undefined;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Unpacks, decodes and parses. Whatever is wrong on the way is said in `unreadable`. */
export async function decode(
  bytes: Buffer | undefined,
  headers: Readonly<Record<string, string>>,
  method: string,
): Promise<ReadBody> {
  if (bytes === undefined) {
    return { text: '', json: undefined, unreadable: `the body is larger than ${LARGEST_BODY} bytes` };
  }
  const declared = headers['content-length'];
  if (declared !== undefined && method !== 'HEAD' && Number(declared) !== bytes.length) {
    return {
      text: '',
      json: undefined,
      unreadable: `content-length says ${declared} bytes, ${bytes.length} came`,
    };
  }
  const unpacked = await unpack(bytes, headers['content-encoding']);
  if (typeof unpacked === 'string') return { text: '', json: undefined, unreadable: unpacked };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(unpacked);
  } catch {
    return { text: unpacked.toString('latin1'), json: undefined, unreadable: 'the body is not UTF-8' };
  }
  return parse(text, headers['content-type'] ?? '');
}

async function unpack(bytes: Buffer, encoding: string | undefined): Promise<Buffer | string> {
  const names = (encoding ?? '').split(',').map((name) => name.trim().toLowerCase());
  let result = bytes;
  for (const name of names.toReversed()) {
    if (name === '' || name === 'identity' || result.length === 0) continue;
    const unpackOne = UNPACK[name];
    if (!unpackOne) return `content-encoding "${name}" is not known`;
    try {
      result = await unpackOne(result, { maxOutputLength: LARGEST_BODY });
    } catch {
      return `the body is not the ${name} that it claims to be`;
    }
  }
  return result;
}

function parse(text: string, contentType: string): ReadBody {
  if (text.trim() === '') return { text, json: undefined };
  if (tooDeep(text))
    return { text: '', json: undefined, unreadable: `the body is nested deeper than ${DEEPEST} levels` };
  try {
    return { text, json: JSON.parse(text) as unknown };
  } catch {
    const claimed = /[/+]json\b/i.test(contentType);
    const what = claimed
      ? 'the body is not the JSON that it claims to be'
      : `the body is ${contentType || 'of no type'}, not JSON`;
    return { text, json: undefined, unreadable: what };
  }
}

/** Whether more brackets are open at once than anybody needs. */
function tooDeep(text: string): boolean {
  let depth = 0;
  let inText = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (inText) {
      if (code === BACKSLASH) index += 1;
      else if (code === QUOTE) inText = false;
    } else if (code === QUOTE) inText = true;
    else if (code === ARRAY || code === OBJECT) {
      depth += 1;
      if (depth > DEEPEST) return true;
    } else if (code === ARRAY_END || code === OBJECT_END) depth -= 1;
  }
  return false;
}

const [BACKSLASH, QUOTE, ARRAY, OBJECT, ARRAY_END, OBJECT_END] = Array.from('\\"[{]}', (one) =>
  one.charCodeAt(0),
);
