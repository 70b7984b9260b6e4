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
  return new Markup(parts.map((part, index) => part + render(values[index])).join(''));
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

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

function render(value: Value): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'string') return escape(visible(value));
  if (typeof value === 'number') return String(value);
  return value.map(render).join('');
}
