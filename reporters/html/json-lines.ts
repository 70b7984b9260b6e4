/**
 * A JSON body broken into lines, each with its place in the document. The text itself stays as it was received
 * (a number's spelling, a doubled key, an end cut off are evidence), so this reads tokens, not values.
 */

export interface BodyLine {
  depth: number;
  text: string;
  /** The member or element that begins on this line; undefined for a line that only closes one. */
  path: readonly string[] | undefined;
}

const TOKEN = /"(?:[^"\\]|\\.)*"?|[{}[\],:]|[^\s"{}[\],:]+/gs;

/** No sentence names a place below this; a hostile body of brackets alone would else take memory by its square. */
const DEEPEST = 64;

interface Level {
  path: readonly string[];
  array: boolean;
  index: number;
  key: string | undefined;
}

/** Undefined: the body is no JSON object or array. */
export function jsonLines(body: string): BodyLine[] | undefined {
  if (!/^\s*[{[]/.test(body)) return undefined;
  const tokens = body.match(TOKEN) ?? [];
  const levels: Level[] = [];
  const result: BodyLine[] = [];
  let line: BodyLine = { depth: 0, text: '', path: [] };
  const flush = (): void => {
    if (line.text !== '') result.push(line);
  };

  tokens.forEach((token, index) => {
    const level = levels.at(-1);
    switch (token) {
      case '{':
      case '[': {
        const path = pathIn(level);
        line.path ??= path;
        line.text += token;
        levels.push({ path, array: token === '[', index: 0, key: undefined });
        const next = tokens[index + 1];
        // An empty one stays on its line.
        if (next !== '}' && next !== ']') {
          flush();
          line = { depth: levels.length, text: '', path: undefined };
        }
        return;
      }
      case '}':
      case ']':
        levels.pop();
        if (tokens[index - 1] !== '{' && tokens[index - 1] !== '[') {
          flush();
          line = { depth: levels.length, text: '', path: undefined };
        }
        line.text += token;
        return;
      case ',':
        line.text += token;
        flush();
        if (level !== undefined) {
          level.index += 1;
          level.key = undefined;
        }
        line = { depth: levels.length, text: '', path: undefined };
        return;
      case ':':
        line.text += ': ';
        return;
      default:
        if (level !== undefined && !level.array && level.key === undefined) level.key = unquoted(token);
        line.path ??= pathIn(level);
        // Where nothing parts two words, the body is broken there; they must not grow together.
        if (/[^\s{[]$/.test(line.text)) line.text += ' ';
        line.text += token;
    }
  });
  flush();
  return result;
}

/** The value on a line, as it is spelt: without its name and its comma. */
export function valueOf({ text }: BodyLine): string {
  return text.replace(/,$/, '').replace(/^"(?:[^"\\]|\\.)*": /s, '');
}

function pathIn(level: Level | undefined): readonly string[] {
  if (level === undefined) return [];
  if (level.path.length >= DEEPEST) return level.path;
  return [...level.path, level.array ? String(level.index) : (level.key ?? '')];
}

function unquoted(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return token;
  }
}
