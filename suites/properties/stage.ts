/** Where a sequence is played: the accounts with what they should hold, the URLs that are the sequence's own. */
import { Broken } from '../../runner/cases/findings.ts';
import type { Draft } from '../../runner/registry/draft.ts';
import type { Answer } from '../../runner/http/answer.ts';
import type { Item } from '../../runner/registry/item.ts';
import type { Registry } from '../../runner/registry/registry.ts';
import type { Scene } from '../../runner/cases/scene.ts';
import type { RoleName } from '../../spec/contract.ts';
import { blamedFor, type Step } from './blame.ts';
import { Holding, type Kept } from './model.ts';
import { type Condition, outcomesOf } from './refusals.ts';

export interface Ground {
  registries: readonly Registry[];
  /** Items that each account may have beside those that are there; undefined: nobody knows. */
  places: number | undefined;
  /** The path that the URLs of this sequence alone begin with. */
  path: string;
  /** The one item that there is, where none can be made. */
  fixture: Item | undefined;
}

export class Stage {
  readonly scene: Scene;
  readonly ground: Ground;
  readonly holdings: readonly Holding[];
  /** What was done, in words. */
  readonly steps: string[] = [];

  constructor(scene: Scene, ground: Ground) {
    this.scene = scene;
    this.ground = ground;
    this.holdings = ground.registries.map((registry) => new Holding(registry, scene.contract));
    const { fixture } = ground;
    if (fixture) this.holdings[0]?.add({ item: fixture, first: '0', url: '', fields: {} });
  }

  has(role: RoleName): boolean {
    return this.scene.contract.roles.has(role);
  }

  url(name: string): string {
    return `${this.scene.registry.values.mark.sink}${this.ground.path}/${name}`;
  }

  isOurs(url: unknown): boolean {
    return typeof url === 'string' && url.includes(`${this.ground.path}/`);
  }

  /** Whether another account's item has the URL. Where URLs are unique within an account, that is nothing to this one. */
  heldElsewhere(holding: Holding, url: string): boolean {
    const { unique } = this.scene.contract;
    return unique === undefined && this.holdings.some((other) => other !== holding && other.holder(url));
  }

  /** Sends what a step asks for. Throws Broken, with the rules to blame, where no outcome lets it pass. */
  async send(
    holding: Holding,
    words: string,
    draft: Draft,
    outcomes: readonly string[],
    step: Step,
  ): Promise<Answer> {
    this.say(holding, words);
    try {
      return await this.scene.demand(holding.registry.send(draft)).toBeOneOf(outcomes);
    } catch (error) {
      if (!(error instanceof Broken) || !error.answer) throw error;
      throw error.blaming(blamedFor(this.scene.contract, step, error.answer, this.holdings));
    }
  }

  /** Any of the outcomes whose condition holds, or the success where none does; undefined: the rules do not say. */
  outcomes(role: RoleName, ...conditions: readonly Condition[]): string[] | undefined {
    const { contract } = this.scene;
    if (conditions.length === 0) return [contract.roles.get(role)?.success ?? ''];
    const all = conditions.map((condition) => outcomesOf(contract, condition, role));
    return all.some((outcomes) => outcomes.length === 0) ? undefined : all.flat();
  }

  say(holding: Holding, words: string): void {
    const account = this.holdings.indexOf(holding) === 0 ? 'one' : 'other';
    this.steps.push(this.holdings.length > 1 ? `${account} account: ${words}` : words);
  }

  /** An item by the order in which the sequence made them. */
  name(holding: Holding, kept: Kept): string {
    return `#${holding.all.indexOf(kept) + 1}`;
  }
}
