/** The end of an item, and what must not come after it. */
import { at, show } from '../spec/json.ts';
import type { Item } from '../runner/registry/item.ts';
import { BY_ID, type Law, law, type Setting } from '../runner/cases/law.ts';
import type { Scene } from '../runner/cases/scene.ts';
import { touchesOne } from './lifecycle.ts';

/** Where nothing can be created, what is deleted is a fixture that may be; one serves all that only look at it. */
const DELETED = { needs: ({ contract }: Setting) => ({ slots: contract.roles.has('create') ? 1 : 0 }) };

export const laws: readonly Law[] = [
  law(
    'lifecycle/deleted-is-gone',
    {
      title: 'a deleted item is gone from every read at once',
      on: ['delete', 'list', 'get'],
      needs: ({ contract, role }) => ({
        slots: contract.roles.has('create') || role.name === 'delete' ? 1 : 0,
      }),
    },
    async (scene) => {
      const { registry, role, contract } = scene;
      if (role.name === 'get') return refusedRead(scene, await registry.deleted());
      if (role.name === 'list') {
        const gone = [await registry.deleted(), ...(await updatedThenDeleted(scene))].map(({ id }) => id);
        const shown = (await registry.list()).map((entry) => at(entry, contract.item.id));
        const still = gone.find((id) => shown.includes(id));
        scene.require(still === undefined, `after a delete, the list still shows ${show(still)}`);
        return;
      }
      const item = await registry.item();
      await registry.behold(item);
      const answer = await registry.send(registry.draft('delete', { id: item.id }));
      await scene.demand(answer).toSucceed();
      const named = at(answer.body, contract.item.id);
      scene.require(
        named === undefined || named === item.id,
        `the answer names ${show(named)}, not ${show(item.id)}`,
      );
      await registry.expectGone(item, 'after a delete');
      registry.remember(item);
      for (const updated of await updatedThenDeleted(scene))
        await registry.expectGone(updated, 'after an update and a delete');
      await deleteEmptied(scene);
    },
  ),

  law(
    'lifecycle/delete-touches-one',
    {
      title: 'a delete leaves every other item as it was',
      on: ['delete'],
      needs: ({ contract }) => (contract.roles.has('create') ? { slots: 3 } : { slots: 1 }),
    },
    async (scene) => {
      const { registry, contract } = scene;
      const act = async (item: Item): Promise<void> => {
        await scene.demand(registry.send(registry.draft('delete', { id: item.id }))).toSucceed();
        registry.remember(item);
      };
      const after = 'after a delete of another item';
      if (contract.roles.has('create')) return touchesOne(scene, act, after);
      // The neighbours are the ordinary fixtures: they are only looked at.
      const item = await registry.item();
      const neighbours = registry.fixtures();
      const before = await Promise.all(neighbours.map(async (neighbour) => registry.behold(neighbour)));
      await act(item);
      for (const [index, neighbour] of neighbours.entries()) {
        const sights = await registry.see(neighbour);
        const shown = before[index]?.every(({ via }) =>
          sights.some((sight) => sight.via === via && sight.shown !== undefined),
        );
        scene.require(shown === true, `${after}, ${show(neighbour.id)} is not shown any more`);
      }
    },
  ),

  law(
    'lifecycle/after-delete',
    { title: 'a call on a deleted item is refused, and nothing comes back to life', on: BY_ID, ...DELETED },
    async (scene) => {
      const { registry, role } = scene;
      const item = await registry.deleted();
      const draft =
        role.name === 'update'
          ? registry.draft('update', { id: item.id })
          : registry.draft(role.name, { id: item.id });
      await scene.demand(registry.send(draft)).toBe(scene.expect);
      if (role.name === 'get') {
        for (const { id } of await updatedThenDeleted(scene))
          await scene.demand(registry.send(registry.draft('get', { id }))).toBe(scene.expect);
        return;
      }
      await registry.expectGone(item, `after ${role.name} of a deleted item`);
      const url = draft.asked['url'];
      if (typeof url === 'string')
        await registry.expectNoUrls([url, item.url], `after ${role.name} of a deleted item`);
      // Once more: a first refusal may have prepared a second success.
      await scene.demand(registry.send(draft)).toBe(scene.expect);
      await registry.expectGone(item, `after a second ${role.name} of a deleted item`);
    },
  ),
];

/** One that was updated before it was deleted: its row may not be the one that the delete marked. */
async function updatedThenDeleted({ registry, contract }: Scene): Promise<Item[]> {
  if (!contract.roles.has('create') || !contract.roles.has('update')) return [];
  const item = await registry.create();
  await registry.update(item, { url: registry.values.url() });
  await registry.remove(item);
  return [item];
}

/** An item with nothing in a list of its own may hang on no row that a delete looks for. */
async function deleteEmptied(scene: Scene): Promise<void> {
  const { registry, contract } = scene;
  if (!contract.roles.has('create')) return;
  for (const { name, emptyReadsBack } of contract.item.fields.values()) {
    if (!emptyReadsBack) continue;
    for (const value of [null, []]) {
      const item = await registry.create({ [name]: value });
      const about = `an item with ${name}: ${show(value)}`;
      await scene.demand(registry.send(registry.draft('delete', { id: item.id })), about).toSucceed();
      await registry.expectGone(item, `after a delete of ${about}`);
      registry.remember(item);
    }
  }
}

async function refusedRead(scene: Scene, item: Item): Promise<void> {
  const { registry } = scene;
  const answer = registry.send(registry.draft('get', { id: item.id }));
  if (scene.expect === scene.role.success) {
    scene.require((await answer).status >= 400, `after a delete, get still shows ${show(item.id)}`);
  } else {
    await scene.demand(answer).toBe(scene.expect);
  }
}
