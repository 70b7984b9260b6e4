/** What a law looks at: the read that is nearest, one list for several items, the answer itself. */
import type { RoleName } from '../spec/contract.ts';
import { at } from '../spec/json.ts';
import type { Answer } from '../runner/http/answer.ts';
import { type Item, shownItem, type Sight } from '../runner/registry/item.ts';
import type { Scene } from '../runner/cases/scene.ts';

/**
 * The read that is nearest to an item. It is enough to see whether a refusal had an effect, where a call is refused
 * before any operation begins: whether all reads agree is for other laws to say.
 */
export function closestRead({ contract }: Scene): readonly RoleName[] {
  return contract.roles.has('get') ? ['get'] : ['list'];
}

/** What one list shows of each item; nothing where it does not speak of all. */
export async function listedById({ registry, contract }: Scene): Promise<(id: Item['id']) => Sight[]> {
  if (!contract.roles.has('list')) return () => [];
  const listed = await registry.list();
  return (id) => {
    const shown = listed.find((entry) => at(entry, contract.item.id) === id);
    return shown === undefined && !contract.listIsComplete ? [] : [{ via: 'list', shown }];
  };
}

/** The item as the answer to a create or an update shows it, where it does. */
export function inAnswer({ contract, role }: Scene, answer: Answer): Sight[] {
  const shown = shownItem(contract, role.name, answer.body);
  return shown === undefined ? [] : [{ via: role.name, shown }];
}
