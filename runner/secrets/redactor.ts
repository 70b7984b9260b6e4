/**
 * Removes secrets by value, in the encodings in which they could leave the process. Everything that is written
 * or printed passes here. Values that the suite made up are no secrets: removing a one-letter one would eat
 * the report.
 */
import { hideParts } from './secret-parts.ts';

/** Shorter values are no secrets that a service would issue, and removing them would garble everything. */
const SHORTEST = 6;

export class Redactor {
  readonly #names = new Map<string, string>();
  readonly #credentials = new Map<string, string>();
  /** The longest first: a key that holds another as its beginning must go whole. */
  #forms: string[] | undefined;

  /** From now on `value` is written as `<name>`. */
  add(name: string, value: unknown): void {
    if (typeof value !== 'string' || value.length < SHORTEST || this.#names.has(value)) return;
    for (const form of encodings(value)) {
      if (form.length >= SHORTEST && !this.#names.has(form)) this.#names.set(form, name);
    }
    this.#forms = undefined;
  }

  /** The same for what a request proves itself with: forgeries may hold parts of it. */
  addCredential(name: string, value: unknown): void {
    this.add(name, value);
    if (typeof value !== 'string' || value.length < SHORTEST || this.#credentials.has(value)) return;
    this.#credentials.set(value, this.#names.get(value) ?? name);
  }

  /**
   * A forged header's value, with what it has of a credential told by its place: `<apiKey 1-31>q` can be made
   * again by who has the key, and read by nobody else.
   */
  cleanForged(text: string): string {
    return hideParts(text, this.#credentials, SHORTEST);
  }

  /** Every form that is removed, with the name of its secret: for the last look at what was written. */
  get forms(): ReadonlyMap<string, string> {
    return this.#names;
  }

  /** The text without secrets. */
  clean(text: string): string {
    this.#forms ??= [...this.#names.keys()].sort((a, b) => b.length - a.length);
    let result = text;
    // One by one: a search for a text is far faster than an expression of thousands of alternatives.
    for (const form of this.#forms) {
      if (result.includes(form)) result = result.replaceAll(form, `<${this.#names.get(form) ?? 'secret'}>`);
    }
    return result;
  }

  /** Every text within plain data cleaned, keys too. */
  cleanData<T>(data: T): T {
    return cleanDeep(data, (text) => this.clean(text)) as T;
  }
}

function encodings(value: string): string[] {
  const bytes = Buffer.from(value, 'utf8');
  const base64 = bytes.toString('base64');
  const asText = JSON.stringify(value).slice(1, -1);
  return [
    value,
    encodeURIComponent(value.toWellFormed()),
    base64,
    base64.replaceAll('=', ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    ...withinBase64(bytes),
    asText,
    // In a JSON text that a JSON text quotes.
    JSON.stringify(asText).slice(1, -1),
  ];
}

/** What is left of it in the Base64 of a text around it (`user:secret`), where it begins one or two bytes later. */
function withinBase64(bytes: Buffer): string[] {
  if (bytes.length < 2 * SHORTEST) return [];
  return [0, 1, 2].map((later) => {
    const whole = Buffer.concat([Buffer.alloc(later), bytes]);
    const own = whole.toString('base64').slice(later === 0 ? 0 : 4);
    // The last group may hold bits of what follows.
    return own.slice(0, own.length - 4);
  });
}

function cleanDeep(data: unknown, clean: (text: string) => string): unknown {
  if (typeof data === 'string') return clean(data);
  if (Array.isArray(data)) return data.map((element) => cleanDeep(element, clean));
  if (typeof data === 'object' && data !== null) {
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => [clean(key), cleanDeep(value, clean)]),
    );
  }
  return data;
}
