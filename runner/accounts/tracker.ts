/** Keeps account of what one case owns, tells the ledger, and removes it in the end. */
import type { Contract } from '../../spec/contract.ts';
import { at } from '../../spec/json.ts';
import type { Account } from './account.ts';
import { type Before, isFixture } from './before.ts';
import type { Budget } from './budget.ts';
import { Cleaner, isGone } from './cleaner.ts';
import type { Draft } from '../registry/draft.ts';
import { CannotJudge } from '../cases/findings.ts';
import type { Freshness } from '../cases/freshness.ts';
import type { FixtureKeeper } from './fixture-keeper.ts';
import { type Answer, Trouble } from '../http/answer.ts';
import type { Client } from '../http/client.ts';
import { type Item, newId } from '../registry/item.ts';
import type { Intent, Ledger } from '../ledger/ledger.ts';
import { type Id, isId } from '../ledger/records.ts';
import { OF_ONE_ATTEMPT } from '../result/marker.ts';

/** How many items a run made and removed. */
export interface Tally {
  created: number;
  removed: number;
  /** What is on the target now, of all cases. */
  alive: Map<string, { account: string; id: Id }>;
  /** Those that had been given before on their account, whether they were still there or not. */
  again: Set<string>;
}

export interface TrackerParts {
  contract: Contract;
  client: Client;
  ledger: Ledger;
  fixtures: FixtureKeeper;
  tally: Tally;
  budget: Budget;
  freshness: Freshness;
  before: Before;
}

export class Tracker {
  readonly #parts: TrackerParts;
  readonly #cleaner: Cleaner;
  readonly #alive = new Map<string, { account: Account; id: Id }>();
  /** Creates of which no answer told whether they brought an item. */
  readonly #open = new Map<string, Intent & { of: Account }>();

  constructor(parts: TrackerParts) {
    this.#parts = parts;
    this.#cleaner = new Cleaner(parts.contract, parts.client);
  }

  /** Before a create is sent. Throws CannotJudge where as many items as were announced may be alive. */
  async intend(draft: Draft): Promise<Intent & { of: Account }> {
    const full = this.#parts.budget.place(draft.account.id);
    if (full !== undefined) throw new CannotJudge(full);
    const place = draft.role.fields.get('url');
    const url = place ? at(draft.body, place.at) : undefined;
    const intent = await this.#parts.ledger.intend(draft.account.id, typeof url === 'string' ? url : '');
    const open = { ...intent, of: draft.account };
    this.#open.set(intent.key, open);
    return open;
  }

  /** After a create's answer. */
  async settle(intent: Intent & { of: Account }, answer: Answer): Promise<void> {
    const id = newId(this.#parts.contract, answer.body);
    if (id === undefined) {
      // Of what broke down on the server nobody knows how far it had come.
      if (answer.status < 400 || answer.status >= 500) return;
      this.#open.delete(intent.key);
      this.#parts.budget.vacate(intent.account);
      await this.#parts.ledger.refused(intent);
      return;
    }
    this.#open.delete(intent.key);
    const { freshness, tally, ledger } = this.#parts;
    // An item that was there before is not the run's because a create is answered with it.
    const foreign = this.#parts.before.has(intent.of, id);
    if (freshness.isOld(`ids of ${intent.account}`, id) || foreign) tally.again.add(key(intent.of, id));
    if (foreign) return ledger.refused(intent);
    await ledger.created(intent, id);
    this.#own(intent.of, id);
  }

  /** Whether creates of this run, whichever cases sent them, brought the id more than once on its account. */
  givenAgain({ account, id }: Item): boolean {
    return this.#parts.tally.again.has(key(account, id));
  }

  /** Items of the whole run that are on an account now. */
  aliveOn({ id }: Account): number {
    return [...this.#parts.tally.alive.values()].filter(({ account }) => account === id).length;
  }

  /** An item of ours that a list showed. */
  async found(account: Account, id: Id): Promise<void> {
    const { contract, before } = this.#parts;
    // What nobody could make, and what was there before, bears the run's name by the target's fault alone.
    if (!contract.roles.has('create') || before.has(account, id)) return;
    if (this.#alive.has(key(account, id))) return;
    await this.#parts.ledger.found(account.id, id);
    this.#parts.budget.placed(account.id);
    this.#own(account, id);
  }

  async removed(account: Account, id: Id): Promise<void> {
    if (!this.#alive.delete(key(account, id))) return;
    this.#parts.tally.alive.delete(key(account, id));
    this.#parts.tally.removed += 1;
    this.#parts.budget.vacate(account.id);
    await this.#parts.ledger.removed(account.id, id);
  }

  /** Before an update of something that the run did not make: its first state is kept, if it is a fixture, and given. */
  async edit(account: Account, id: unknown): Promise<unknown> {
    return isId(id) && isFixture(account, id) ? this.#parts.fixtures.keep(account, id) : undefined;
  }

  /** Why a request must not be sent, or undefined. */
  objection(draft: Draft): string | undefined {
    return this.#parts.before.objection(draft);
  }

  /** Whether an item was there before the run, and is no fixture of the target file. */
  isForeign(account: Account, id: unknown): boolean {
    return this.#parts.before.isForeign(account, id);
  }

  /** A fixture that was deleted is not read or restored any more. */
  async bury(account: Account, id: Id): Promise<void> {
    await this.#parts.fixtures.bury(account, id);
  }

  /**
   * Removes what is still there; gives the answers that refused it. What cannot be removed now is left to the sweep at
   * the end of the run.
   */
  async cleanUp(): Promise<Answer[]> {
    const refused: Answer[] = [];
    if (!this.#parts.contract.roles.has('delete')) return refused;
    for (const account of new Set([...this.#open.values()].map(({ of }) => of))) {
      await this.#reconcile(account).catch(onlyTrouble);
    }
    await Promise.all(
      [...this.#alive.values()].map(async ({ account, id }) => {
        try {
          const answer = await this.#cleaner.delete(account, id);
          if (!answer) return;
          if (isGone(answer)) await this.removed(account, id);
          else if (answer.status < 500) refused.push(answer);
        } catch (error) {
          onlyTrouble(error);
        }
      }),
    );
    return refused;
  }

  /** What there is of ours on an account, as its list shows it: after requests whose answers were lost. */
  async standing(account: Account): Promise<Item[]> {
    const listed = await this.#reconcile(account);
    const own = [...this.#alive.values()].filter(({ account: { id } }) => id === account.id);
    for (const { id } of own) {
      const there = listed.some((item) => item.id === id);
      if (!there && this.#parts.contract.listIsComplete) await this.removed(account, id);
    }
    return listed
      .filter(({ id }) => this.#alive.has(key(account, id)))
      .map(({ id, url }) => ({ account, id, url }));
  }

  /** Owns what creates without an answer brought; gives what the list shows. */
  async #reconcile(account: Account): Promise<{ id: Id; url: string }[]> {
    const open = [...this.#open.values()].filter(({ of }) => of.id === account.id);
    const items = await this.#cleaner.items(account);
    const attempts = new Set(open.flatMap(({ url }) => OF_ONE_ATTEMPT.exec(url.toLowerCase())?.[0] ?? []));
    for (const { id, url } of items) {
      if ([...attempts].some((path) => url.toLowerCase().includes(path))) await this.found(account, id);
    }
    for (const intent of open) {
      this.#open.delete(intent.key);
      this.#parts.budget.vacate(account.id);
    }
    return items;
  }

  #own(account: Account, id: Id): void {
    this.#alive.set(key(account, id), { account, id });
    this.#parts.tally.alive.set(key(account, id), { account: account.id, id });
    this.#parts.tally.created += 1;
  }
}

/** The sweep at the end of the run looks again. */
function onlyTrouble(error: unknown): void {
  if (!(error instanceof Trouble)) throw error;
}

function key(account: Account, id: Id): string {
  return `${account.id}\n${typeof id} ${id}`;
}
