/** What a law is handed: the operation it is on, a registry of a leased account, and the means to demand. */
import type { Contract, Role } from '../../spec/contract.ts';
import { at, isObject, show } from '../../spec/json.ts';
import { Broken, CannotJudge, NotDeclared } from './findings.ts';
import type { FullAccount } from '../accounts/full-account.ts';
import type { Answer } from '../http/answer.ts';
import type { Client } from '../http/client.ts';
import { Demand, type Judge } from './judge.ts';
import type { CaseRecord } from './record.ts';
import type { Registry } from '../registry/registry.ts';
import type { RaceMeasure } from '../result/result.ts';

/** How far earlier attempts at a case came: a bad moment in the middle of many examples does not undo the first ones. */
export interface Progress {
  /** So many of its examples were tried, in their order, and say nothing against the target. */
  done: number;
}

export interface SceneParts {
  contract: Contract;
  role: Role;
  expect: string;
  with: Readonly<Record<string, unknown>>;
  registry: Registry;
  other?: Registry;
  /** The accounts of the run that the case has not leased: only to be looked at. */
  elsewhere: readonly Registry[];
  full?: FullAccount;
  judge: Judge;
  record: CaseRecord;
  client: Client;
  /** Of this case alone, derived from the run's seed and the case's name. */
  seed: number;
  /** Examples for each property; undefined: the law's own number. */
  runs?: number;
  /** On a bad night long cases are cut down, so that they come through between two troubles: the part that is left. */
  share: number;
  progress: Progress;
  /** Of a property: the way to the one example that is to be tried. */
  path?: string;
  /** Of a property: examples of earlier runs, in place of generated ones. */
  known?: readonly unknown[];
  /** Whether hosts other than the sink's may be probed. */
  hostProbes: boolean;
}

export class Scene {
  readonly contract: Contract;
  readonly role: Role;
  /** The outcome that fills the place which the law leaves open. */
  readonly expect: string;
  readonly registry: Registry;
  /** The other accounts of the run: others work there, so that only what is surely the case's own may be looked for. */
  readonly elsewhere: readonly Registry[];
  readonly client: Client;
  readonly seed: number;
  readonly hostProbes: boolean;
  readonly judge: Judge;
  readonly #parts: SceneParts;

  constructor(parts: SceneParts) {
    this.#parts = parts;
    this.contract = parts.contract;
    this.role = parts.role;
    this.expect = parts.expect;
    this.registry = parts.registry;
    this.elsewhere = parts.elsewhere;
    this.client = parts.client;
    this.seed = parts.seed;
    this.hostProbes = parts.hostProbes;
    this.judge = parts.judge;
  }

  /** The second account, for laws that need two. */
  get other(): Registry {
    if (!this.#parts.other) throw new TypeError('the law did not ask for a second account');
    return this.#parts.other;
  }

  /** The account that holds as many items as it may, for laws that need it. */
  get full(): FullAccount {
    if (!this.#parts.full) throw new TypeError('the law did not ask for a full account');
    return this.#parts.full;
  }

  /** Examples for a property; all of them, or it is not judged. */
  examples(own: number): number {
    return this.#parts.runs ?? own;
  }

  /** The one example of a property that is to be tried again; undefined: all that the seed gives. */
  get path(): string | undefined {
    return this.#parts.path;
  }

  /** Examples of earlier runs that a property tries in place of generated ones. */
  get known(): readonly unknown[] | undefined {
    return this.#parts.known;
  }

  /** What earlier attempts at the case came to. */
  get progress(): Progress {
    return this.#parts.progress;
  }

  /** Rounds of a race, as many as its verdict says. */
  runs(own: number): number {
    const wanted = this.examples(own);
    const left = Math.max(1, Math.ceil(wanted * this.#parts.share));
    if (left < wanted) this.note(`on a bad night: ${left} of ${wanted} rounds`);
    return left;
  }

  /** What the answer must be; `about` is the probe, shown in the message and kept as counterexample. */
  demand(answer: Answer | Promise<Answer>, about?: unknown): Demand {
    return new Demand(answer, this.judge, about);
  }

  /** Fails the case unless a condition holds. */
  require(condition: boolean, message: string, counterexample?: unknown): void {
    if (!condition) this.fail(message, counterexample);
  }

  /** The server broke what the case demands. */
  fail(message: string, counterexample?: unknown): never {
    throw new Broken(message, counterexample === undefined ? {} : { counterexample });
  }

  /** What was sent so far is the evidence; what follows only tidies up. */
  pin(): void {
    this.#parts.record.pinAll();
  }

  /** The case cannot be judged. */
  cannotJudge(reason: string): never {
    throw new CannotJudge(reason);
  }

  /** Tries every probe, also after one failed; then fails for the first, saying how many did. */
  async each<T>(probes: readonly T[], attempt: (probe: T) => Promise<void>): Promise<void> {
    const broken: Broken[] = [];
    for (const probe of probes) {
      try {
        await attempt(probe);
      } catch (error) {
        if (!(error instanceof Broken)) throw error;
        this.#parts.record.pin(error.answer);
        broken.push(error);
      }
    }
    const [first, ...others] = broken;
    if (!first) return;
    const more = others.length > 0 ? ` (and ${others.length} of ${probes.length} probes like it)` : '';
    // Where one of them speaks of the case's own rules, the case does.
    const blames = broken.every((one) => one.blames.length > 0) ? broken.flatMap((one) => one.blames) : [];
    throw new Broken(first.message + more, { counterexample: first.counterexample, cause: first, blames });
  }

  /** The case holds by an answer that is not the contract's first choice. */
  observe(reason: string): void {
    this.#parts.record.observe(reason);
  }

  /** What a reader should know of the case though it passes. */
  note(text: string): void {
    this.#parts.record.notes.push(text);
  }

  /** How much of a race it was. */
  raced(measure: RaceMeasure): void {
    this.#parts.record.race = measure;
  }

  /** Which way a gap was answered. */
  read(gap: string, reading: string): void {
    this.#parts.record.read({ gap, reading, rules: [] });
  }

  // — the entry's `with` —

  text(key: string): string | undefined {
    const value = this.#parts.with[key];
    if (value === undefined) return undefined;
    return typeof value === 'string' ? value : JSON.stringify(value);
  }

  /** A text without which the entry of rules.yaml makes no sense. */
  needText(key: string): string {
    return this.text(key) ?? this.#missing(key);
  }

  number(key: string): number | undefined {
    const value = this.#parts.with[key];
    return typeof value === 'number' ? value : undefined;
  }

  list(key: string): readonly unknown[] {
    const value = this.#parts.with[key];
    return value === undefined ? [] : [value].flat();
  }

  object(key: string): Readonly<Record<string, unknown>> {
    const value = this.#parts.with[key];
    return isObject(value) ? value : {};
  }

  raw(key: string): unknown {
    return this.#parts.with[key];
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#parts.with, key);
  }

  /** A fixture of the account; without it the case does not run. */
  fixture(key: string): unknown {
    const value = this.registry.account.fixtures[key];
    if (value === undefined)
      throw new NotDeclared(`account ${this.registry.account.id} names no fixture ${key}`);
    return value;
  }

  /** The value at a place of an answer, in words for a message. */
  shown(answer: Answer, pointer: string): string {
    return show(at(answer.body, pointer));
  }

  #missing(key: string): never {
    throw new TypeError(`with.${key} is missing`);
  }
}
