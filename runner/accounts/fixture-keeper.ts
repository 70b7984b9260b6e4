/** Remembers the first state of each fixture that a run edits, and puts it back. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { Contract, Role } from '../../spec/contract.ts';
import { at, put, show } from '../../spec/json.ts';
import type { Account } from './account.ts';
import { Draft } from '../registry/draft.ts';
import { CannotJudge, NotDeclared } from '../cases/findings.ts';
import { type Answer, Trouble } from '../http/answer.ts';
import type { Client } from '../http/client.ts';
import { shownItem, unexpectedChange } from '../registry/item.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Id } from '../ledger/records.ts';

/** How far a read of a busy target may be behind. */
const LAG_MS = 100;

interface Kept {
  account: Account;
  id: Id;
  state: unknown;
}

export class FixtureKeeper {
  readonly #contract: Contract;
  readonly #client: Pick<Client, 'send'>;
  readonly #ledger: Ledger;
  readonly #buried = new Set<string>();
  readonly #kept = new Map<string, Promise<Kept>>();

  constructor(contract: Contract, client: Pick<Client, 'send'>, ledger: Ledger) {
    this.#contract = contract;
    this.#client = client;
    this.#ledger = ledger;
  }

  /** Whether a fixture shows too little to be put back after an edit. One that does not show at all is the laws' matter. */
  async isUnfit(account: Account, id: Id): Promise<boolean> {
    try {
      return this.#hole(await this.#see(account, id)) !== undefined;
    } catch (error) {
      if (error instanceof NotDeclared || error instanceof Trouble) return false;
      throw error;
    }
  }

  /**
   * Reads the fixture in full before its first edit, and gives that. Where it could not be restored, throws NotDeclared
   * if the contract lets it be shown so, and else CannotJudge.
   */
  async keep(account: Account, id: Id): Promise<unknown> {
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
  remember(account: Account, id: Id, state: unknown): void {
    this.#kept.set(`${account.id}\n${id}`, Promise.resolve({ account, id, state }));
  }

  /** A fixture that may be deleted was: there is nothing to restore. */
  bury(account: Account, id: Id): void {
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

  async #read(account: Account, id: Id): Promise<Kept> {
    const state = await this.#see(account, id);
    const hole = this.#hole(state);
    if (hole !== undefined) {
      const reason = `fixture ${show(id)} cannot be read in full (${hole}), so it could not be restored; name one that can`;
      throw this.#contract.item.fields.get(hole)?.maskable === undefined
        ? new CannotJudge(reason)
        : new NotDeclared(reason);
    }
    await this.#ledger.editing(account.id, id, state);
    return { account, id, state };
  }

  /** The field of an update that a state does not show in full. */
  #hole(state: unknown): string | undefined {
    const { fields } = this.#role('update');
    return [...this.#contract.item.fields.values()].find(
      ({ name, view }) => fields.has(name) && !whole(at(state, view)),
    )?.name;
  }

  /** Gives what is not as it was, or undefined. */
  async #restoreOne(kept: Kept): Promise<string | undefined> {
    const { account, id, state } = kept;
    const found = await this.#see(account, id);
    if (this.#difference(state, found) === undefined) return undefined;
    const guess = guessFlag(state);
    const refused = await this.#write(kept, state, guess);
    if (refused !== undefined) return this.#writeMost(kept, found, refused);
    let after = await this.#see(account, id);
    // A mapped field (a flag that shows as a word) is tried the other way: which word is which, no document says.
    if (this.#mapped(state, after) !== undefined) {
      // A read may lag behind.
      await sleep(LAG_MS);
      after = await this.#see(account, id);
      if (this.#mapped(state, after) !== undefined) {
        await this.#write(kept, state, !guess);
        after = await this.#see(account, id);
        // Neither way shows the word that there was: it is left as the likelier one.
        if (this.#mapped(state, after) !== undefined) await this.#write(kept, state, guess);
      }
    }
    return this.#difference(state, after);
  }

  /** Where the state as it was is refused, all of it but one value is better than nothing. */
  async #writeMost(kept: Kept, found: unknown, refused: string): Promise<string> {
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
  async #write({ account, id }: Kept, state: unknown, flag: boolean): Promise<string | undefined> {
    const { status } = await this.#client.send(this.#draft(account, id, state, flag), { cleaning: true });
    return status < 300 ? undefined : `the restoring update was answered ${status}`;
  }

  #difference(before: unknown, after: unknown): string | undefined {
    const { updated: _, ...view } = this.#contract.item;
    return unexpectedChange(view, before, after, {}) ?? this.#mapped(before, after);
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

  async #see(account: Account, id: Id): Promise<unknown> {
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
