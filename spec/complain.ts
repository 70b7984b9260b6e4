/** How what is wrong with a contract is told: by default the first thing ends the loading. */
import { InputError } from './errors.ts';

/** Told of one thing that is wrong; `where` is `rules.yaml:12`. One that returns lets the loading go on to the next. */
export type Complain = (where: string, problem: string) => void;

export const refuse: Complain = (where, problem) => {
  throw new InputError(`${where}: ${problem}`);
};
