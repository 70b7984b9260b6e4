/**
 * Who may use which account when. Cases that work on items of their own share an account and lease slots in
 * it, so that together they never reach its limit; cases that count, fill or race have it to themselves. A
 * case's whole need is granted at once, first come first served, so that nobody waits for ever and no two for
 * each other. Fixtures are slots with a name.
 */
import type { Account } from './account.ts';
import { CannotJudge, NotDeclared } from '../cases/findings.ts';
import type { Needs } from '../cases/law.ts';
import type { Id } from '../ledger/records.ts';

/** An account and what may be alive on it at once. */
export interface Site {
  account: Account;
  /** Items that a case may have alive, if it is alone. */
  capacity: number;
  /** Items that cases which share it may have alive together, where those are fewer. */
  shared?: number;
  /** Names of the fixtures that stand for items, where the contract has no create. */
  fixtures?: readonly Id[];
}

/** What a case holds while it runs. */
export interface Lease {
  accounts: readonly [Account, ...Account[]];
  /** The next leased fixture, or undefined where there are no more. */
  fixture(): Id | undefined;
  /** How many leased fixtures nobody took yet. */
  left(): number;
  /** A leased fixture is no more: nobody gets it again. */
  consume(id: Id): void;
  release(): void;
}

interface Place {
  site: Site;
  free: number;
  fixtures: Id[];
  /** Fixtures that are no more. */
  consumed: number;
  users: number;
  held: boolean;
}

interface Waiting {
  needs: Needs;
  grant(lease: Lease): void;
  refuse(reason: NotDeclared | CannotJudge): void;
}

export class Leases {
  readonly #places: Place[];
  readonly #queue: Waiting[] = [];

  constructor(sites: readonly Site[]) {
    this.#places = sites.map((site) => ({
      site,
      free: site.shared ?? site.capacity,
      fixtures: [...(site.fixtures ?? [])],
      consumed: 0,
      users: 0,
      held: false,
    }));
  }

  /** Why a need can never be met, or undefined: the target file leaves it out, or an account has no room. */
  impossible({ accounts = 1, slots = 0, alone = false }: Needs): NotDeclared | CannotJudge | undefined {
    if (accounts > this.#places.length) {
      return new NotDeclared(`it needs ${accounts} accounts, and the target file has ${this.#places.length}`);
    }
    const able = this.#places.filter((place) => capacity(place, alone) >= slots).length;
    if (able >= accounts) return undefined;
    const most = Math.max(0, ...this.#places.map((place) => capacity(place, alone)));
    return this.#places.some(({ site }) => site.fixtures)
      ? new NotDeclared(`it needs ${slots} webhooks of the target file's fixtures, and there are ${most}`)
      : new CannotJudge(
          `it needs ${slots} free ${slots === 1 ? 'place' : 'places'} on an account beside those kept free, and there ${most === 1 ? 'is' : 'are'} ${most}; free some, or name another account`,
        );
  }

  /** Whether one case has an account to itself: there the next of its kind waits. */
  held(account: Account): boolean {
    return this.#places.some(({ site, held }) => held && site.account.id === account.id);
  }

  /** Waits for its turn. Throws NotDeclared or CannotJudge where it cannot come, or cannot come any more. */
  async acquire(needs: Needs): Promise<Lease> {
    return new Promise((grant, refuse) => {
      this.#queue.push({ needs, grant, refuse });
      this.#pump();
    });
  }

  /**
   * Grants whatever can be granted, in order; who cannot be served yet keeps others off what it waits for. While
   * somebody waits to share, one place is left to those: a run whose every account is held by one case stands still.
   */
  #pump(): void {
    const reserved = new Set<Place>();
    for (const waiting of this.#queue.slice()) {
      if (reserved.size === this.#places.length) return;
      const reason = this.impossible(waiting.needs);
      if (reason !== undefined) {
        this.#queue.splice(this.#queue.indexOf(waiting), 1);
        waiting.refuse(reason);
        continue;
      }
      const { accounts = 1, slots = 0, alone = false } = waiting.needs;
      const open = this.#places.filter((place) => !reserved.has(place) && capacity(place, alone) >= slots);
      const ready = open.filter((place) => !place.held && (alone ? place.users === 0 : fits(place, slots)));
      if (alone && !this.#leavesRoom(accounts, reserved)) continue;
      if (ready.length >= accounts) {
        const chosen = ready.sort((a, b) => a.users - b.users).slice(0, accounts);
        this.#queue.splice(this.#queue.indexOf(waiting), 1);
        waiting.grant(this.#lease(chosen, slots, alone));
      } else if (accounts === 1 || !this.#places.some(({ held }) => held)) {
        for (const place of open.sort((a, b) => a.users - b.users).slice(0, accounts)) reserved.add(place);
      }
    }
  }

  /** Whether so many places can be held, and one is left for those that wait to share. */
  #leavesRoom(accounts: number, reserved: ReadonlySet<Place>): boolean {
    const sharing = this.#places.length > 1 && this.#queue.some(({ needs }) => needs.alone !== true);
    const free = this.#places.filter((place) => !place.held && !reserved.has(place)).length;
    return !sharing || free > accounts;
  }

  #lease(chosen: Place[], slots: number, alone: boolean): Lease {
    const taken = chosen.map((place) => {
      place.users += 1;
      place.held = alone;
      place.free -= slots;
      return { place, fixtures: place.fixtures.splice(0, place.site.fixtures ? slots : 0) };
    });
    const [first, ...rest] = chosen.map(({ site }) => site.account);
    if (!first) throw new TypeError('a lease of nothing');
    const unused = taken[0] ? [...taken[0].fixtures] : [];
    let over = false;
    return {
      accounts: [first, ...rest],
      fixture: () => unused.shift(),
      left: () => unused.length,
      consume: (id) => {
        for (const holding of taken) {
          const index = holding.fixtures.indexOf(id);
          if (index < 0) continue;
          holding.fixtures.splice(index, 1);
          holding.place.consumed += 1;
        }
      },
      release: () => {
        if (over) return;
        over = true;
        for (const { place, fixtures } of taken) {
          place.users -= 1;
          place.held = false;
          place.free += slots;
          place.fixtures.push(...fixtures);
        }
        this.#pump();
      },
    };
  }
}

function capacity({ site, consumed }: Place, alone: boolean): number {
  if (site.fixtures) return site.fixtures.length - consumed;
  return alone ? site.capacity : (site.shared ?? site.capacity);
}

function fits(place: Place, slots: number): boolean {
  return place.site.fixtures ? place.fixtures.length >= slots : place.free >= slots;
}
