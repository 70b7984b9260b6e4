import { check, partitionsOf, type CheckOptions, type Verdict } from './checker.ts';
import { byInvocation, endOf, type History, type Operation } from './history.ts';
import type { SequentialModel } from './model.ts';

export interface ShrinkOptions {
  /** Wall time for all of it. What was reached by then is returned. */
  readonly timeLimitMs?: number;
  /** For each single check. An attempt that gives no verdict counts as one that shows nothing. */
  readonly check?: CheckOptions;
}

/** The fewest operations that still show a violation. */
export interface Shrunk<Call = unknown, Answer = unknown> {
  /** The operations whose answers can't be true together. */
  readonly shown: History<Call, Answer>;
  /**
   * Operations that ran beside or before them and may have changed something. Their answers are blanked:
   * whatever they did, it explains nothing. `shown` and these together are again a violating history.
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
 *  - Any other operation keeps its call and its interval and loses its answer: it may have done whatever
 *    some answer allows. It leaves `shown` for `possible`.
 *
 * Each answer given back makes a history harder to explain, never easier; so one pass of single removals
 * at the end leaves nothing that could still go.
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

  const guilty = partitionsOf(history, model).get(first.partition) ?? [];
  const inert = (operation: Operation<Call, Answer>): boolean =>
    model.changesNothing?.(operation.call, operation.answer) ?? false;
  const base = shortestPrefix(guilty, violates).filter((each) => each.answer !== undefined || !inert(each));

  const weaken = (shown: ReadonlySet<Operation<Call, Answer>>): History<Call, Answer> =>
    base
      .filter((each) => shown.has(each) || !inert(each))
      .map((each) => (shown.has(each) ? each : { ...each, answer: undefined }));

  const shown = fewest(
    base.filter((each) => each.answer !== undefined),
    (kept) => violates(weaken(new Set(kept))),
    () => remaining() === 0,
  );
  const kept = new Set(shown);
  return {
    shown: shown.toSorted(byInvocation),
    possible: weaken(kept).filter((each) => each.answer === undefined),
    minimal: remaining() > 0,
    explanation,
  };
}

/** The history up to the earliest answer at which it is a violation. */
function shortestPrefix<Call, Answer>(
  history: History<Call, Answer>,
  violates: (candidate: History<Call, Answer>) => boolean,
): History<Call, Answer> {
  const moments = history
    .map(endOf)
    .filter(Number.isFinite)
    .toSorted((left, right) => left - right);
  let tooShort = -1;
  let enough = moments.length - 1;
  let prefix = history;
  while (enough - tooShort > 1) {
    const middle = Math.floor((tooShort + enough) / 2);
    const candidate = upTo(history, moments[middle]!);
    if (violates(candidate)) {
      enough = middle;
      prefix = candidate;
    } else tooShort = middle;
  }
  return prefix;
}

function upTo<Call, Answer>(history: History<Call, Answer>, moment: number): History<Call, Answer> {
  return history
    .filter((each) => each.invokedAt <= moment)
    .map((each) => (endOf(each) > moment ? { ...each, completedAt: undefined, answer: undefined } : each));
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
