/** Between requests and answers, and the words in which the model of a race speaks. */
import type { Contract, Field } from '../../spec/contract.ts';
import { at } from '../../spec/json.ts';
import { choose } from '../../spec/outcomes.ts';
import type { Draft } from '../registry/draft.ts';
import type { Answer } from '../http/answer.ts';
import { type Asked, newId, shownItem } from '../registry/item.ts';
import type { Judge } from '../cases/judge.ts';
import type { Fields, ListedItem, WebhookAnswer, WebhookCall, WebhookOutcome } from './webhook-calls.ts';

/** What the contract calls the refusals that a race may bring. */
export type Names = Partial<Record<Refusal, string>>;
type Refusal = 'duplicate' | 'limit' | 'not-found';

export class Interpreter {
  readonly #contract: Contract;
  readonly #judge: Judge;
  readonly #names: Names;

  constructor(contract: Contract, judge: Judge, names: Names) {
    this.#contract = contract;
    this.#judge = judge;
    this.#names = names;
  }

  call({ role, id, asked }: Draft): WebhookCall {
    const fields = this.asked(asked);
    switch (role.name) {
      case 'create': {
        const { url = '', ...others } = fields;
        return { kind: 'create', url, fields: others };
      }
      case 'update':
        return { kind: 'update', id: String(id), fields };
      case 'list':
        return { kind: 'list' };
      case 'get':
      case 'delete':
        return { kind: role.name, id: String(id) };
      default:
        return role.name satisfies never;
    }
  }

  /** What an answer says; undefined: nothing that a lawful call may be answered. */
  answer(answer: Answer): WebhookAnswer | undefined {
    const { role } = answer.draft;
    if (this.#judge.accepts(answer, [role.success])) {
      const id = role.name === 'create' ? newId(this.#contract, answer.body) : undefined;
      const item = shownItem(this.#contract, role.name, answer.body);
      return {
        outcome: 'ok',
        ...(id === undefined ? {} : { id: String(id) }),
        ...(item === undefined ? {} : { view: this.view(item) }),
      };
    }
    const refusal = this.#refusal(answer);
    return refusal && { outcome: refusal };
  }

  /** The outcomes that an operation may have in a race, for a message. */
  outcomes({ role }: Draft): string[] {
    return [role.success, ...this.#possible(role.name).flatMap((word) => this.#names[word] ?? [])];
  }

  /** Values as they were asked for. */
  asked(asked: Asked): Fields {
    return this.#fields(([name]) => asked[name]);
  }

  /** Values as an item shows them. */
  view(item: unknown): Fields {
    return this.#fields(([, field]) => at(item, field.view));
  }

  /** An item of a list. */
  listed(item: unknown): ListedItem {
    return { id: String(at(item, this.#contract.item.id)), view: this.view(item) };
  }

  /** Those that a race can tell apart: not what shows as something else, or as stars. */
  #fields(value: (entry: [string, Field]) => unknown): Fields {
    const entries = [...this.#contract.item.fields]
      .filter(([, { shows, maskable }]) => shows === 'shown' && maskable === undefined)
      .map((entry) => [entry[0], asText(value(entry))] as const);
    return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
  }

  #refusal(answer: Answer): WebhookOutcome | undefined {
    const { role } = answer.draft;
    const possible = this.#possible(role.name);
    const named = possible.filter((word) => {
      const name = this.#names[word];
      return name !== undefined && choose(this.#contract.outcomes.get(name, role.name), answer) !== undefined;
    });
    const [word] = named;
    if (word !== undefined) {
      // Keeps which way a gap was answered.
      this.#judge.accepts(answer, [this.#names[word] ?? '']);
      return named.length === 1 ? word : 'refused';
    }
    // Where the entry does not name all refusals, another documented one may be that which it left out.
    const unnamed = possible.some((each) => this.#names[each] === undefined);
    const documented =
      answer.status >= 400 && answer.status < 500 && role.operation.responses.has(answer.status);
    return unnamed && documented ? 'refused' : undefined;
  }

  /** The refusals for which an operation may find a reason in a race. */
  #possible(role: WebhookCall['kind']): readonly Refusal[] {
    const { unique, limit } = this.#contract;
    const duplicate = unique === undefined ? [] : (['duplicate'] as const);
    if (role === 'list') return [];
    if (role === 'create') return [...duplicate, ...(limit === undefined ? [] : (['limit'] as const))];
    return role === 'update' ? ['not-found', ...duplicate] : ['not-found'];
  }
}

/** A value as text: lists as sets, since no document orders them. */
function asText(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return value;
  return Array.isArray(value)
    ? JSON.stringify(value.map((one) => JSON.stringify(one)).sort())
    : JSON.stringify(value);
}
