/** Finds the secrets that answers bring: they are the target's, and no report may show them. */
import type { Contract } from '../../spec/contract.ts';
import { isObject, steps } from '../../spec/json.ts';
import type { Redactor } from './redactor.ts';

export class ResponseSecrets {
  readonly #names: ReadonlySet<string>;
  readonly #redactor: Redactor;
  readonly #marker: string;

  /** Values that bear the run's marker are the suite's own: removing them would eat the report. */
  constructor(contract: Contract, redactor: Redactor, marker: string) {
    this.#names = new Set(contract.item.secrets.map((pointer) => steps(pointer).at(-1) ?? ''));
    this.#redactor = redactor;
    this.#marker = marker;
  }

  /** Hides every secret of a parsed body, wherever it stands. */
  hide(body: unknown): void {
    if (this.#names.size > 0) this.#visit(body, 0);
  }

  #visit(value: unknown, depth: number): void {
    // A hostile answer may be nested without end.
    if (depth > 50) return;
    if (Array.isArray(value)) {
      for (const element of value) this.#visit(element, depth + 1);
    } else if (isObject(value)) {
      for (const [key, inner] of Object.entries(value)) {
        if (typeof inner !== 'string') this.#visit(inner, depth + 1);
        else if (this.#names.has(key) && !inner.includes(this.#marker)) this.#redactor.add(key, inner);
      }
    }
  }
}
