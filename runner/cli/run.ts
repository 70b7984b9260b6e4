/** `run`: the suites against a target, or against the embedded servers of every built-in contract. */
import { InputError } from '../../spec/errors.ts';
import { builtIn } from './contracts.ts';
import { configured, embedded, type Errand } from './errand.ts';
import { EXIT, heaviest } from './exit.ts';
import { Harness } from './harness.ts';
import { runOne } from './one-run.ts';
import type { RunOptions } from './run-options.ts';

export type { RunOptions } from './run-options.ts';

/** The exit status: the heaviest of all. Throws the family's errors for what could not start. */
export async function run(contract: string | undefined, options: RunOptions): Promise<number> {
  refuseContradictions(options);
  const errands = errandsOf(contract, options);
  const names = [...errands.keys()];
  const statuses: number[] = [];
  const harness = new Harness(names.length);
  try {
    for (const begin of errands.values()) {
      const errand = await begin();
      try {
        statuses.push(await runOne(errand, options, names, harness));
      } finally {
        await errand.close();
      }
      if (statuses.includes(EXIT.interrupted)) break;
    }
  } finally {
    await harness.close();
  }
  return heaviest(statuses);
}

/** Where runs go, by the contract's name: one begins when the one before it has ended. */
function errandsOf(
  contract: string | undefined,
  { target }: RunOptions,
): ReadonlyMap<string, () => Promise<Errand>> {
  if (target !== undefined) return new Map([[contract ?? '', async () => configured(contract, target)]]);
  const names = contract === undefined ? builtIn() : [contract];
  return new Map(names.map((name) => [name, async () => embedded(name)]));
}

function refuseContradictions({ target, baseUrl, history, shard }: RunOptions): void {
  if (target === undefined && baseUrl !== undefined) {
    throw new InputError('--base-url overrides baseUrl of a target file: give --target FILE too');
  }
  if (history !== undefined && shard)
    throw new InputError('--history with --shard: a part is no run; give --history to merge');
}
