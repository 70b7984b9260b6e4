import type { Fields } from './webhook-calls.ts';

export interface ExistingEndpoint {
  readonly id: string;
  readonly url: string;
  readonly fields?: Fields;
}

/** Where a contract leaves room. */
export type Latitude = 'accept' | 'refuse' | 'either';

export interface WebhookContract {
  /** The most endpoints that an account may have. */
  readonly limit?: number;
  /** A URL that another endpoint of the account has. */
  readonly sameUrl: Latitude;
  /** An update to the URL that the endpoint has already, `accept` if absent. */
  readonly ownUrl?: Latitude;
  /** A delete of what is not there: `accept` is an `ok`, `refuse` (if absent) a `not-found`. */
  readonly deleteAgain?: Latitude;
  /** Whether fields that an update does not name stay as they are. After `replace`, they are unknown. */
  readonly update: 'partial' | 'replace';
  /** What is there before the first operation, by account. */
  readonly existing?: Readonly<Record<string, readonly ExistingEndpoint[]>>;
}
