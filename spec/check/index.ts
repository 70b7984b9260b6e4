/** Looks a contract over for what loads but cannot be meant: names that lead nowhere, and parts that nothing uses. */
import { join } from 'node:path';

import type { RoleName } from '../contract.ts';
import { InputError } from '../errors.ts';
import { type OpenContract, openContract } from '../load.ts';
import { SourceFile } from '../source-file.ts';
import { namesInDocument } from './document.ts';
import { roles } from './roles.ts';
import { statuses } from './statuses.ts';
import { unused } from './unused.ts';
import { views } from './views.ts';

/** One thing that is wrong, and where: `rules.yaml:12`. */
export interface Problem {
  where: string;
  problem: string;
}

export interface Examined {
  problems: Problem[];
  /** The contract, where its form let it be read. */
  open?: OpenContract;
}

/** Everything that is wrong with a contract's files. Throws InputError for what cannot be read at all. */
export async function examine(
  folder: string,
  laws: ReadonlyMap<string, readonly RoleName[]>,
): Promise<Examined> {
  const problems: Problem[] = [];
  const complain = (where: string, problem: string): void => {
    // What an outcome says of all operations is compiled for each of them.
    if (!problems.some((known) => known.where === where && known.problem === problem))
      problems.push({ where, problem });
  };
  let open: OpenContract;
  try {
    open = await openContract(folder, laws, complain);
  } catch (error) {
    if (error instanceof InputError && problems.length > 0) return { problems };
    throw error;
  }
  const document = await SourceFile.read(join(folder, open.raw.openapi));
  for (const look of [unused, namesInDocument, statuses, roles, views]) look(open, document, complain);
  return { problems, open };
}
