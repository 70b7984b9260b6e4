/** Requests to one account: drafts to bend, and what is remembered of the answers. */
import type { Contract, Role, RoleName } from '../../spec/contract.ts';
import type { Account } from '../accounts/account.ts';
import { Draft } from './draft.ts';
import type { Graves } from '../accounts/graves.ts';
import type { Answer } from '../http/answer.ts';
import type { Client, SendOptions } from '../http/client.ts';
import { CannotJudge } from '../cases/findings.ts';
import { oddness } from '../http/odd.ts';
import { type Asked, type Item, newId } from './item.ts';
import type { Judge } from '../cases/judge.ts';
import type { Lease } from '../accounts/leases.ts';
import { isId } from '../ledger/records.ts';
import type { CaseRecord } from '../cases/record.ts';
import type { Tracker } from '../accounts/tracker.ts';
import type { Values } from './values.ts';

/** What a registry is made of. */
export interface RegistryParts {
  contract: Contract;
  /** The operation that the case is on: a fixture that is only read need not be restorable. */
  on: RoleName;
  client: Client;
  account: Account;
  lease: Lease;
  judge: Judge;
  record: CaseRecord;
  values: Values;
  tracker: Tracker;
  graves: Graves;
}

/** When one of several requests that follow each other closely goes out. */
export interface Timing {
  /** Waited for once its intent is written down. Rejects where it is not to be sent. */
  ready?: () => Promise<void>;
  /** Called when its answer is there, before anything about that is written down. */
  answered?: () => void;
}

export class Requests {
  readonly account: Account;
  readonly values: Values;
  protected readonly parts: RegistryParts;
  /** The fields of each item as they were last set, by id: a replacing update must name them all. */
  readonly #state = new Map<unknown, Asked>();
  /** What fixtures showed before the run changed anything about them, by id. */
  readonly #first = new Map<unknown, unknown>();

  constructor(parts: RegistryParts) {
    this.parts = parts;
    this.account = parts.account;
    this.values = parts.values;
  }

  /** A lawful request, to be bent. Without `fields`, every field of a create or update gets a fresh lawful value. */
  draft(name: RoleName, { id, fields }: { id?: unknown; fields?: Asked } = {}): Draft {
    const role = this.role(name);
    const draft = new Draft(role, this.account);
    draft.set(role.account, this.account.id);
    if (id !== undefined) draft.address(id);
    if (name === 'create' || name === 'update') {
      const given = fields ?? this.values.all(name, this.account);
      draft.asked = given;
      for (const [field, value] of Object.entries(given)) {
        const place = role.fields.get(field);
        if (place) draft.set(place, value);
      }
    }
    return draft;
  }

  /** An update of an item: these fields, and where updates replace, the others as they are. */
  change(item: Item, fields: Asked): Draft {
    const base = this.parts.contract.update === 'replace' ? this.#state.get(item.id) : {};
    return this.draft('update', { id: item.id, fields: { ...base, ...fields } });
  }

  /** The fields of an item as they were last set, by this case. */
  lastSet(item: Pick<Item, 'id'>): Asked {
    return this.#state.get(item.id) ?? {};
  }

  /** What a fixture showed before the run's first update of it; undefined of what the run made itself. */
  firstState(item: Pick<Item, 'id'>): unknown {
    return this.#first.get(item.id);
  }

  /** Sends a draft and judges the shape of its answer. What a create brings is owned, and removed in the end. */
  async send(draft: Draft, { ready, answered, ...options }: SendOptions & Timing = {}): Promise<Answer> {
    const { tracker, record, client, judge, contract } = this.parts;
    const objection = tracker.objection(draft);
    if (objection !== undefined) throw new CannotJudge(objection);
    if (draft.role.name === 'update' && !contract.roles.has('create')) {
      this.#first.set(draft.id, await tracker.edit(this.account, draft.id));
    }
    const intent = draft.role.name === 'create' ? await tracker.intend(draft) : undefined;
    await ready?.();
    const answer = await client
      .send(draft, { ...options, record: (attempt) => record.exchange(attempt) })
      .catch(async (error: unknown) => this.#lost(draft, error));
    answered?.();
    if (intent) await tracker.settle(intent, answer);
    if (draft.role.name === 'create' && answer.status < 300) {
      const id = newId(contract, answer.body);
      if (id !== undefined) this.#state.set(id, draft.asked);
    }
    // Of an odd answer nobody knows who gave it.
    if (draft.role.name === 'delete' && answer.status < 300 && oddness(answer) === undefined)
      await this.#deleted(draft);
    if (draft.role.name === 'update' && answer.status < 300) {
      this.#state.set(draft.id, { ...this.#state.get(draft.id), ...draft.asked });
    }
    judge.shape(answer);
    return answer;
  }

  protected role(name: RoleName): Role {
    const role = this.parts.contract.roles.get(name);
    if (!role) throw new TypeError(`the contract has no ${name}`);
    return role;
  }

  /** Whether a get says that an item is no more; where it says nothing, nobody knows. */
  protected async isGone(id: unknown): Promise<boolean> {
    try {
      const answer = await this.parts.client.send(this.draft('get', { id }), { cleaning: true });
      return answer.status === 404 || answer.status === 410;
    } catch {
      return false;
    }
  }

  /** The answer of a fixture's deletion was lost: no other case may be given what is not there any more. */
  async #lost(draft: Draft, error: unknown): Promise<never> {
    const used = draft.role.name === 'delete' && !this.parts.contract.roles.has('create');
    if (used && (await this.isGone(draft.id))) await this.#deleted(draft);
    throw error;
  }

  /** Takes note that an item is no more, so that nobody removes it again. */
  async #deleted({ id }: Draft): Promise<void> {
    if (!isId(id)) return;
    await this.parts.tracker.removed(this.account, id);
    this.parts.lease.consume(id);
    await this.parts.tracker.bury(this.account, id);
  }
}
