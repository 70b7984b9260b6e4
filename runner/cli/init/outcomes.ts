/** Proposes outcomes: one for each documented status, named for what it says. */
import type { RoleName } from '../../../spec/contract.ts';
import type { Found, FoundRole } from './places.ts';

const NAMES: Readonly<Record<number, string>> = {
  400: 'bad-request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  405: 'wrong-method',
  409: 'conflict',
  410: 'gone',
  413: 'too-large',
  415: 'not-json',
  422: 'invalid',
};

export interface Outcome {
  name: string;
  status: number;
  /** No body comes with it. */
  empty: boolean;
  /** A status that passes too, until somebody has decided the question GAP-01. */
  either?: number;
  /** Why a human must look at it. */
  todo?: string;
}

export class Outcomes {
  readonly #roles: readonly FoundRole[];
  /** The success of each role. */
  readonly successes: ReadonlyMap<RoleName, Outcome>;
  readonly #used = new Map<string, Outcome>();

  constructor({ roles }: Found) {
    this.#roles = roles;
    this.successes = new Map(
      roles.map(({ role, success }) => [
        role,
        {
          name:
            success === 200
              ? 'done'
              : success === 201
                ? 'created'
                : success === 204
                  ? 'done-silently'
                  : `done-${success}`,
          status: success,
          empty: success === 204,
        },
      ]),
    );
    for (const outcome of this.successes.values()) this.#used.set(outcome.name, outcome);
  }

  /** The outcome of the first of these statuses that all roles document; the first of all where none is, to be looked at. */
  refusal(on: readonly RoleName[], ...statuses: readonly [number, ...number[]]): string {
    const asked = this.#roles.filter(({ role }) => on.includes(role));
    const documented = statuses.find((status) => asked.every((one) => one.statuses.includes(status)));
    const status = documented ?? statuses[0];
    const outcome: Outcome = {
      name: NAMES[status] ?? `refused-${status}`,
      status,
      empty: false,
      ...(documented === undefined ? { todo: `${status} is documented for none of ${on.join(', ')}` } : {}),
    };
    if (!this.#used.has(outcome.name)) this.#used.set(outcome.name, outcome);
    return outcome.name;
  }

  /** What an id that is none gets: where 400 and 404 are both documented, the document does not say which. */
  noSuchId(on: readonly RoleName[], unknown: string): string {
    const asked = this.#roles.filter(({ role }) => on.includes(role));
    const both = asked.every(({ statuses }) => statuses.includes(400) && statuses.includes(404));
    if (!both) return unknown;
    this.#used.set('no-such-id', { name: 'no-such-id', status: 404, empty: false, either: 400 });
    return 'no-such-id';
  }

  /** Those that something names, successes first. */
  get used(): readonly Outcome[] {
    return [...this.#used.values()];
  }

  /** Documented statuses that nothing names yet. */
  get others(): readonly Outcome[] {
    const statuses = new Set(
      this.#roles
        .flatMap((role) => role.statuses)
        .filter((status) => status >= 400 && status !== 429 && status < 500),
    );
    return [...statuses]
      .map((status) => ({ name: NAMES[status] ?? `refused-${status}`, status, empty: false }))
      .filter(({ name }) => !this.#used.has(name));
  }
}
