/** Proposes outcomes: what each documented refusal is called, and which statuses the document has for it. */
import type { RoleName } from '../../../spec/contract.ts';
import { oneOf } from '../../../spec/nearest.ts';
import type { Found, FoundRole } from './places.ts';

/** What a call is refused for, in the order in which statuses are likely; `also` are others that may be meant. */
interface Condition {
  likely: readonly number[];
  also?: readonly number[];
  question?: string;
}

const CONDITIONS = {
  unauthenticated: { likely: [401, 403] },
  'not-found': { likely: [404, 410, 400, 422, 403] },
  'no-such-id': { likely: [404, 410, 400, 422], also: [400, 422], question: 'an id that is none' },
  foreign: { likely: [404, 403, 410], also: [403], question: "another account's webhook" },
  'no-account': { likely: [404, 403, 400, 422], also: [403, 400, 422], question: 'an account that is none' },
  malformed: { likely: [400, 422], also: [422], question: 'a body that is no JSON object' },
  invalid: { likely: [422, 400], also: [400], question: 'a wrong value' },
  'not-json': { likely: [415] },
} satisfies Record<string, Condition>;

/** What the documents leave open altogether: taken, or refused as invalid. */
const OPEN = {
  'odd-url': 'Which URLs are refused, of those that no document speaks of?',
  'odd-body': 'Are members and values that no document speaks of refused?',
} as const;

export type OutcomeName = keyof typeof CONDITIONS | keyof typeof OPEN;

/** What one operation answers. */
export interface Answers {
  status: number;
  /** Other statuses that pass, until somebody has decided the question. */
  also: readonly number[];
  /** No body comes with it. */
  empty: boolean;
}

export interface Outcome {
  name: string;
  on: ReadonlyMap<RoleName, Answers>;
  question?: string;
  /** Why a human must look at it. */
  todo?: string;
}

export class Outcomes {
  readonly #roles: readonly FoundRole[];

  constructor({ roles }: Found) {
    this.#roles = roles;
  }

  /** The name of an operation's success. */
  success(role: RoleName): string {
    const status = this.#roles.find((one) => one.role === role)?.success ?? 200;
    return { 200: 'done', 201: 'created', 202: 'accepted', 204: 'done-silently' }[status] ?? `done-${status}`;
  }

  /** Those of some operations that document a status for it. */
  on(name: OutcomeName, roles: readonly RoleName[]): RoleName[] {
    return roles.filter((role) => this.#refusal(name, role) !== undefined);
  }

  /** Whether an operation has this very status. */
  documents(role: RoleName, status: number): boolean {
    return this.#roles.some((one) => one.role === role && one.statuses.includes(status));
  }

  /** The outcomes that are named, successes first, each with what the operations answer that it is expected of. */
  named(uses: ReadonlyMap<string, ReadonlySet<RoleName>>): Outcome[] {
    const successes = new Set(this.#roles.map(({ role }) => this.success(role)));
    const refusals = [...Object.keys(CONDITIONS), ...Object.keys(OPEN)] as OutcomeName[];
    return [
      ...[...successes].map((name) => ({ name, on: this.#successes(name) })),
      ...refusals.flatMap((name) => {
        const roles = uses.get(name);
        return roles ? [this.#outcome(name, roles)] : [];
      }),
    ];
  }

  /** Documented refusals that none of these outcomes has. */
  others(outcomes: readonly Outcome[]): number[] {
    const taken = outcomes.flatMap(({ on }) =>
      [...on.values()].flatMap(({ status, also }) => [status, ...also]),
    );
    const all = this.#roles.flatMap(({ statuses }) => statuses);
    return [...new Set(all)].filter(
      (status) => status >= 400 && status < 500 && status !== 429 && !taken.includes(status),
    );
  }

  #successes(name: string): Map<RoleName, Answers> {
    const roles = this.#roles.filter(({ role }) => this.success(role) === name);
    return new Map(
      roles.map(({ role, success }) => [role, { status: success, also: [], empty: success === 204 }]),
    );
  }

  #outcome(name: OutcomeName, roles: ReadonlySet<RoleName>): Outcome {
    const on = new Map(
      this.#roles.flatMap(({ role }) => {
        const answers = roles.has(role) ? this.#refusal(name, role) : undefined;
        return answers ? [[role, answers] as const] : [];
      }),
    );
    const open = [...on.values()].some(({ also }) => also.length > 0);
    const question = isOpen(name) ? OPEN[name] : questionOf(CONDITIONS[name], on);
    if (on.size === 0) {
      const status = isOpen(name) ? 400 : CONDITIONS[name].likely[0];
      const [first] = this.#roles;
      if (first && status !== undefined) on.set(first.role, { status, also: [], empty: false });
      return { name, on, todo: 'no operation documents a status for it' };
    }
    return { name, on, ...(open && question !== undefined ? { question } : {}) };
  }

  #refusal(name: OutcomeName, role: RoleName): Answers | undefined {
    const found = this.#roles.find((one) => one.role === role);
    if (!found) return undefined;
    if (isOpen(name)) {
      const refused = [400, 422].filter((status) => found.statuses.includes(status));
      return refused.length > 0 ? { status: found.success, also: refused, empty: false } : undefined;
    }
    const { likely, also = [] }: Condition = CONDITIONS[name];
    const status = likely.find((one) => found.statuses.includes(one));
    if (status === undefined) return undefined;
    return {
      status,
      also: also.filter((one) => one !== status && found.statuses.includes(one)),
      empty: false,
    };
  }
}

function isOpen(name: OutcomeName): name is keyof typeof OPEN {
  return name in OPEN;
}

function questionOf({ question }: Condition, on: ReadonlyMap<RoleName, Answers>): string | undefined {
  const [answers] = [...on.values()].filter(({ also }) => also.length > 0);
  if (question === undefined || !answers) return undefined;
  return `Is ${question} refused with ${oneOf([answers.status, ...answers.also].map(String))}?`;
}
