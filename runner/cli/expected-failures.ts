import { readFile } from 'node:fs/promises';

import { parse as parseYaml } from 'yaml';

import { InputError } from '../../spec/errors.ts';
import { didYouMean } from '../../spec/nearest.ts';

/** A YAML list of rule ids. Throws InputError for one that does not exist. */
export async function readExpected(path: string | undefined, known: readonly string[]): Promise<Set<string>> {
  if (path === undefined) return new Set();
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new InputError(`${path}: cannot be read`, { cause });
  });
  let list: unknown;
  try {
    list = parseYaml(text);
  } catch (cause) {
    throw new InputError(
      `${path}: it is no YAML: ${cause instanceof Error ? cause.message.split('\n', 1)[0] : ''}`,
      { cause },
    );
  }
  if (!Array.isArray(list) || !list.every((id): id is string => typeof id === 'string')) {
    throw new InputError(`${path}: it must be a list of rule ids`);
  }
  const wrong = list.find((id) => !known.includes(id));
  if (wrong !== undefined)
    throw new InputError(`${path}: unknown rule "${wrong}"${didYouMean(wrong, known)}`);
  return new Set(list);
}
