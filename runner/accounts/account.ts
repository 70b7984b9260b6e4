import { type Id, isId } from '../ledger/records.ts';
import type { Credentials } from '../signers/signer.ts';

/** One test account of the target, with the secrets that open it. */
export interface Account {
  id: string;
  credentials: Credentials;
  fixtures: Readonly<Record<string, unknown>>;
}

/** The ids under one name of an account's fixtures, which holds one or a list. */
export function fixtureIds({ fixtures }: Account, name: string): Id[] {
  return [fixtures[name]].flat().filter(isId);
}
