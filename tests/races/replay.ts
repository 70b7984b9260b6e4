import type { History } from '../../runner/races/history.ts';
import type { SequentialModel } from '../../runner/races/model.ts';
import { precedes } from './brute-force.ts';

/** Whether an order holds every answered operation once, respects real time, and is allowed by the model. */
export function replays<State, Call, Answer>(
  order: History<Call, Answer>,
  history: History<Call, Answer>,
  model: Pick<SequentialModel<State, Call, Answer>, 'initial' | 'step' | 'changesNothing'>,
): boolean {
  const placed = new Set(order);
  const missing = history.filter(
    (each) =>
      !placed.has(each) &&
      each.completedAt !== undefined &&
      !(each.answer === undefined && model.changesNothing?.(each.call, undefined)),
  );
  const backwards = order.some((later, index) =>
    order.slice(0, index).some((earlier) => precedes(later, earlier)),
  );
  if (missing.length > 0 || placed.size !== order.length || backwards) return false;
  return [...new Set(order.map(({ account }) => account))].every((account) => {
    const isHere = (each: History[number]): boolean => each.account === account;
    let states: readonly State[] = [model.initial(account, history.filter(isHere))];
    for (const { call, answer } of order.filter(isHere)) {
      states = states.flatMap((state) => model.step(state, call, answer));
    }
    return states.length > 0;
  });
}
