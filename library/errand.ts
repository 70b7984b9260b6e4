/** Where a run from code goes: a target file, its content as data, or an embedded reference server. */
import { contractFolder } from '../runner/cli/contracts.ts';
import { configured, embedded, type Errand } from '../runner/cli/errand.ts';
import { shellWord } from '../runner/cli/shell-word.ts';
import { targetFromData } from '../runner/job/target.ts';
import { InputError } from '../spec/errors.ts';
import type { Options, TargetData } from './options.ts';

/** Starts the embedded server, where it is that. Throws InputError. */
export async function errandOf({ contract, target }: Options): Promise<Errand> {
  if (typeof target === 'string') return configured(contract, target);
  if (target !== undefined) return described(contract, target);
  if (contract === undefined) throw new InputError('a run needs a contract, or a target that names one');
  return embedded(contract);
}

function described(contract: string | undefined, data: TargetData): Errand {
  const target = targetFromData(data, 'the target');
  const name = contract ?? target.contract;
  if (name === undefined)
    throw new InputError('the target: contract is missing; name one there or beside it');
  return {
    folder: contractFolder(name),
    target,
    // There is no file to name: whoever reruns a case writes the same data into one.
    command: `webhook-conformance run ${shellWord(name)} --target target.yaml`,
    embedded: false,
    close: () => Promise.resolve(),
  };
}
