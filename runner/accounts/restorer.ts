/** Reads a fixture, and puts it back as it was as far as the documents say how. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { Contract, Role } from '../../spec/contract.ts';
import { at, put, show } from '../../spec/json.ts';
import type { Account } from './account.ts';
import { Draft } from '../registry/draft.ts';
import { NotDeclared } from '../cases/findings.ts';
import type { Client } from '../http/client.ts';
import { isMasked, shownItem, unexpectedChange, word } from '../registry/item.ts';
import type { Id } from '../ledger/records.ts';

/** How far a read of a busy target may be behind. */
const LAG_MS = 100;

/** A fixture as it was before the run's first edit of it. */
export interface FirstState {
  account: Account;
  id: Id;
  state: unknown;
}

export class Restorer {
  readonly #contract: Contract;
  readonly #client: Pick<Client, 'send'>;

  constructor(contract: Contract, client: Pick<Client, 'send'>) {
    this.#contract = contract;
    this.#client = client;
  }

  /** What a fixture shows. Throws NotDeclared where it cannot be read. */
  async see(account: Account, id: Id): Promise<unknown> {
    const role = this.#role('get');
    const draft = new Draft(role, account).set(role.account, account.id).set(role.id, id);
    const answer = await this.#client.send(draft, { cleaning: true });
    const shown = answer.status < 300 ? shownItem(this.#contract, 'get', answer.body) : undefined;
    if (shown === undefined)
      throw new NotDeclared(`fixture ${show(id)} cannot be read (status ${answer.status})`);
    return shown;
  }

  /** The field of an update that a state does not show in full. */
  hole(state: unknown): string | undefined {
    const { fields } = this.#role('update');
    return [...this.#contract.item.fields.values()].find(
      ({ name, view }) => fields.has(name) && !whole(at(state, view)),
    )?.name;
  }

  /** Gives what is not as it was, or undefined. */
  async putBack(kept: FirstState): Promise<string | undefined> {
    const { account, id, state } = kept;
    const found = await this.see(account, id);
    if (this.#difference(state, found) === undefined) return undefined;
    const refused = await this.#write(kept, state, guessFlag(state));
    if (refused !== undefined) return this.#writeMost(kept, found, refused);
    return this.#difference(state, await this.#asWritten(kept));
  }

  /**
   * What is shown after the restoring update. Where a mapped field (a flag that shows as a word) shows another word than
   * before, it is tried the other way: which word is which, no document says.
   */
  async #asWritten(kept: FirstState): Promise<unknown> {
    const { account, id, state } = kept;
    let after = await this.see(account, id);
    if (this.#mapped(state, after) === undefined) return after;
    // A read may lag behind.
    await sleep(LAG_MS);
    after = await this.see(account, id);
    if (this.#mapped(state, after) === undefined) return after;
    const guess = guessFlag(state);
    await this.#write(kept, state, !guess);
    after = await this.see(account, id);
    // Neither way shows the word that there was: it is left as the likelier one.
    if (this.#mapped(state, after) !== undefined) await this.#write(kept, state, guess);
    return after;
  }

  /** Where the state as it was is refused, all of it but one value is better than nothing. */
  async #writeMost(kept: FirstState, found: unknown, refused: string): Promise<string> {
    const guess = guessFlag(kept.state);
    for (const { name, view } of this.#contract.item.fields.values()) {
      if (!this.#role('update').fields.has(name)) continue;
      const without = structuredClone(kept.state);
      put(without, view, at(found, view));
      if ((await this.#write(kept, without, guess)) === undefined)
        return `${refused}, and is put back but for its ${name}`;
    }
    return refused;
  }

  /** Why an update to a state was refused, or undefined. */
  async #write({ account, id }: FirstState, state: unknown, flag: boolean): Promise<string | undefined> {
    const { status } = await this.#client.send(this.#draft(account, id, state, flag), { cleaning: true });
    return status < 300 ? undefined : `the restoring update was answered ${status}`;
  }

  #difference(before: unknown, after: unknown): string | undefined {
    const { updated: _, ...view } = this.#contract.item;
    return unexpectedChange(view, before, after, {})?.text ?? this.#mapped(before, after);
  }

  /** Which mapped field shows another word. */
  #mapped(before: unknown, after: unknown): string | undefined {
    const mapped = [...this.#contract.item.fields.values()].find(
      ({ shows, view }) => shows === 'mapped' && word(at(before, view)) !== word(at(after, view)),
    );
    return mapped
      ? `${mapped.name} is ${show(at(after, mapped.view))}, not ${show(at(before, mapped.view))}`
      : undefined;
  }

  #draft(account: Account, id: Id, state: unknown, flag: boolean): Draft {
    const role = this.#role('update');
    const draft = new Draft(role, account).set(role.account, account.id).set(role.id, id);
    for (const [name, place] of role.fields) {
      const field = this.#contract.item.fields.get(name);
      if (field) draft.set(place, field.shows === 'mapped' ? flag : at(state, field.view));
    }
    return draft;
  }

  #role(name: 'get' | 'update'): Role {
    const role = this.#contract.roles.get(name);
    if (!role) throw new TypeError(`the contract has no ${name}`);
    return role;
  }
}

/** Whether a value is there in full: a masked secret could not be written back. */
function whole(value: unknown): boolean {
  return value !== undefined && value !== null && !isMasked(value);
}

/** Whether the words of a state say that it is on. */
function guessFlag(state: unknown): boolean {
  return /"(active|enabled|on)"/i.test(JSON.stringify(state));
}
