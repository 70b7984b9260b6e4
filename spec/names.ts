/** Whether a name that a contract uses is one that there is. */
import type { Complain } from './complain.ts';
import { didYouMean } from './nearest.ts';
import type { Located } from './source-file.ts';

/** `what` is for the complaint: `rule`. Complains of a name that does not exist, with the nearest that does. */
export type IsKnown = (name: string, known: Iterable<string>, pointer: string, what: string) => boolean;

/** For the names that stand in this file. */
export function namesOf(source: Located, complain: Complain): IsKnown {
  return (name, known, pointer, what) => {
    const names = [...known];
    if (names.includes(name)) return true;
    complain(source.locate(pointer), `unknown ${what} "${name}"${didYouMean(name, names)}`);
    return false;
  };
}
