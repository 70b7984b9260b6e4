/** Judges answers: every one for its shape, and those that a law demands something of for their outcome. */
import type { Contract, Role } from '../../spec/contract.ts';
import { show } from '../../spec/json.ts';
import { type Choice, choose, describe, misfit, type Outcome } from '../../spec/outcomes.ts';
import { Broken, Doubt } from './findings.ts';
import type { Freshness } from './freshness.ts';
import type { Answer } from '../http/answer.ts';
import type { Doubts } from '../http/doubts.ts';
import { oddness, whyUnreadable } from '../http/odd.ts';
import type { CaseRecord } from './record.ts';

export class Judge {
  readonly #contract: Contract;
  readonly #record: CaseRecord;
  /** What was odd so far: once it is no bad moment any more, it is a verdict. */
  readonly #doubts: Doubts;

  readonly #freshness: Freshness;

  /** `freshness` is one for the whole run. */
  constructor(contract: Contract, record: CaseRecord, doubts: Doubts, freshness: Freshness) {
    this.#freshness = freshness;
    this.#contract = contract;
    this.#record = record;
    this.#doubts = doubts;
  }

  /** Looks at the shape of an answer, whoever asked. Throws Doubt where it may be a bad moment. */
  shape(answer: Answer): void {
    const { role } = answer.draft;
    const documented = role.operation.responses.get(answer.status);
    const unreadable = whyUnreadable(answer);
    const doubt = this.#doubts.about(answer);
    if (doubt !== undefined) throw new Doubt(doubt);
    // What is no JSON at all has neither the form of this answer nor the media type of the operation.
    const blamed = [...new Set([role.shape, ...(documented?.rules ?? [])])];
    if (unreadable !== undefined) return this.#broken(blamed, unreadable, role);
    if (!documented?.hasBody) return;
    if (answer.body === undefined)
      return this.#broken(blamed, `status ${answer.status} came without a body`, role);
    const type = answer.headers['content-type'] ?? '';
    if (!/^application\/json\s*(;|$)/i.test(type)) {
      this.#broken(blamed, `content-type: must be application/json, got ${show(type)}`, role);
    }
    const { findings, readings, fresh } = documented.check(answer.body);
    for (const { rule, value } of fresh) {
      if (this.#freshness.isOld(rule, value))
        this.#broken([rule], `${show(value)} came with an earlier answer as well`, role);
    }
    for (const { message, rules, lawful, gap } of findings) {
      const named = rules.length > 0 ? rules : [role.shape];
      for (const rule of named) {
        const text = `${role.operation.id}: ${message}${gap ? ` (${gap})` : ''}`;
        this.#record.find({ rule, kind: lawful ? 'observed' : 'broken', message: text });
      }
    }
    for (const { gap, reading, rules } of readings) {
      this.#record.read({ gap, reading, rules: rules.length > 0 ? rules : [role.shape] });
    }
  }

  /** Whether an answer has one of these outcomes; keeps which way each gap was answered. */
  accepts(answer: Answer, names: readonly string[]): boolean {
    if (whyUnreadable(answer) !== undefined) return false;
    const { role } = answer.draft;
    const outcomes = names.map((name) => this.#contract.outcomes.get(name, role.name));
    // First choices before latitude: an answer that is right by one outcome is not observed by another's.
    const plain = outcomes.find((outcome) => choose({ ...outcome, choices: [outcome.choices[0]] }, answer));
    const outcome = plain ?? outcomes.find((candidate) => choose(candidate, answer));
    const choice = outcome && choose(outcome, answer);
    if (!outcome || !choice) return false;
    this.#note(outcome, choice);
    return true;
  }

  /** The plain success of an operation whose verdict is not the case's: set-up and reading back. */
  works(answer: Answer): boolean {
    const { role } = answer.draft;
    if (choose(this.#contract.outcomes.get(role.success, role.name), answer)) return true;
    this.#record.find({
      rule: role.works,
      kind: 'broken',
      message: `${role.operation.id}, a lawful call: ${this.mismatch(answer, [role.success])}`,
    });
    return false;
  }

  /** `demanded not-found (404, …; or 400 by GAP-02), got status 200, which looks like ok`. */
  mismatch(answer: Answer, names: readonly string[]): string {
    const { role } = answer.draft;
    const { outcomes } = this.#contract;
    const demanded = names.map((name) => `${name} (${ways(outcomes.get(name, role.name))})`).join(' or ');
    const first = names[0] === undefined ? undefined : outcomes.get(names[0], role.name).choices[0];
    const odd = answer.status === 500 ? undefined : oddness(answer);
    const got = odd ?? (first ? misfit(first, answer) : `status ${answer.status}`);
    const looks =
      odd !== undefined ? [] : outcomes.lookalikes(answer, role.name).filter((name) => !names.includes(name));
    const like = looks.length > 0 ? `, which looks like ${looks[0] ?? ''}` : '';
    return `demanded ${demanded}, got ${got}${like}`;
  }

  #note(outcome: Outcome, choice: Choice): void {
    const gaps = new Set(outcome.choices.flatMap(({ gap }) => gap ?? []));
    if (choice.gap !== undefined) {
      this.#record.observe(`${outcome.name}: answered as ${choice.reading} (${choice.gap})`);
      this.#record.read({ gap: choice.gap, reading: choice.reading, rules: [] });
    } else {
      for (const gap of gaps) this.#record.read({ gap, reading: choice.reading, rules: [] });
    }
  }

  #broken(rules: readonly string[], message: string, role: Role): void {
    for (const rule of rules)
      this.#record.find({ rule, kind: 'broken', message: `${role.operation.id}: ${message}` });
  }
}

/**
 * Every way to meet an outcome: the first choice, then what else passes and the open question that lets it:
 * `404; or 405 by GAP-32`. Bodies in another form under the same status are told by their questions alone.
 */
function ways({ choices: [first, ...others] }: Outcome): string {
  const known = (choice: Choice): boolean => choice.status.every((status) => first.status.includes(status));
  const forms = [...new Set(others.filter(known).flatMap(({ gap }) => gap ?? []))];
  const rest = others
    .filter((choice) => !known(choice))
    .map((choice) => `${describe(choice)}${by(choice.gap)}`);
  const other = forms.length > 0 ? [`in another form by ${forms.join(', ')}`] : [];
  return [describe(first), ...other, ...new Set(rest)].join('; or ');
}

function by(gap: string | undefined): string {
  return gap === undefined ? '' : ` by ${gap}`;
}

/** What a law demands of an answer. */
export class Demand {
  readonly #answer: Promise<Answer>;
  readonly #judge: Judge;
  readonly #about: unknown;

  constructor(answer: Answer | Promise<Answer>, judge: Judge, about?: unknown) {
    this.#answer = Promise.resolve(answer);
    this.#judge = judge;
    this.#about = about;
  }

  /** The answer must have this outcome, by its first choice or by latitude. Throws Broken. */
  async toBe(outcome: string): Promise<Answer> {
    return this.toBeOneOf([outcome]);
  }

  /** One of several outcomes, where more than one condition holds. Throws Broken. */
  async toBeOneOf(outcomes: readonly string[]): Promise<Answer> {
    const answer = await this.#answer;
    if (this.#judge.accepts(answer, outcomes)) return answer;
    const about = this.#about === undefined ? '' : ` for ${show(this.#about)}`;
    throw new Broken(`${answer.draft.role.operation.id}${about}: ${this.#judge.mismatch(answer, outcomes)}`, {
      answer,
      ...(this.#about === undefined ? {} : { counterexample: this.#about }),
    });
  }

  /** The plain success of its operation. Throws Broken. */
  async toSucceed(): Promise<Answer> {
    const answer = await this.#answer;
    return this.toBe(answer.draft.role.success);
  }
}
