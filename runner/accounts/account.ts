import type { Credentials } from '../signers/signer.ts';

/** One test account of the target, with the secrets that open it. */
export interface Account {
  id: string;
  credentials: Credentials;
  fixtures: Readonly<Record<string, unknown>>;
}
