/** JSON values and RFC 6901 pointers into them, with `*` for every element of an array. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A JSON object, as opposed to an array, a scalar or nothing. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The unescaped steps of a pointer; none for the whole document (`''`). */
export function steps(pointer: string): string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The pointer to what lies further down: the steps behind it, escaped. */
export function below(pointer: string, ...path: readonly string[]): string {
  return path.reduce(
    (place, step) => `${place}/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    pointer,
  );
}

/** One step down, own properties alone: `__proto__` in a hostile answer leads nowhere. */
function descend(value: unknown, step: string): unknown {
  if (Array.isArray(value)) return /^\d+$/.test(step) ? value[Number(step)] : undefined;
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

/** What a pointer leads to, or undefined. */
export function at(document: unknown, pointer: string): unknown {
  return steps(pointer).reduce(descend, document);
}

/** Sets a value, making the objects on the way; in place. */
export function put(document: unknown, pointer: string, value: unknown): void {
  const path = steps(pointer);
  const last = path.pop();
  if (last === undefined || !isObject(document)) return;
  let holder: Record<string, unknown> = document;
  for (const step of path) {
    const next = descend(holder, step);
    if (isObject(next)) holder = next;
    else {
      const made: Record<string, unknown> = {};
      holder[step] = made;
      holder = made;
    }
  }
  holder[last] = value;
}

/** Removes a member; in place. */
export function drop(document: unknown, pointer: string): void {
  const path = steps(pointer);
  const last = path.pop();
  const holder = path.reduce(descend, document);
  if (last !== undefined && isObject(holder)) delete holder[last];
}

/** Deep equality of JSON values; the order of an object's members does not count. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((element, index) => same(element, b[index]));
  }
  if (isObject(a) && isObject(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]))
    );
  }
  return a === b;
}

/** A value in a message: JSON, one line, cut at `length` characters. */
export function show(value: unknown, length = 120): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

/** The words for a place in a body: `data.configs[2].url` for `/data/configs/2/url`. */
export function words(pointer: string): string {
  const text = steps(pointer).reduce(
    (path, step) => (/^\d+$/.test(step) ? `${path}[${step}]` : path === '' ? step : `${path}.${step}`),
    '',
  );
  return text === '' ? 'the body' : text;
}
