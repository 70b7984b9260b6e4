import type { History, Operation } from './history.ts';

/**
 * What a server may do when it is asked one thing at a time. States are immutable values. The checker asks
 * whether a concurrent history can be told as such a sequence.
 */
export interface SequentialModel<State, Call, Answer> {
  /**
   * The state before the first operation. The operations of the partition are handed over for models of
   * servers that draw names: which names a lost create may have drawn is known from who mentions them.
   */
  initial(partition: string, operations: History<Call, Answer>): State;

  /**
   * The states that may follow when `call` is answered by `answer`: none if the answer is not allowed here,
   * several where the contract leaves room. Without an answer: every state that any allowed answer leads
   * to, at least one. The verdicts on lost answers and the whole of shrinking rest on that.
   */
  step(state: State, call: Call, answer: Answer | undefined): readonly State[];

  /** Canonical text: equal for two states exactly if nothing could tell them apart. */
  key(state: State): string;

  /** Operations with different keys never influence each other. The account, if absent. */
  partition?(operation: Operation<Call, Answer>): string;

  /**
   * Whether a call with this answer leaves every state as it is, and for an unknown answer, whatever the
   * answer. Such operations can be placed as soon as they fit, and left out without harm. Absent: none.
   */
  changesNothing?(call: Call, answer: Answer | undefined): boolean;

  /**
   * What is left of an answer that is not to be looked at, in shrinking. It has to allow whatever the answer
   * allows. Undefined, or absent: nothing. A name that the server drew is worth keeping: to guess it costs
   * the search much.
   */
  blank?(call: Call, answer: Answer): Answer | undefined;

  /**
   * The operation cut into fragments, in which the names that mean nothing but themselves are marked: the
   * model must not care if all are exchanged for others. The first holds the call and the answer; parts of
   * the answer whose order does not matter (the items of a list) follow, one each. Names that the initial
   * state knows must not be marked. With it, creates of many fresh URLs count as interchangeable.
   */
  fragments?(call: Call, answer: Answer | undefined): readonly Fragment[];
}

/** Literal words and names. */
export type Fragment = readonly (string | Name)[];

export interface Name {
  readonly name: string;
}
