/** Names that nobody has, of the same form as one that somebody has. */
import { createHash } from 'node:crypto';

import type { Scene } from '../runner/cases/scene.ts';
import { at } from '../spec/json.ts';

/** An id in the form of `like` that no item has, looked up in the list. */
export async function unknownId(scene: Scene, like: string | number): Promise<string | number> {
  const { registry, contract, seed } = scene;
  // Small integers are handed out one after the other: far from ours is far from anybody's.
  const id = typeof like === 'number' ? 2_000_000_000 + (seed % 100_000_000) : stranger(like, seed);
  const taken =
    contract.roles.has('list') && (await registry.list()).some((entry) => at(entry, contract.item.id) === id);
  if (taken || id === like) scene.cannotJudge(`no id could be made that nobody has: ${id}`);
  return id;
}

const CLASSES = [/[0-9]/g, /[a-z]/g, /[A-Z]/g];
/** So many characters at the end are exchanged: enough to be nobody's, and what stands before them is kept. */
const TAIL = 10;

/** The same length and alphabet, other letters and digits at the end. */
export function stranger(name: string, seed: number): string {
  const noise = createHash('sha256').update(`${seed} ${name}`).digest();
  const first = Math.max(name.length - TAIL, /^[a-z]+_/i.exec(name)?.[0].length ?? 0);
  const exchanged = Array.from(name, (character, index) => {
    const kind = CLASSES.find((one) => character.search(one) === 0);
    if (index < first || !kind) return character;
    // Only what the name itself holds: an id of hexadecimal digits stays one.
    const others = [...new Set(name.slice(first).match(kind))].filter((other) => other !== character);
    return others[(noise[index % noise.length] ?? 0) % others.length] ?? character;
  });
  return exchanged.join('');
}
