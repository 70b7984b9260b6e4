import type { History, Operation } from '../../runner/races/history.ts';
import type { SequentialModel } from '../../runner/races/model.ts';

/**
 * Whether some order explains the history, found the plain way: every order of every choice of the lost
 * operations, each replayed with the set of all states that it may have led to. Uses nothing of a model
 * but its first state and its steps.
 */
export function hasOrder<State, Call, Answer>(
  history: History<Call, Answer>,
  model: Pick<SequentialModel<State, Call, Answer>, 'initial' | 'step'>,
): boolean {
  const accounts = [...new Set(history.map(({ account }) => account))];
  const start = new Map(
    accounts.map((account) => [
      account,
      [
        model.initial(
          account,
          history.filter((each) => each.account === account),
        ),
      ],
    ]),
  );
  return goesOn(history, start, model);
}

function goesOn<State, Call, Answer>(
  pending: History<Call, Answer>,
  states: ReadonlyMap<string, readonly State[]>,
  model: Pick<SequentialModel<State, Call, Answer>, 'step'>,
): boolean {
  if (pending.every(({ completedAt }) => completedAt === undefined)) return true;
  return pending.some((next) => {
    if (pending.some((other) => precedes(other, next))) return false;
    const after = (states.get(next.account) ?? []).flatMap((state) =>
      model.step(state, next.call, next.answer),
    );
    if (after.length === 0) return false;
    return goesOn(
      pending.filter((other) => other !== next),
      new Map(states).set(next.account, after),
      model,
    );
  });
}

/** Whether an order may place `later` before `earlier`: not if one had ended when the other was sent. */
export function precedes(earlier: Operation, later: Operation): boolean {
  return earlier.completedAt !== undefined && earlier.completedAt < later.invokedAt;
}
