/** Where clients race, round after round, until the rounds are enough or one of them shows what must not be. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { Draft } from '../registry/draft.ts';
import { Broken, CannotJudge } from '../cases/findings.ts';
import type { Registry } from '../registry/registry.ts';
import { median } from '../result/median.ts';
import type { Scene } from '../cases/scene.ts';
import { check } from './checker.ts';
import { Dice } from './dice.ts';
import { Grounds } from './grounds.ts';
import { overlap } from './history.ts';
import { Interpreter, type Names } from './interpreter.ts';
import { accusation } from './verdict.ts';
import { type Lane, volley } from './volley.ts';
import type { WebhookOperation } from './webhook-calls.ts';
import type { WebhookContract } from './webhook-contract.ts';
import { webhookModel } from './webhook-model.ts';

/** More clients than that bring no other races. */
const MOST_CLIENTS = 8;
/** A request without an answer may still be on its way. */
const SETTLING_MS = 250;
/** For a server that is busy all the time: how many rounds are begun for one that counts. */
const MOST_REPEATS = 6;
/**
 * As many rounds in a row with a 500 or an answer that cannot be read are no bad moment: on a bad night one answer in
 * ten may be one, and then every other round has one.
 */
const MOST_DOUBTS = 8;

/** How sure a pass is of what it says. */
const SURE = 0.95;

export interface Race {
  rounds: number;
  /** What must come out of it: `one place is left: one create gets it`. */
  demand: string;
  /** Sets a round up, and says what the clients send. No lane: there is nothing left to race for. */
  plan: (round: number) => Promise<readonly Lane[]>;
}

export class Arena {
  /** How many clients there may be. */
  readonly clients: number;
  readonly dice: Dice;
  readonly here: Grounds;
  readonly #scene: Scene;
  readonly #interpreter: Interpreter;
  readonly #grounds: Grounds[];

  constructor(scene: Scene, names: Names) {
    this.clients = Math.min(MOST_CLIENTS, scene.client.concurrency);
    this.dice = new Dice(scene.seed);
    this.#scene = scene;
    this.#interpreter = new Interpreter(scene.contract, scene.judge, names);
    this.here = this.#groundsOf(scene.registry);
    this.#grounds = [this.here];
  }

  /** A second account to race on. */
  open(registry: Registry): Grounds {
    const grounds = this.#groundsOf(registry);
    this.#grounds.push(grounds);
    return grounds;
  }

  /** Places that are free on the first account. */
  get free(): number {
    return (this.#scene.contract.limit ?? Infinity) - this.here.others - this.here.items.length;
  }

  /** What one client sends: `after` so many milliseconds, or in some rounds up to two more. */
  lane(
    drafts: Draft | readonly Draft[],
    { on = this.here, late = 2, after = 0 }: { on?: Grounds; late?: number; after?: number } = {},
  ): Lane {
    const delayMs = after + this.dice.below(2) * this.dice.below(late + 1);
    return { drafts: [drafts].flat(), grounds: on, delayMs };
  }

  /** Opens connections, where that helps, and looks around. */
  async enter(): Promise<void> {
    const { registry } = this.here;
    const { client, contract } = this.#scene;
    if (contract.roles.has('list')) await client.warmUp(this.clients, async () => registry.list());
    await this.#look();
  }

  /** Runs the rounds. Throws Broken for the first that no order of its operations explains. */
  async run(race: Race): Promise<void> {
    const clean: Measured[] = [];
    const spoilt: Measured[] = [];
    let doubts = 0;
    while (clean.length < race.rounds && spoilt.length < MOST_REPEATS * race.rounds) {
      const lanes = (await race.plan(clean.length)).slice(0, this.clients);
      if (lanes.length === 0) break;
      const round = await this.#round(lanes);
      const together = overlap(round.operations).max;
      (round.spoilt ? spoilt : clean).push({ together, of: lanes.length });
      this.#judge(
        round,
        race.demand,
        `round ${clean.length + spoilt.length}, ${together} of ${lanes.length} in flight together`,
      );
      doubts = round.spoilt === 'doubtful' ? doubts + 1 : 0;
      if (doubts >= MOST_DOUBTS) break;
    }
    if (doubts >= MOST_DOUBTS) {
      throw new Broken(
        `requests that came together were answered 500, or so that it cannot be read, in ${doubts} rounds in a row`,
      );
    }
    this.#conclude(clean, spoilt);
  }

  /** What got no answer that says something is open-ended, so that a spoilt round accuses nobody wrongly either. */
  #judge({ contract, operations, seen }: Round, demand: string, when: string): void {
    const history = [...operations, ...seen];
    const model = webhookModel(contract);
    const verdict = check(history, model);
    if (verdict.verdict === 'inconclusive')
      throw new CannotJudge(`a round could not be judged: ${verdict.reason}`);
    if (verdict.verdict === 'violation') {
      this.#scene.pin();
      throw accusation(history, model, { demand, when, prefix: this.here.registry.values.prefix });
    }
  }

  /** A pass without concurrency is none. Spoilt rounds count only where no others could be had. */
  #conclude(clean: readonly Measured[], spoilt: readonly Measured[]): void {
    const inFlight = clean.length > 0 ? clean : spoilt;
    const together = median(inFlight.map((round) => round.together));
    const of = median(inFlight.map((round) => round.of));
    if (together < 2) {
      const why = clean.length > 0 ? 'nothing raced' : 'the target was too busy';
      throw new CannotJudge(
        `in ${inFlight.length} rounds, a median of ${together} requests were in flight together: ${why}`,
      );
    }
    const repeated =
      clean.length > 0 && spoilt.length > 0 ? `, ${spoilt.length} more spoilt by a 429, 500 or 503` : '';
    const rounds = inFlight.length === 1 ? '1 round' : `${inFlight.length} rounds`;
    this.#scene.raced({ rounds: inFlight.length, together, of });
    this.#scene.note(
      `${rounds}${repeated}, median ${together} of ${of} in flight together, 0 violations: ${SURE * 100} % sure that fewer than ${mostHidden(inFlight.length)} rounds in 100 would show one`,
    );
  }

  async #round(lanes: readonly Lane[]): Promise<Round> {
    const { limit, unique, update } = this.#scene.contract;
    const contract: WebhookContract = {
      ...(limit === undefined ? {} : { limit: limit - this.here.others }),
      sameUrl: unique === undefined ? 'accept' : 'refuse',
      ownUrl: 'either',
      update,
      existing: Object.fromEntries(
        this.#grounds.map(({ registry, existing }) => [registry.account.id, existing]),
      ),
    };
    const { client, judge } = this.#scene;
    const sent = await volley(lanes, { client, judge, interpreter: this.#interpreter });
    const operations = sent.map(({ operation }) => operation);
    if (operations.some(({ completedAt }) => completedAt === undefined)) await sleep(SETTLING_MS);
    const seen = await this.#look();
    const spoilt = sent.find((one) => one.spoilt !== undefined)?.spoilt;
    return { contract, operations, seen, ...(spoilt === undefined ? {} : { spoilt }) };
  }

  async #look(): Promise<WebhookOperation[]> {
    return (await Promise.all(this.#grounds.map(async (grounds) => grounds.look()))).flat();
  }

  #groundsOf(registry: Registry): Grounds {
    return new Grounds(registry, this.#scene.contract, this.#interpreter);
  }
}

/** How many requests of a round were in flight at one time, and how many clients there were. */
interface Measured {
  together: number;
  of: number;
}

interface Round {
  /** What the model is told, with what was there before. */
  contract: WebhookContract;
  /** What the clients did. */
  operations: readonly WebhookOperation[];
  /** What was read after all of them. */
  seen: readonly WebhookOperation[];
  /** Why it cannot be judged and has to be run again. */
  spoilt?: 'busy' | 'doubtful';
}

/** Of 100 rounds, as many could show a violation and this many in a row still show none, once in twenty times. */
function mostHidden(rounds: number): number {
  return Math.ceil(100 * (1 - (1 - SURE) ** (1 / rounds)));
}
