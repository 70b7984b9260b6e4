/** Remembers the first state of each fixture that a run edits, and puts it back. */
import type { Contract, Role } from '../../spec/contract.ts';
import { at, show } from '../../spec/json.ts';
import type { Account } from './account.ts';
import { Draft } from '../registry/draft.ts';
import { NotDeclared } from '../cases/findings.ts';
import { type Answer, Trouble } from '../http/answer.ts';
import type { Client } from '../http/client.ts';
import { shownItem, unexpectedChange } from '../registry/item.ts';
import type { Ledger } from '../ledger/ledger.ts';

interface Kept {
  account: Account;
  id: string | number;
  state: unknown;
}

export class FixtureKeeper {
  readonly #contract: Contract;
  readonly #client: Client;
  readonly #ledger: Ledger;
  readonly #buried = new Set<string>();
  readonly #kept = new Map<string, Promise<Kept>>();

  constructor(contract: Contract, client: Client, ledger: Ledger) {
    this.#contract = contract;
    this.#client = client;
    this.#ledger = ledger;
  }

  /** Reads the fixture in full before its first edit, and gives that. Throws NotDeclared where it could not be restored. */
  async keep(account: Account, id: string | number): Promise<unknown> {
    const key = `${account.id}\n${id}`;
    if (this.#buried.has(key)) return undefined;
    let kept = this.#kept.get(key);
    if (!kept) {
      kept = this.#read(account, id);
      this.#kept.set(key, kept);
    }
    return (await kept).state;
  }

  /** The first state of a fixture as an earlier run knew it. */
  remember(account: Account, id: string | number, state: unknown): void {
    this.#kept.set(`${account.id}\n${id}`, Promise.resolve({ account, id, state }));
  }

  /** A fixture that may be deleted was: there is nothing to restore. */
  bury(account: Account, id: string | number): void {
    const key = `${account.id}\n${id}`;
    this.#buried.add(key);
    this.#kept.delete(key);
  }

  /** Puts every edited fixture back; gives a line for each that is not as it was. */
  async restore(): Promise<string[]> {
    const left: string[] = [];
    for (const pending of this.#kept.values()) {
      const kept = await pending.catch(() => undefined);
      if (!kept) continue;
      const problem = await this.#restoreOne(kept).catch((error: unknown) => {
        if (error instanceof Trouble || error instanceof NotDeclared) return error.message;
        throw error;
      });
      if (problem === undefined) await this.#ledger.restored(kept.account.id, kept.id);
      else left.push(`fixture ${show(kept.id)} of account ${kept.account.id} is not restored: ${problem}`);
    }
    return left;
  }

  async #read(account: Account, id: string | number): Promise<Kept> {
    const state = await this.#see(account, id);
    const missing = [...this.#contract.item.fields.values()].find(
      (field) => this.#role('update').fields.has(field.name) && !whole(at(state, field.view)),
    );
    if (missing) {
      throw new NotDeclared(
        `fixture ${show(id)} cannot be read in full (${missing.name}), so it could not be restored`,
      );
    }
    await this.#ledger.editing(account.id, id, state);
    return { account, id, state };
  }

  async #restoreOne({ account, id, state }: Kept): Promise<string | undefined> {
    const differs = async (): Promise<string | undefined> =>
      this.#difference(state, await this.#see(account, id));
    if ((await differs()) === undefined) return undefined;
    // A mapped field (a flag that shows as a word) is tried both ways: which word is which, no document says.
    let problem: string | undefined;
    for (const flag of [guessFlag(state), !guessFlag(state)]) {
      const answer = await this.#client.send(this.#draft(account, id, state, flag), { cleaning: true });
      problem = answer.status < 300 ? await differs() : `the restoring update was answered ${answer.status}`;
      if (problem === undefined) return undefined;
    }
    return problem;
  }

  #difference(before: unknown, after: unknown): string | undefined {
    const { updated: _, ...view } = this.#contract.item;
    const change = unexpectedChange(view, before, after, {});
    if (change !== undefined) return change;
    const mapped = [...view.fields.values()].find(
      ({ shows, view: pointer }) =>
        shows === 'mapped' && word(at(before, pointer)) !== word(at(after, pointer)),
    );
    return mapped
      ? `${mapped.name} is ${show(at(after, mapped.view))}, not ${show(at(before, mapped.view))}`
      : undefined;
  }

  #draft(account: Account, id: string | number, state: unknown, flag: boolean): Draft {
    const role = this.#role('update');
    const draft = new Draft(role, account).set(role.account, account.id).set(role.id, id);
    for (const [name, place] of role.fields) {
      const field = this.#contract.item.fields.get(name);
      if (field) draft.set(place, field.shows === 'mapped' ? flag : at(state, field.view));
    }
    return draft;
  }

  async #see(account: Account, id: string | number): Promise<unknown> {
    const role = this.#role('get');
    const draft = new Draft(role, account).set(role.account, account.id).set(role.id, id);
    const answer: Answer = await this.#client.send(draft, { cleaning: true });
    const shown = answer.status < 300 ? shownItem(this.#contract, 'get', answer.body) : undefined;
    if (shown === undefined)
      throw new NotDeclared(`fixture ${show(id)} cannot be read (status ${answer.status})`);
    return shown;
  }

  #role(name: 'get' | 'update'): Role {
    const role = this.#contract.roles.get(name);
    if (!role) throw new TypeError(`the contract has no ${name}`);
    return role;
  }
}

/** Whether a value is there in full: a masked secret (stars, dots) could not be written back. */
function whole(value: unknown): boolean {
  return (
    value !== undefined &&
    value !== null &&
    !(typeof value === 'string' && /^[*•.x]{3,}|[*•]{3,}/i.test(value))
  );
}

function word(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

/** Whether the words of a state say that it is on. */
function guessFlag(state: unknown): boolean {
  return /"(active|enabled|on)"/i.test(JSON.stringify(state));
}
