/** Lawful values for the fields of an item. Everything that is made bears the run's marker. */
import type { Contract, Field } from '../../spec/contract.ts';
import { same } from '../../spec/json.ts';
import type { Account } from '../accounts/account.ts';
import { pathOf } from '../result/marker.ts';

/** What all values of a run have in common. */
export interface Mark {
  /** New each run, lower case, part of every URL that is registered. */
  marker: string;
  /** `https://hooks.example.com`: scheme and host of every URL that is registered. */
  sink: string;
}

/** The values that a target takes for a field, where the contract alone cannot know them. */
export type Choices = ReadonlyMap<string, readonly unknown[]>;

export class Values {
  readonly #contract: Contract;
  readonly #mark: Mark;
  readonly #slug: string;
  readonly #choices: Choices;
  #count = 0;

  /** `slug` sets one case's values apart from another's. */
  constructor(contract: Contract, mark: Mark, slug: string, choices: Choices) {
    this.#contract = contract;
    this.#mark = mark;
    this.#slug = slug;
    this.#choices = choices;
  }

  get mark(): Mark {
    return this.#mark;
  }

  /** A URL nobody has: lower-case scheme and host, a path, no port. `tail` is added as it is. */
  url(tail = ''): string {
    return `${this.#mark.sink}${this.path()}${tail}`;
  }

  /** What every URL of the run begins with. */
  get prefix(): string {
    return this.#mark.sink + pathOf(this.#mark.marker);
  }

  /** The path of a URL nobody has: `/wc-marker/slug-3`. */
  path(): string {
    this.#count += 1;
    return `${pathOf(this.#mark.marker)}${this.#slug}-${this.#count}`;
  }

  /** A lawful value for every field that the operation takes. */
  all(role: 'create' | 'update', account: Account): Record<string, unknown> {
    const names = this.#contract.roles.get(role)?.fields.keys() ?? [];
    return Object.fromEntries([...names].map((name) => [name, this.lawful(name, account)]));
  }

  /** A lawful value for one field. */
  lawful(name: string, account: Account): unknown {
    return this.#make(this.#field(name), account);
  }

  /** A lawful value other than the one given. */
  other(name: string, current: unknown, account: Account): unknown {
    const field = this.#field(name);
    if (field.kind === 'flag') return current !== true;
    if (field.kind === 'choice') {
      const all = this.options(field, account);
      return all.find((value) => !same(value, current)) ?? all[0];
    }
    if (field.kind === 'choices') {
      const all = this.options(field, account);
      const one = all.slice(0, 1);
      return same(current, one) ? all.slice(1, 2) : one;
    }
    return this.#make(field, account);
  }

  /** The values that a `choice` or `choices` field may take on this account. */
  options(field: Field, account: Account): readonly unknown[] {
    const fixture = field.fixture === undefined ? undefined : account.fixtures[field.fixture];
    if (Array.isArray(fixture) && fixture.length > 0) return fixture;
    return this.#choices.get(field.name) ?? field.candidates?.[0] ?? [];
  }

  #make(field: Field, account: Account): unknown {
    switch (field.kind) {
      case 'url':
        return this.url();
      case 'text':
        return this.#unique('wc').slice(0, field.max);
      case 'secret':
        return this.#unique('wc-secret');
      case 'flag':
        return true;
      case 'emails':
        return [`${this.#unique('wc')}@example.com`];
      case 'choice':
        return this.options(field, account)[0];
      case 'choices':
        return this.options(field, account).slice(0, 2);
      default:
        return undefined;
    }
  }

  #unique(prefix: string): string {
    this.#count += 1;
    return `${prefix}-${this.#mark.marker}-${this.#slug}-${this.#count}`;
  }

  #field(name: string): Field {
    const field = this.#contract.item.fields.get(name);
    if (!field) throw new TypeError(`no field ${name}`);
    return field;
  }
}
