/** What a run may do to a target at most: counted where requests leave, so that what was announced is never exceeded. */
import type { Bounds } from '../job/plan.ts';

/** What is kept back for each item that may be alive: its removal, sent again after a bad moment. */
const KEPT_EACH = 3;

export class Budget {
  readonly #bounds: Bounds;
  #requests = 0;
  #creates = 0;
  /** Items that are, or may be, alive, by account. */
  readonly #places = new Map<string, number>();

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  /** Counts a request, unless it would be one too many: then says so. Clean-up has the share that is kept for it. */
  spend(request: { create: boolean; cleaning: boolean }): string | undefined {
    const { requests, creates, kept } = this.#bounds;
    const alive = [...this.#places.values()].reduce((sum, places) => sum + places, 0);
    const held = request.cleaning ? 0 : kept + KEPT_EACH * alive;
    if (this.#requests + held >= requests) {
      const why = held > 0 ? ` (of which ${held} are kept for cleaning up)` : '';
      return `the budget of ${requests} requests is spent${why}; --max-requests allows more`;
    }
    if (request.create && this.#creates >= creates) return `the budget of ${creates} creates is spent`;
    this.#requests += 1;
    if (request.create) this.#creates += 1;
    return undefined;
  }

  /** Takes a place for an item that is about to be created, unless there is none left: then says so. */
  place(account: string): string | undefined {
    const taken = this.#places.get(account) ?? 0;
    if (taken >= this.#bounds.alive) {
      return `as many items as were announced (${this.#bounds.alive}) may be alive on account ${account}`;
    }
    this.#places.set(account, taken + 1);
    return undefined;
  }

  /** An item of ours that nobody had asked for. */
  placed(account: string): void {
    this.#places.set(account, (this.#places.get(account) ?? 0) + 1);
  }

  /** The item is gone, or never came. */
  vacate(account: string): void {
    this.#places.set(account, Math.max(0, (this.#places.get(account) ?? 0) - 1));
  }

  /** Requests that may still be sent, clean-up included. */
  get left(): number {
    return this.#bounds.requests - this.#requests;
  }
}
