/**
 * The last look at what was written: whatever the redactor was told to hide, in any form in which it could leave,
 * must not stand in a file. Nothing is trusted to have been cleaned, since one forgotten place is enough.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

/** A file in which a secret stands. */
export interface Leak {
  path: string;
  /** The secret's name. */
  name: string;
}

/** So many characters of a form are looked up at every place of a text. */
const STEM = 6;

export class Scan {
  /** Forms by how they begin. */
  readonly #byStem = new Map<string, [form: string, name: string][]>();
  /** Of two neighbouring characters: whether a form begins with them. Nearly every place of a text ends here. */
  readonly #begins = new Uint8Array(1 << 16);
  #longest = 0;

  /** Adds what must not be found: forms of secrets, with the names of the secrets. */
  add(forms: Iterable<readonly [form: string, name: string]>): void {
    for (const [form, name] of forms) for (const one of inMarkup(form)) this.#add(one, name);
  }

  /** The name of a secret that stands in a text. */
  find(text: string): string | undefined {
    for (let at = 0; at + STEM <= text.length; at += 1) {
      if (this.#begins[pair(text, at)] === 0) continue;
      const forms = this.#byStem.get(text.slice(at, at + STEM));
      const found = forms?.find(([form]) => text.startsWith(form, at));
      if (found) return found[1];
    }
    return undefined;
  }

  /** The same for a file of any size. A file that is not there, or is none (a pipe), holds nothing. */
  async findIn(path: string): Promise<string | undefined> {
    const kind = await stat(path).catch(() => undefined);
    if (kind?.isFile() !== true) return undefined;
    let before = '';
    for await (const chunk of createReadStream(path, 'utf8') as AsyncIterable<string>) {
      const name = this.find(before + chunk);
      if (name !== undefined) return name;
      before = (before + chunk).slice(-this.#longest);
    }
    return undefined;
  }

  #add(form: string, name: string): void {
    if (form.length < STEM) return;
    const stem = form.slice(0, STEM);
    const known = this.#byStem.get(stem) ?? [];
    if (!known.some(([other]) => other === form)) known.push([form, name]);
    this.#byStem.set(stem, known);
    this.#begins[pair(form, 0)] = 1;
    this.#longest = Math.max(this.#longest, form.length);
  }
}

/** The files among these in which a secret stands. */
export async function leaksIn(paths: readonly string[], scan: Scan): Promise<Leak[]> {
  const leaks: Leak[] = [];
  for (const path of paths) {
    const name = await scan.findIn(path);
    if (name !== undefined) leaks.push({ path, name });
  }
  return leaks;
}

function pair(text: string, at: number): number {
  return ((text.charCodeAt(at) & 0xff) << 8) | (text.charCodeAt(at + 1) & 0xff);
}

/** As it stands in HTML and XML, in queries and forms, and within a JSON text in a JSON text. */
function inMarkup(form: string): Set<string> {
  const escaped = form.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const small = form.replace(/%[0-9A-F]{2}/g, (digits) => digits.toLowerCase());
  return new Set([
    form,
    small,
    new URLSearchParams({ '': form }).toString().slice(1),
    escaped,
    escaped.replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
    JSON.stringify(form).slice(1, -1),
  ]);
}
