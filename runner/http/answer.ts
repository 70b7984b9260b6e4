import type { Answered } from '../../spec/outcomes.ts';
import type { Draft } from '../registry/draft.ts';

/** One answer as it came, read and parsed. */
export interface Answer extends Answered {
  draft: Draft;
  status: number;
  headers: Readonly<Record<string, string>>;
  text: string;
  /** The parsed JSON; undefined where the body is empty or cannot be read. */
  body: unknown;
  /** Why the body cannot be read as what it claims to be: not JSON, not UTF-8, cut short, badly packed. */
  unreadable?: string;
  /** It is odd, and came so every time that the same read was sent: no bad moment. */
  confirmed?: true;
  /** What was odd about the same read before, and did not come back. */
  healed?: string;
  /** performance.now() when it was sent, and when it was read to its end. */
  sentAt: number;
  readAt: number;
}

/** No answer, or none that says anything about the operation: never a verdict on a rule. */
export class Trouble extends Error {
  override readonly name = 'Trouble';
  /** False where the request surely had no effect. */
  readonly mayHaveHappened: boolean;
  /** Nothing is won by beginning anew: the target is gone, or wants to be left alone. */
  readonly hopeless: boolean;

  constructor(
    message: string,
    mayHaveHappened: boolean,
    options: ErrorOptions & { hopeless?: boolean } = {},
  ) {
    super(message, options);
    this.mayHaveHappened = mayHaveHappened;
    this.hopeless = options.hopeless ?? false;
  }
}
