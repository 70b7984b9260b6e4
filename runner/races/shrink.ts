import { check, partitionsOf, type CheckOptions, type Verdict } from './checker.ts';
import { byInvocation, endOf, type History, type Operation } from './history.ts';
import type { SequentialModel } from './model.ts';

export interface ShrinkOptions {
  /** Wall time for all of it. What was reached by then is returned. */
  readonly timeLimitMs?: number;
  /** For each single check. An attempt that gives no verdict counts as one that shows nothing. */
  readonly check?: CheckOptions;
}

/** The fewest answers that still show a violation. */
export interface Shrunk<Call = unknown, Answer = unknown> {
  /** The operations whose answers can't be true together. */
  readonly shown: History<Call, Answer>;
  /**
   * Operations that ran beside or before them and may have changed something. Their answers are blanked, as
   * the model does it: whatever they did, it explains nothing. `shown` and these together are again a
   * violating history.
   */
  readonly possible: History<Call, Answer>;
  /** False when the time ran out before every operation in `shown` was tried. */
  readonly minimal: boolean;
  readonly explanation: Extract<Verdict<Call, Answer>, { verdict: 'violation' }>;
}

/**
 * Shrinks a violating history; undefined if it is none. An operation must not simply vanish: without the
 * create, the lawful delete of what it created is a violation. Everything here therefore weakens the
 * history: each lawful history stays lawful under it, so that what is a violation after it was one before.
 *
 *  - Other partitions go. They are independent.
 *  - What follows a moment goes, and what was under way at it becomes open-ended. An order of the whole,
 *    cut behind the last operation answered by then, is an order of what remains.
 *  - An operation that changes nothing goes. The others in the same order go through the same states.
 *  - An operation keeps its call and its interval and gets a blank for an answer: it may have done whatever
 *    some answer allows. It leaves `shown` for `possible`. One that changed nothing is blanked only where it
 *    can't go: that a create was over can be what is wrong, whatever it was answered.
 *
 * Each answer given back makes a history harder to explain, never easier; so one pass at the end that tries
 * both with every single operation leaves nothing that could still go.
 */
export function shrink<State, Call, Answer>(
  history: History<Call, Answer>,
  model: SequentialModel<State, Call, Answer>,
  options: ShrinkOptions = {},
): Shrunk<Call, Answer> | undefined {
  const deadline = performance.now() + (options.timeLimitMs ?? 10_000);
  const remaining = (): number => Math.max(0, deadline - performance.now());
  const first = check(history, model, options.check);
  if (first.verdict !== 'violation') return undefined;

  let explanation = first;
  const violates = (candidate: History<Call, Answer>): boolean => {
    const timeLimitMs = Math.min(remaining(), options.check?.timeLimitMs ?? 1_000);
    const verdict = check(candidate, model, { ...options.check, timeLimitMs });
    if (verdict.verdict === 'violation') explanation = verdict;
    return verdict.verdict === 'violation';
  };

  const inert = ({ call, answer }: Operation<Call, Answer>): boolean =>
    model.changesNothing?.(call, answer) ?? false;
  const blank = (operation: Operation<Call, Answer>): Operation<Call, Answer> => {
    const { call, answer } = operation;
    return { ...operation, answer: answer === undefined ? undefined : model.blank?.(call, answer) };
  };
  const upTo = (moment: number): History<Call, Answer> =>
    guilty
      .filter((each) => each.invokedAt <= moment && (endOf(each) <= moment || !inert(each)))
      .map((each) => (endOf(each) <= moment ? each : { ...blank(each), completedAt: undefined }));

  const guilty = partitionsOf(history, model).get(first.partition) ?? [];
  const ends = guilty.map(endOf).filter(Number.isFinite);
  const moment = earliest(ends, (each) => violates(upTo(each)));
  const base = upTo(moment);
  /** What is left of `base` where `shown` keep their answers and `blanked` are over, however they ended. */
  const weaken = (
    shown: ReadonlySet<Operation<Call, Answer>>,
    blanked: ReadonlySet<Operation<Call, Answer>>,
  ): History<Call, Answer> =>
    base
      .filter((each) => shown.has(each) || blanked.has(each) || !inert(each))
      .map((each) => (shown.has(each) ? each : blank(each)));
  const shows = (
    kept: History<Call, Answer>,
    blanked: ReadonlySet<Operation<Call, Answer>> = new Set(),
  ): boolean => violates(weaken(new Set(kept), blanked));
  const isLate = (): boolean => remaining() === 0;

  const answered = base.filter((each) => each.answer !== undefined && each.completedAt !== undefined);
  let shown = fewest(answered, (some) => shows(some), isLate);
  const blanked = new Set<Operation<Call, Answer>>();
  for (const one of shown.filter(inert)) {
    const rest = shown.filter((each) => each !== one);
    if (isLate() || !shows(rest, new Set([...blanked, one]))) continue;
    blanked.add(one);
    shown = rest;
  }
  const kept = new Set(shown);
  return {
    shown: shown.toSorted(byInvocation),
    possible: weaken(kept, blanked).filter((each) => !kept.has(each)),
    minimal: remaining() > 0,
    explanation,
  };
}

/** The earliest moment for which something holds that holds for the last one, and from the first such on. */
function earliest(moments: readonly number[], holds: (moment: number) => boolean): number {
  const sorted = moments.toSorted((left, right) => left - right);
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return sorted[high] ?? Infinity;
}

/** Leaves out as much as can be, in halves, quarters and so on down to single ones (delta debugging). */
function fewest<Item>(
  items: readonly Item[],
  shows: (kept: readonly Item[]) => boolean,
  isLate: () => boolean,
): readonly Item[] {
  let kept = items;
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < kept.length && !isLate();) {
      const rest = [...kept.slice(0, start), ...kept.slice(start + size)];
      if (shows(rest)) kept = rest;
      else start += size;
    }
  }
  return kept;
}
