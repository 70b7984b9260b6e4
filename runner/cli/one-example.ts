/** `--path`: one example of one property, as the replay line of a report names it. */
import { InputError } from '../../spec/errors.ts';
import type { Case } from '../cases/cases.ts';

/** Throws InputError where a path could lead to examples of several cases, or of one that has none. */
export function refuseLostPath(path: string | undefined, chosen: readonly Case[]): void {
  if (path === undefined) return;
  const [one, ...others] = chosen;
  if (!one || others.length > 0) {
    throw new InputError(
      `--path ${path} is an example of one property, and ${chosen.length} cases would run: give --case NAME too`,
    );
  }
  if (one.law.examples !== true) {
    throw new InputError(`--path ${path}: ${one.name} tries no generated examples, so leave --path out`);
  }
}
