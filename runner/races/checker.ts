import { endOf, type History, type Operation } from './history.ts';
import type { SequentialModel } from './model.ts';
import { search, type Budget, type Stuck } from './search.ts';

export interface CheckOptions {
  /** Wall time for the whole history. */
  readonly timeLimitMs?: number;
  /** How many pairs of (placed operations, state) may be looked at; bounds the memory. */
  readonly stateLimit?: number;
}

export type Verdict<Call = unknown, Answer = unknown> =
  | {
      readonly verdict: 'linearizable';
      /** One order that explains everything; lost operations without an effect are not in it. */
      readonly order: History<Call, Answer>;
    }
  | ({ readonly verdict: 'violation'; readonly partition: string } & Stuck<Call, Answer>)
  | { readonly verdict: 'inconclusive'; readonly reason: string };

/** About five times what the largest histories of a race need on a slow machine. */
const DEFAULT_TIME_LIMIT_MS = 5_000;
/** Some 200 bytes each. */
const DEFAULT_STATE_LIMIT = 1_000_000;

/**
 * Judges whether a concurrent history can be explained by a sequence: each operation taking effect at one
 * instant between its invocation and its answer. Accounts, or what the model takes for partitions, are
 * judged apart, which is exact (linearizability is local). A violation in one of them stands even if
 * another could not be judged.
 */
export function check<State, Call, Answer>(
  history: History<Call, Answer>,
  model: SequentialModel<State, Call, Answer>,
  options: CheckOptions = {},
): Verdict<Call, Answer> {
  const budget = budgetOf(options);
  const orders: History<Call, Answer>[] = [];
  let reason: string | undefined;
  for (const [partition, operations] of partitionsOf(history, model)) {
    const found = search(partition, operations, model, budget);
    if ('stuck' in found) return { verdict: 'violation', partition, ...found.stuck };
    if ('gaveUp' in found) reason = found.gaveUp;
    else orders.push(found.order);
  }
  if (reason !== undefined) return { verdict: 'inconclusive', reason };
  return { verdict: 'linearizable', order: merge(orders) };
}

/** The operations by partition, in the order of the history. */
export function partitionsOf<Call, Answer>(
  history: History<Call, Answer>,
  model: Pick<SequentialModel<never, Call, Answer>, 'partition'>,
): ReadonlyMap<string, History<Call, Answer>> {
  const partitions = new Map<string, Operation<Call, Answer>[]>();
  for (const operation of history) {
    if (!(endOf(operation) >= operation.invokedAt)) {
      throw new RangeError(`an operation of ${operation.client} ended before it began`);
    }
    const key = model.partition?.(operation) ?? operation.account;
    const known = partitions.get(key) ?? [];
    known.push(operation);
    partitions.set(key, known);
  }
  return partitions;
}

function budgetOf(options: CheckOptions): Budget {
  const timeLimit = options.timeLimitMs ?? DEFAULT_TIME_LIMIT_MS;
  const stateLimit = options.stateLimit ?? DEFAULT_STATE_LIMIT;
  const deadline = performance.now() + timeLimit;
  let states = 0;
  return () => {
    states += 1;
    if (states > stateLimit) return `no verdict within ${stateLimit} states`;
    // The clock costs more than many a step: it is read now and then.
    if (states % 64 === 0 && performance.now() > deadline) return `no verdict within ${timeLimit} ms`;
    return undefined;
  };
}

/**
 * One order from those of the partitions, still in keeping with real time: every operation takes effect as
 * early as its own partition lets it, and those instants are sorted.
 */
function merge<Call, Answer>(orders: readonly History<Call, Answer>[]): History<Call, Answer> {
  const placed = orders.flatMap((order) => {
    let instant = -Infinity;
    return order.map((operation) => {
      instant = Math.max(instant, operation.invokedAt);
      return { operation, instant };
    });
  });
  return placed.toSorted((left, right) => left.instant - right.instant).map(({ operation }) => operation);
}
