import { InputError } from '../../spec/errors.ts';

/** `self-test`: comes with the catalogue of faults. */
export function selfTest(_contract: string | undefined, _options: { seed?: number; json: boolean }): Promise<number> {
  throw new InputError('self-test comes with a later version');
}
