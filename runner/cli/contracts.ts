/** Which contract is meant: a built-in name, or the folder of the user's own. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { InputError } from '../../spec/errors.ts';
import { didYouMean, oneOf } from '../../spec/nearest.ts';
import { packageFile } from '../../spec/package-root.ts';

/** The names of the contracts that come with the package. */
export function builtIn(): string[] {
  const folder = packageFile('spec');
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'rules.yaml')));
}

/** The folder of a contract. Throws InputError naming the nearest built-in. */
export function contractFolder(name: string): string {
  if (builtIn().includes(name)) return packageFile(join('spec', name));
  const folder = resolve(name);
  if (existsSync(folder) && statSync(folder).isDirectory()) {
    if (existsSync(join(folder, 'rules.yaml'))) return folder;
    throw new InputError(`${name}: the folder holds no rules.yaml`);
  }
  throw new InputError(
    `unknown contract "${name}"${didYouMean(name, builtIn())}; it must be ${oneOf(builtIn())}, or the path of a contract's folder`,
  );
}
