/** Names that nobody has, of the same form as one that somebody has. */
import { createHash } from 'node:crypto';

import { exchanged, unknownId as madeUp } from '../fixtures/generators/ids.ts';
import type { Scene } from '../runner/cases/scene.ts';
import { at } from '../spec/json.ts';

/** An id in the form of `like` that no item has, looked up in the list. */
export async function unknownId(scene: Scene, like: string | number): Promise<string | number> {
  const { registry, contract, seed } = scene;
  const id = madeUp(like, contract.item, seed);
  const taken =
    contract.roles.has('list') && (await registry.list()).some((entry) => at(entry, contract.item.id) === id);
  if (taken || id === like) scene.cannotJudge(`no id could be made that nobody has: ${id}`);
  return id;
}

/** Behind its prefix, so much of an id is enough to be nobody's once its letters are exchanged. */
const LONG_ENOUGH = 8;

/** An account's id in the form of `name` that nobody has: a short one has neighbours at every letter, so it grows. */
export function unknownAccount(name: string, seed: number): string {
  const noise = createHash('sha256').update(`${seed} ${name}`).digest();
  const tail = name.replace(/^[a-z]+[_-]/i, '');
  if (tail.length >= LONG_ENOUGH) return exchanged(name, noise);
  return (
    name + (/^\d+$/.test(tail) ? String(1_000_000_000 + noise.readUInt32LE()) : noise.toString('hex', 0, 8))
  );
}
