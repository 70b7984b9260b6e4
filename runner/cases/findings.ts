/** What a case found out, beside its own verdict. */
import type { Answer } from '../http/answer.ts';
import type { Attempt } from '../http/client.ts';

/** Something seen in passing that speaks of another rule than those that name the case. */
export interface Finding {
  rule: string;
  /** `broken`: the rule does not hold. `observed`: it holds by an answer that is not the first choice. */
  kind: 'broken' | 'observed';
  message: string;
  exchange?: Attempt;
}

/** Which way a question of the documents was answered. */
export interface SeenReading {
  gap: string;
  reading: string;
  rules: readonly string[];
}

export interface BrokenDetails {
  counterexample?: unknown;
  timeline?: string;
  path?: string;
  example?: unknown;
  /** The answer that is wrong. */
  answer?: Answer;
  /** The rules that are broken, where it is known more closely than by the case. */
  blames?: readonly string[];
  cause?: unknown;
}

/** The server broke what the case demands. */
export class Broken extends Error {
  override readonly name = 'Broken';
  readonly counterexample: unknown;
  readonly timeline: string | undefined;
  /** Of a generated example: how to come back to it, by the case's seed. */
  readonly path: string | undefined;
  /** The generated example itself, as plain data. */
  readonly example: unknown;
  /** The answer that is wrong, where it is a single one. */
  readonly answer: Answer | undefined;
  /** The rules that are broken; none: all those that name the case. */
  readonly blames: readonly string[];

  constructor(message: string, details: BrokenDetails = {}) {
    super(message, { cause: details.cause });
    this.counterexample = details.counterexample;
    this.timeline = details.timeline;
    this.path = details.path;
    this.example = details.example;
    this.answer = details.answer;
    this.blames = details.blames ?? [];
  }

  /** The same, with the rules that are broken, where nobody said so yet. */
  blaming(blames: readonly string[]): Broken {
    if (this.blames.length > 0) return this;
    const { counterexample, timeline, path, example, answer } = this;
    return new Broken(this.message, {
      counterexample,
      example,
      cause: this,
      blames,
      ...(timeline === undefined ? {} : { timeline }),
      ...(path === undefined ? {} : { path }),
      ...(answer ? { answer } : {}),
    });
  }
}

/** The case could not be judged, since something that it stands on failed; the message names what. */
export class CannotJudge extends Error {
  override readonly name = 'CannotJudge';
}

/** The target lacks something that the case needs (a fixture, a second account): it does not run. */
export class NotDeclared extends Error {
  override readonly name = 'NotDeclared';
}

/** A 500, or an answer that cannot be read: perhaps a bad moment, so the case runs once more. */
export class Doubt extends Error {
  override readonly name = 'Doubt';
}
