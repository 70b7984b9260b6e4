/** JSON as a report keeps it: whole, or its beginning alone. */
import { isObject } from '../../../spec/json.ts';

/** Undefined for what is no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** What the beginning of a JSON text says for certain: cut behind its last whole element, and closed. */
export function parsedAsFar(text: string): unknown {
  const open: string[] = [];
  let whole = '';
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (quoted) {
      if (character === '\\') index += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{') open.push('}');
    else if (character === '[') open.push(']');
    else if (character === '}' || character === ']') open.pop();
    else if (character === ',') whole = text.slice(0, index) + open.toReversed().join('');
  }
  return parsed(text) ?? parsed(whole);
}

/** Every text and number in a value, wherever it stands: ids and URLs among them. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'number' || typeof value === 'string') return [String(value)];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}
