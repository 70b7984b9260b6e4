/**
 * HTML by tagged template. Whatever is put into one is text, and is escaped, unless it is the result of another
 * one: there is no way to forget it.
 */
import { visible, visibleLines } from '../text.ts';

export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Value = Markup | string | number | undefined | false | readonly Value[];

export function markup(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  let text = '';
  let written = '';
  parts.forEach((part, index) => {
    text += part;
    written += part;
    // Quotes matter within a tag alone, and in text they are every fifth character of a JSON body.
    const inTag = written.lastIndexOf('<') > written.lastIndexOf('>');
    text += render(values[index], inTag);
  });
  return new Markup(text);
}

/** Text whose line feeds count: for `pre`. */
export function lines(text: string): Markup {
  return new Markup(escape(visibleLines(text)));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string, quotes = false): string {
  return text.replace(quotes ? /[&<>"']/g : /[&<>]/g, (character) => ENTITIES[character] ?? character);
}

function render(value: Value, inTag: boolean): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'string') return escape(visible(value), inTag);
  if (typeof value === 'number') return String(value);
  return value.map((each) => render(each, inTag)).join('');
}
