/** Remembers the first state of each fixture that a run edits, and has it put back. */
import type { Contract } from '../../spec/contract.ts';
import { show } from '../../spec/json.ts';
import type { Account } from './account.ts';
import { CannotJudge, NotDeclared } from '../cases/findings.ts';
import { Trouble } from '../http/answer.ts';
import type { Client } from '../http/client.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Id } from '../ledger/records.ts';
import { type FirstState, Restorer } from './restorer.ts';

export class FixtureKeeper {
  readonly #contract: Contract;
  readonly #restorer: Restorer;
  readonly #ledger: Ledger;
  readonly #buried = new Set<string>();
  readonly #kept = new Map<string, Promise<FirstState>>();

  constructor(contract: Contract, client: Pick<Client, 'send'>, ledger: Ledger) {
    this.#contract = contract;
    this.#restorer = new Restorer(contract, client);
    this.#ledger = ledger;
  }

  /** Whether a fixture shows too little to be put back after an edit. One that does not show at all is the laws' matter. */
  async isUnfit(account: Account, id: Id): Promise<boolean> {
    try {
      return this.#restorer.hole(await this.#restorer.see(account, id)) !== undefined;
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
    const key = keyOf(account, id);
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
    this.#kept.set(keyOf(account, id), Promise.resolve({ account, id, state }));
  }

  /** A fixture that may be deleted was: there is nothing to restore. */
  async bury(account: Account, id: Id): Promise<void> {
    const key = keyOf(account, id);
    this.#buried.add(key);
    const kept = this.#kept.get(key);
    if (!kept) return;
    this.#kept.delete(key);
    // An edit that was under way may still be writing down what there was.
    await kept.catch(() => undefined);
    await this.#ledger.restored(account.id, id);
  }

  /** Puts every edited fixture back; gives a line for each that is not as it was. */
  async restore(): Promise<string[]> {
    const left: string[] = [];
    for (const pending of this.#kept.values()) {
      const kept = await pending.catch(() => undefined);
      if (!kept) continue;
      const problem = await this.#restorer.putBack(kept).catch((error: unknown) => {
        if (error instanceof Trouble || error instanceof NotDeclared) return error.message;
        throw error;
      });
      if (problem === undefined) await this.#ledger.restored(kept.account.id, kept.id);
      else left.push(`fixture ${show(kept.id)} of account ${kept.account.id} is not restored: ${problem}`);
    }
    return left;
  }

  async #read(account: Account, id: Id): Promise<FirstState> {
    const state = await this.#restorer.see(account, id);
    const hole = this.#restorer.hole(state);
    if (hole !== undefined) {
      const reason = `fixture ${show(id)} cannot be read in full (${hole}), so it could not be restored; name one that can`;
      throw this.#contract.item.fields.get(hole)?.maskable === undefined
        ? new CannotJudge(reason)
        : new NotDeclared(reason);
    }
    await this.#ledger.editing(account.id, id, state);
    return { account, id, state };
  }
}

function keyOf(account: Account, id: Id): string {
  return `${account.id}\n${id}`;
}
