/** What one answer gives and a later request takes up: ids above all. */
import type { Exchange } from '../../runner/result/result.ts';
import { literally, type Substitution } from './words.ts';

export interface Handed {
  /** The name of its shell variable. */
  variable: string;
  value: string | number;
  /** The exchange whose answer first shows it. */
  from: number;
  /** That one, and later ones of the same kind that show it again at the same place. */
  shown: readonly number[];
  /** Where in the body. */
  path: readonly (string | number)[];
}

/** Shorter texts without a digit are words of the API, like a status. */
const ID = /\d|^.{12,}$/s;
/** A body with more values than these is a flood. */
const MOST_LEAVES = 5000;

/** The values that are handed on, or wanted for what is said of the answers, in the order in which they turn up. */
export function handedOn(exchanges: readonly Exchange[], wanted: ReadonlySet<unknown> = new Set()): Handed[] {
  const handed: Handed[] = [];
  const known = new Set<string | number>();
  for (const [from, { response }] of exchanges.entries()) {
    for (const { path, value } of leavesOf(response?.body)) {
      if (known.has(value) || !isId(value)) continue;
      known.add(value);
      const sentBefore = exchanges.slice(0, from + 1).some((exchange) => takes(exchange, value));
      const takenUp = !sentBefore && exchanges.slice(from + 1).some((exchange) => takes(exchange, value));
      if (!takenUp && (sentBefore || !wanted.has(value))) continue;
      const shown = exchanges.flatMap((exchange, index) =>
        index >= from && alike(exchange, exchanges[from]) && at(exchange, path) === value ? [index] : [],
      );
      handed.push({ variable: `ID_${handed.length + 1}`, value, from, shown, path });
    }
  }
  return handed;
}

/** Puts the variable in the place of the value: in a URL in its escaped form. */
export function substitutionOf(
  { variable, value }: Pick<Handed, 'variable' | 'value'>,
  where: 'url' | 'body',
): Substitution {
  const expression = (): string => (where === 'url' ? `$(escaped "$${variable}")` : `$${variable}`);
  return { pattern: patternOf(value, where), expression };
}

/** Puts the variable in the place of a JSON value that is just that. */
export function wholeValue({ variable, value }: Pick<Handed, 'variable' | 'value'>): Substitution {
  const pattern = new RegExp(`^${literally(JSON.stringify(value))}$`);
  return { pattern, expression: () => (typeof value === 'number' ? `$${variable}` : `\\"$${variable}\\"`) };
}

function alike(a: Exchange, b: Exchange | undefined): boolean {
  return a.request.method === b?.request.method && a.request.url === b.request.url;
}

function at({ response }: Exchange, path: readonly (string | number)[]): unknown {
  const same = leavesOf(response?.body).find((leaf) => leaf.path.join('\n') === path.join('\n'));
  return same?.value;
}

function takes({ request }: Exchange, value: string | number): boolean {
  return (
    patternOf(value, 'url').test(request.url) ||
    (request.body !== undefined && patternOf(value, 'body').test(request.body))
  );
}

function patternOf(value: string | number, where: 'url' | 'body'): RegExp {
  if (typeof value === 'number') {
    // A number is one only between what ends numbers.
    return where === 'url'
      ? new RegExp(`(?<=[/=])${value}(?=$|[/?&#])`)
      : new RegExp(`(?<=[:[,]\\s*)${value}(?=\\s*[,}\\]])`);
  }
  const text =
    where === 'url' ? encodeURIComponent(value.toWellFormed()) : JSON.stringify(value).slice(1, -1);
  return new RegExp(literally(text));
}

function isId(value: string | number): boolean {
  return typeof value === 'number'
    ? Number.isSafeInteger(value) && value > 0
    : value.length >= 4 && ID.test(value);
}

function leavesOf(body: string | undefined): { path: (string | number)[]; value: string | number }[] {
  let data: unknown;
  try {
    data = JSON.parse(body ?? '');
  } catch {
    return [];
  }
  const leaves: { path: (string | number)[]; value: string | number }[] = [];
  const visit = (value: unknown, path: (string | number)[]): void => {
    if (leaves.length > MOST_LEAVES || path.length > 20) return;
    if (typeof value === 'string' || typeof value === 'number') leaves.push({ path, value });
    else if (Array.isArray(value)) value.forEach((element, index) => visit(element, [...path, index]));
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) visit(inner, [...path, key]);
    }
  };
  visit(data, []);
  return leaves;
}
