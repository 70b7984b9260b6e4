/** `${NAME}` and `${NAME:-default}` in a target file, filled in from the environment. */
import { isObject } from '../../spec/json.ts';

/** Says that something is wrong at a place of the file. */
type Fail = (pointer: string, problem: string) => never;

/** As it stands in the file. */
interface Variable {
  whole: string;
  name: string;
  otherwise: string | undefined;
}

const PLACEHOLDER = '__variable_';

export class Variables {
  readonly #environment: NodeJS.ProcessEnv;
  readonly #found: Variable[] = [];
  /** What became a number of an id, by its pointer, as it was: some contracts have ids that are texts of digits. */
  readonly digits = new Map<string, string>();

  constructor(environment: NodeJS.ProcessEnv) {
    this.#environment = environment;
  }

  /**
   * Puts plain words in the place of variables before the YAML is parsed: braces mean something else inside
   * `{ apiKey: ${KEY} }`, and a secret may hold any character, so it is filled in only after.
   */
  hidden(text: string): string {
    return text.replace(
      /\$\{([^}:]*)(?::-([^}]*))?\}/g,
      (whole, name: string, otherwise: string | undefined) => {
        this.#found.push({ whole, name, otherwise });
        return `${PLACEHOLDER}${this.#found.length - 1}_`;
      },
    );
  }

  /** The values in the place of those words, anywhere in what stands at a place. */
  filled(value: unknown, pointer: string, fail: Fail): unknown {
    if (typeof value === 'string') return this.#substituted(value, pointer, fail);
    if (Array.isArray(value))
      return value.map((element, index) => this.filled(element, `${pointer}/${index}`, fail));
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, this.filled(inner, `${pointer}/${key}`, fail)]),
    );
  }

  #substituted(text: string, pointer: string, fail: Fail): string | number {
    const filled = text.replace(/__variable_(\d+)_/g, (_, index: string) => {
      const variable = this.#found[Number(index)];
      return variable ? this.#value(variable, pointer, fail) : '';
    });
    // Ids of fixtures are numbers where they look like some: what is filled in comes as text.
    const isId = /Ids?(\/\d+)?$/.test(pointer);
    if (!isId || filled === text || !/^\d+$/.test(filled)) return filled;
    this.digits.set(pointer, filled);
    return Number(filled);
  }

  #value({ whole, name, otherwise }: Variable, pointer: string, fail: Fail): string {
    if (!/^[A-Za-z_]\w*$/.test(name))
      fail(pointer, `"${whole}" is no variable; write \${NAME} or \${NAME:-default}`);
    const value = this.#environment[name];
    if (value !== undefined && value !== '') return value;
    if (otherwise !== undefined) return otherwise;
    return fail(pointer, `the environment variable ${name} is not set; set it or write \${${name}:-default}`);
  }
}
