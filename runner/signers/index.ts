import type { Contract } from '../../spec/contract.ts';
import { InputError } from '../../spec/errors.ts';
import { didYouMean } from '../../spec/nearest.ts';
import { headerKey } from './header-key.ts';
import { ksig1 } from './ksig1.ts';
import type { Signer, SignerFactory } from './signer.ts';

const SIGNERS: ReadonlyMap<string, SignerFactory> = new Map([
  ['header-key', headerKey],
  ['ksig1-hmac-sha256', ksig1],
]);

/** The signer that a contract asks for; InputError where there is none of that name. */
export function signerFor({ authentication, name }: Contract): Signer {
  const factory = SIGNERS.get(authentication.scheme);
  if (!factory) {
    const near = didYouMean(authentication.scheme, SIGNERS.keys());
    throw new InputError(`contract ${name}: unknown authentication scheme "${authentication.scheme}"${near}`);
  }
  return factory(authentication.settings);
}
