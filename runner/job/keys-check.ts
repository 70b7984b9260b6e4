/** Whether the keys of a target file can be what they are said to be. No message holds one. */
import type { Contract } from '../../spec/contract.ts';
import { InputError } from '../../spec/errors.ts';
import type { Account } from '../accounts/account.ts';
import { signerFor } from '../signers/index.ts';
import type { Signer } from '../signers/signer.ts';

/**
 * Throws InputError for a credential that no header can carry or that the signer can do nothing with, and for a key
 * without the privilege that is the one with it: each would have a right server blamed.
 */
export function refuseUnfitKeys(contract: Contract, accounts: readonly Account[], from: string): void {
  const signer = signerFor(contract);
  for (const { id, credentials, fixtures } of accounts) {
    const fail = (problem: string): never => {
      throw new InputError(`${from}: ${problem}`);
    };
    const problem = unsendable(signer, credentials) ?? signer.problem?.(credentials);
    if (problem !== undefined) fail(`auth of account ${id}: ${problem}`);
    const apiKey = fixtures['unprivilegedApiKey'];
    if (typeof apiKey !== 'string') continue;
    const why = unsendable(signer, { ...credentials, apiKey });
    if (why !== undefined) fail(`fixtures of account ${id}: ${why.replace(/^apiKey/, 'unprivilegedApiKey')}`);
    const owner = accounts.find((other) => other.credentials['apiKey'] === apiKey);
    if (owner) {
      fail(
        `unprivilegedApiKey of account ${id} is the apiKey that account ${owner.id} works with; write the key of a user without the privilege, or leave it out`,
      );
    }
  }
}

/** The first credential that is in a header and cannot be, and why. */
function unsendable(signer: Signer, credentials: Account['credentials']): string | undefined {
  const headers = Object.values(signer.sign(credentials));
  for (const [name, value] of Object.entries(credentials)) {
    const held = unfitIn(value);
    if (held !== undefined && headers.some((header) => header.includes(value))) {
      return `${name} cannot be sent in a header, since it ${held}; write it as the vendor gave it, on one line`;
    }
  }
  return undefined;
}

function unfitIn(value: string): string | undefined {
  if (/[\r\n]/.test(value)) return 'holds a line break';
  if (/\p{Cc}/u.test(value)) return 'holds a control character';
  if (/[^ -\xff]/.test(value)) return 'holds a character that is not of Latin-1';
  // On its way it would be lost, and the key be another.
  return /^ | $/.test(value) ? 'begins or ends with a blank' : undefined;
}
