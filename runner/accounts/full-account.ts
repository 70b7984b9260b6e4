/** An account that holds as many items as it may: filled once, shared by every case that asks for one. */
import pLimit from 'p-limit';

import { Broken, CannotJudge } from '../cases/findings.ts';
import type { Answer } from '../http/answer.ts';
import type { Item } from '../registry/item.ts';
import type { Registry } from '../registry/registry.ts';

export class FullAccount {
  /** Our own items, oldest first. */
  readonly items: Item[] = [];
  readonly #limit: number;
  readonly #existing: number;

  /** `existing` items were there before, and count. */
  constructor(limit: number, existing: number) {
    this.#limit = limit;
    this.#existing = existing;
  }

  get limit(): number {
    return this.#limit;
  }

  /** Places that are free now. */
  get free(): number {
    return this.#limit - this.#existing - this.items.length;
  }

  /**
   * Fills every place but `leave`, with so many creates `together`. Throws Broken with the answer of a create that was
   * refused too early.
   */
  async fill(registry: Registry, leave = 0, together = 1): Promise<void> {
    while (this.free < leave) await this.removeNewest(registry);
    while (this.free > leave) {
      const count = Math.min(together, this.free - leave);
      const creates = Array.from({ length: count }, async () => registry.send(registry.draft('create')));
      for (const answer of await Promise.all(creates)) {
        const item = answer.status < 300 ? registry.adopt(answer) : undefined;
        if (!item) throw this.#tooEarly(answer);
        this.items.push(item);
      }
    }
  }

  /** The same as set-up: a refusal is another law's finding. */
  async stand(registry: Registry, leave = 0): Promise<void> {
    try {
      await this.fill(registry, leave);
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      throw new CannotJudge(`the account could not be filled: ${error.message}`, { cause: error });
    }
  }

  async removeNewest(registry: Registry): Promise<void> {
    const item = this.items.at(-1);
    if (!item) throw new CannotJudge('the account is over its limit by items that are not ours');
    await registry.remove(item);
    this.items.pop();
  }

  /** Takes a removed item off the list. */
  forget(item: Item): void {
    const index = this.items.indexOf(item);
    if (index >= 0) this.items.splice(index, 1);
  }

  #tooEarly(answer: Answer): Broken | CannotJudge {
    const number = this.#limit - this.free + 1;
    // Where not even one was taken, it is hardly the limit that is wrong.
    if (this.items.length === 0)
      return new CannotJudge(`the first create was refused with status ${answer.status}`);
    return new Broken(`create number ${number} of ${this.#limit} was refused with status ${answer.status}`);
  }
}

/** One at a time: the cases that share the full account. */
export const oneAtATime = (): ReturnType<typeof pLimit> => pLimit(1);
