import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document, type Node } from 'yaml';

import { InputError } from './errors.ts';
import { steps } from './json.ts';

/** Knows where something stands, for messages. */
export interface Located {
  readonly path: string;
  /** `rules.yaml:12` for what a pointer leads to, or as much of it as is known. */
  locate(pointer: string): string;
}

/** A YAML (or JSON) file whose values know their lines. */
export class SourceFile implements Located {
  readonly path: string;
  readonly #document: Document;
  readonly #lines: LineCounter;

  private constructor(path: string, document: Document, lines: LineCounter) {
    this.path = path;
    this.#document = document;
    this.#lines = lines;
  }

  /** Reads and parses a file; InputError with file, line and the parser's reason where that fails. `prepare` sees the text first. */
  static async read(path: string, prepare: (text: string) => string = (text) => text): Promise<SourceFile> {
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (cause) {
      const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
      throw new InputError(`${path}: ${missing ? 'there is no such file' : 'cannot be read'}`, { cause });
    }
    return SourceFile.parse(path, prepare(text));
  }

  static parse(path: string, text: string): SourceFile {
    const lines = new LineCounter();
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: true,
      merge: true,
    });
    const [error] = document.errors;
    if (error) {
      const { line, col } = lines.linePos(error.pos[0]);
      throw new InputError(`${path}:${line}:${col}: ${error.message}`, { cause: error });
    }
    return new SourceFile(path, document, lines);
  }

  /** The whole file as plain data, merge keys and anchors resolved. */
  get data(): unknown {
    return this.#document.toJS({ maxAliasCount: 1000 }) as unknown;
  }

  /** `rules.yaml:12` for what a pointer leads to, its key where it has one, or for its nearest parent that stands in the file. */
  locate(pointer: string): string {
    const path = steps(pointer).map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    for (let length = path.length; length > 0; length -= 1) {
      const node = this.#key(path.slice(0, length)) ?? this.#document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return `${this.#name}:${this.#lines.linePos(node.range[0]).line}`;
    }
    return this.#name;
  }

  /** The key under which something stands in a map. */
  #key(path: readonly (string | number)[]): Node | undefined {
    const holder: unknown =
      path.length === 1 ? this.#document.contents : this.#document.getIn(path.slice(0, -1), true);
    if (!isMap(holder)) return undefined;
    const pair = holder.items.find(({ key }) => isScalar(key) && String(key.value) === String(path.at(-1)));
    return isNode(pair?.key) ? pair.key : undefined;
  }

  get #name(): string {
    return basename(this.path);
  }
}
