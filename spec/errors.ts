/**
 * The small family of errors. What does not belong to it: a finding that the server broke a rule (that is a
 * result, not an exception of the program), and anything thrown by a mistake of ours, which ends as status 70.
 */
export abstract class ConformanceError extends Error {
  abstract readonly code: string;
}

/** What the user gave is wrong: option, target file, contract, ledger. One line: what, where, what would be right. */
export class InputError extends ConformanceError {
  override readonly name = 'InputError';
  readonly code = 'WRONG_INPUT';
}

/** The target could not be reached, or refused the credentials: no verdict is possible. */
export class UnreachableError extends ConformanceError {
  override readonly name = 'UnreachableError';
  readonly code = 'UNREACHABLE';
}

/** The suite itself is broken: a state that its own code should have made impossible. */
export class SuiteError extends ConformanceError {
  override readonly name = 'SuiteError';
  readonly code = 'SUITE_BROKEN';
}
