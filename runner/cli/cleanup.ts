import { InputError } from '../../spec/errors.ts';

/** `cleanup`: comes with the ledger. */
export function cleanup(_options: { target: string; state?: string }): Promise<number> {
  throw new InputError('cleanup comes with a later version; a run removes what it created before it ends');
}
