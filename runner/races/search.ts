import type { History } from './history.ts';
import type { SequentialModel } from './model.ts';
import { Pending } from './pending.ts';
import { classesOf } from './symmetry.ts';

/** Asked for each new state of the search: the reason to give up, if there is one. */
export type Budget = () => string | undefined;

export type Found<Call, Answer> =
  | { readonly order: History<Call, Answer> }
  | { readonly stuck: Stuck<Call, Answer> }
  | { readonly gaveUp: string };

/** Why there is no order: the furthest that one gets, and what can't go on from there. */
export interface Stuck<Call, Answer> {
  /** The longest order that the model allows. */
  readonly prefix: History<Call, Answer>;
  /** The state after it, as the model writes it. */
  readonly state: string;
  /** The answered operations that real time allows to come next; none of the answers fits that state. */
  readonly blocked: History<Call, Answer>;
}

/** An operation to place next, and the state after it. */
interface Choice<State> {
  readonly index: number;
  readonly state: State;
}

/**
 * Searches an order for the operations of one partition, in the manner of Wing and Gong: take any
 * operation that no unplaced one precedes, step the model, go on, and turn back where nothing fits. As Lowe
 * showed, a pair of (placed operations, state) that was met before need not be searched again.
 */
export function search<State, Call, Answer>(
  partition: string,
  history: History<Call, Answer>,
  model: SequentialModel<State, Call, Answer>,
  budget: Budget,
): Found<Call, Answer> {
  // An unknown answer to what changes nothing says nothing.
  const pending = new Pending(
    history.filter(({ call, answer }) => answer !== undefined || !model.changesNothing?.(call, answer)),
  );
  const choicesAt = chooser(pending, model);
  const isNew = memory(pending, model);
  const path: Iterator<Choice<State>>[] = [];
  let state = model.initial(partition, history);
  let stuck: Stuck<Call, Answer> = {
    prefix: [],
    state: model.key(state),
    blocked: pending.answeredCandidates(),
  };
  let fewestLeft = pending.answered;

  while (pending.answered > 0) {
    const reason = budget();
    if (reason !== undefined) return { gaveUp: reason };
    if (pending.answered < fewestLeft) {
      fewestLeft = pending.answered;
      stuck = { prefix: pending.order(), state: model.key(state), blocked: pending.answeredCandidates() };
    }
    path.push(choicesAt(state)[Symbol.iterator]());
    for (;;) {
      const node = path.at(-1);
      if (node === undefined) return { stuck };
      const { value: choice, done } = node.next();
      if (done) {
        path.pop();
        // The root has no choice that led to it.
        if (path.length > 0) pending.restore();
      } else {
        pending.place(choice.index);
        if (isNew(choice.state)) {
          state = choice.state;
          break;
        }
        pending.restore();
      }
    }
  }
  return { order: pending.order() };
}

/**
 * What may come next in a state. Two cuts, neither of which can lose the last order:
 *  - What changes nothing is placed as soon as it fits. Moving it there from a later place of an order
 *    disturbs nobody.
 *  - Of interchangeable operations that may come now, only the one that ended first is tried. If an order
 *    goes on with another, exchanging the two gives an order too: the first to end may come now as well,
 *    and what was sent after the end of the other, which now comes later, was sent after both ends.
 *    The first cut looks at every candidate rather than at one of each class, and so decides alike in two
 *    states that differ by such an exchange; the second cut relies on that.
 */
function chooser<State, Call, Answer>(
  pending: Pending<Call, Answer>,
  model: SequentialModel<State, Call, Answer>,
): (state: State) => readonly Choice<State>[] {
  const { operations, ends } = pending;
  const classes = classesOf(operations, model.fragments?.bind(model));
  const inert = operations.map(({ call, answer }) => model.changesNothing?.(call, answer) ?? false);
  const step = (state: State, index: number): readonly State[] => {
    const { call, answer } = operations[index]!;
    return model.step(state, call, answer);
  };
  return (state) => {
    const firstToEnd = new Map<number, number>();
    for (const index of pending.candidates()) {
      if (inert[index]) {
        if (step(state, index).length > 0) return [{ index, state }];
        continue;
      }
      const rival = firstToEnd.get(classes[index]!);
      if (rival === undefined || ends[index]! < ends[rival]!) firstToEnd.set(classes[index]!, index);
    }
    const here = model.key(state);
    return (
      [...firstToEnd.values()]
        .toSorted((left, right) => ends[left]! - ends[right]! || left - right)
        .flatMap((index) => step(state, index).map((next) => ({ index, state: next })))
        // A lost operation without an effect is as good as one that never happened.
        .filter((choice) => Number.isFinite(ends[choice.index]) || model.key(choice.state) !== here)
    );
  };
}

/** Whether the placed operations with this state after them are met for the first time. */
function memory<State, Call, Answer>(
  pending: Pending<Call, Answer>,
  model: SequentialModel<State, Call, Answer>,
): (state: State) => boolean {
  // Few states are met with many sets of operations: a number stands for each.
  const numbers = new Map<string, number>();
  const met = new Set<string>();
  return (state) => {
    const key = model.key(state);
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    const pair = `${pending.placedText()}${number}`;
    if (met.has(pair)) return false;
    met.add(pair);
    return true;
  };
}
