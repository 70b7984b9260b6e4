/** Every documented answer has a name; this tells which one an answer is. */
import type { RoleName } from './contract.ts';
import { at, isObject, same, show, words } from './json.ts';

/** What one place of a body must hold. */
export type Expected = { any: readonly unknown[] } | { matches: RegExp } | { present: boolean };

/** One shape that an answer may have: statuses, and what the body holds. */
export interface Shape {
  status: readonly number[];
  /** Pointer to what stands there; `*` steps into every element of an array. */
  body: ReadonlyMap<string, Expected>;
}

/** One way to meet an outcome. */
export interface Choice extends Shape {
  /** How the report names it. */
  reading: string;
  /** The question of the documents that lets it pass; absent on a first choice. */
  gap?: string;
}

export interface Outcome {
  name: string;
  /** The first choice, then what else passes. */
  choices: readonly [Choice, ...Choice[]];
}

/** The part of an answer that outcomes speak of. */
export interface Answered {
  status: number;
  /** The parsed body; undefined where there is none or none that can be read. */
  body: unknown;
}

export class OutcomeBook {
  readonly #outcomes: ReadonlyMap<string, ReadonlyMap<RoleName, Outcome>>;

  constructor(outcomes: ReadonlyMap<string, ReadonlyMap<RoleName, Outcome>>) {
    this.#outcomes = outcomes;
  }

  get names(): string[] {
    return [...this.#outcomes.keys()];
  }

  has(name: string): boolean {
    return this.#outcomes.has(name);
  }

  /** The outcome as the given operation has it. */
  get(name: string, role: RoleName): Outcome {
    const outcome = this.#outcomes.get(name)?.get(role);
    if (!outcome) throw new TypeError(`no outcome "${name}" for ${role}`);
    return outcome;
  }

  /** The names of the outcomes whose first choice an answer has, and that tell a reader something by it. */
  lookalikes(answered: Answered, role: RoleName): string[] {
    return this.names.filter((name) => {
      const [first] = this.get(name, role).choices;
      return fits(first, answered) && !isLoose(first);
    });
  }
}

/** The first of an outcome's choices that an answer has, or undefined. */
export function choose(outcome: Outcome, answered: Answered): Choice | undefined {
  return outcome.choices.find((choice) => fits(choice, answered));
}

/** Many statuses and nothing else: what some rules look at, and no answer that the documents know. */
function isLoose({ status, body }: Shape): boolean {
  return body.size === 0 && status.length > 2 && status.some((one) => one >= 300);
}

/** Whether an answer has a shape. */
export function fits(shape: Shape, answered: Answered): boolean {
  return shape.status.includes(answered.status) && holds([...shape.body], answered.body);
}

type Entry = readonly [pointer: string, expected: Expected];

/**
 * Whether a document holds every entry. Entries that share what stands before their `*` speak of one and the
 * same element: any element that holds them all will do.
 */
function holds(entries: readonly Entry[], document: unknown): boolean {
  const groups = new Map<string, Entry[]>();
  for (const [pointer, expected] of entries) {
    const star = pointer.indexOf('/*');
    if (star < 0) {
      if (!meets(at(document, pointer), expected)) return false;
      continue;
    }
    const prefix = pointer.slice(0, star);
    groups.set(prefix, [...(groups.get(prefix) ?? []), [pointer.slice(star + 2), expected]]);
  }
  return [...groups].every(([prefix, rest]) => {
    const list = at(document, prefix);
    return Array.isArray(list) && list.some((element) => holds(rest, element));
  });
}

function meets(value: unknown, expected: Expected): boolean {
  if ('any' in expected) return expected.any.some((candidate) => same(candidate, value));
  if ('matches' in expected) return typeof value === 'string' && expected.matches.test(value);
  return (value !== undefined) === expected.present;
}

/** An outcome in words: `404, errors[*].code ENTITY_NOT_FOUND`. */
export function describe(shape: Shape): string {
  const body = [...shape.body].map(
    ([pointer, expected]) => `${words(pointer)} ${describeExpected(expected)}`,
  );
  return [shape.status.join(' or '), ...body].join(', ');
}

function describeExpected(expected: Expected): string {
  if ('any' in expected) return expected.any.map((value) => show(value)).join(' or ');
  if ('matches' in expected) return `like ${expected.matches.source}`;
  return expected.present ? 'present' : 'absent';
}

/** What is wrong with an answer against a first choice, in words: `status 200`, `errors[*].sub_code nothing`. */
export function misfit(shape: Shape, answered: Answered): string {
  if (!shape.status.includes(answered.status)) return `status ${answered.status}`;
  const wrong = [...shape.body].find((entry) => !holds([entry], answered.body));
  if (!wrong) return 'no single element of the list holds all of that';
  const [pointer] = wrong;
  const star = pointer.indexOf('/*');
  if (star < 0) return `${words(pointer)} ${show(at(answered.body, pointer))}`;
  const list = at(answered.body, pointer.slice(0, star));
  const values = Array.isArray(list)
    ? list.map((element) => at(element, pointer.slice(star + 2)))
    : undefined;
  if (values === undefined) {
    return isObject(answered.body)
      ? `${words(pointer.slice(0, star))} ${show(list)}`
      : `body ${show(answered.body)}`;
  }
  return `${words(pointer)} ${values.map((value) => show(value)).join(', ') || 'nothing'}`;
}
