/** From create to delete: what was done is there at once, in every read, and nothing else was done. */
import { at, show } from '../spec/json.ts';
import { type Item, shownItem, type Sight } from '../runner/registry/item.ts';
import { type Law, law, type Needs, type Setting } from '../runner/cases/law.ts';
import type { Scene } from '../runner/cases/scene.ts';

export const laws: readonly Law[] = [
  law(
    'lifecycle/created-is-shown',
    { title: 'what was created is there at once', on: ['create', 'list', 'get'] },
    async (scene) => {
      const { registry, role, contract } = scene;
      for (let round = 1; round <= (role.name === 'create' ? 1 : 2); round += 1) {
        const asked = registry.values.all('create', registry.account);
        const answer = await registry.send(registry.draft('create', { fields: asked }));
        if (role.name === 'create') await scene.demand(answer).toSucceed();
        else if (!scene.judge.works(answer)) scene.cannotJudge('the create failed');
        const item = registry.adopt(answer);
        if (!item) return scene.fail(`create brought no id, got ${show(answer.body)}`);
        const sights = await registry.see(item);
        if (role.name === 'create') {
          if (shownItem(contract, 'create', answer.body) !== undefined) {
            const shown = { via: 'create' as const, shown: shownItem(contract, 'create', answer.body) };
            registry.expectAs([shown], asked, 'in the answer to a create');
            for (const sight of sights) registry.expectSameItem(shown, sight, 'after a create');
          }
          registry.expectAs(sights, asked, 'after a create');
        } else {
          const [sight] = only(sights, role.name);
          const answered = shownItem(contract, 'create', answer.body);
          registry.expectAs(sight ? [sight] : [], asked, 'after a create');
          if (sight && answered !== undefined) {
            registry.expectSameItem({ via: 'create', shown: answered }, sight, 'after a create');
          }
        }
      }
    },
  ),

  law(
    'lifecycle/update-is-shown',
    { title: 'what an update changed is there at once', on: ['update', 'list', 'get'] },
    async (scene) => {
      const { registry, role } = scene;
      const item = await registry.item({ url: registry.values.url() });
      const before = await registry.behold(item);
      for (let round = 1; round <= 2; round += 1) {
        const asked = { url: registry.values.url() };
        const answer = await registry.send(registry.change(item, asked));
        if (role.name === 'update') {
          await scene.demand(answer).toSucceed();
          registry.expectAnswered(answer, before, asked);
          await registry.expectShown(item, before, asked, 'after an update');
        } else {
          if (!scene.judge.works(answer)) scene.cannotJudge('the update failed');
          registry.expectKept(only(await registry.see(item), role.name), before, asked, 'after an update');
        }
      }
    },
  ),

  law(
    'lifecycle/update-keeps-the-id',
    { title: 'an update is in place: the same id, no item more or less', on: ['update'], needs: own(3) },
    async (scene) => {
      const { registry, contract } = scene;
      const item = await registry.item();
      const before = await registry.behold(item);
      const old = at(before[0]?.shown, contract.item.fields.get('url')?.view ?? '/…');
      const asked = { url: registry.values.url() };
      await scene.demand(registry.send(registry.change(item, asked))).toSucceed();
      await registry.expectShown(item, before, asked, 'after an update');
      await registry.expectOnly(item, [asked.url, String(old)], 'after an update');
    },
  ),

  law(
    'lifecycle/many-updates',
    {
      title:
        'updates back and forth between three values leave one item, which has the last value and else is as it was',
      on: ['update'],
      needs: own(4),
    },
    async (scene) => {
      const { registry } = scene;
      const [a, b, c] = [registry.values.url(), registry.values.url(), registry.values.url()];
      const item = await registry.item({ url: a });
      const before = await registry.behold(item);
      // Back to a former value after two updates, after three and after five: what knows former values may trip late.
      for (const [index, url] of [b, a, b, c, a].entries()) {
        const answer = await registry.send(registry.change(item, { url }));
        await scene.demand(answer).toSucceed();
        registry.expectAnswered(answer, before, { url });
        await registry.expectShown(item, before, { url }, `after update ${index + 1}`);
      }
      await registry.expectOnly(item, [a, b, c], 'after five updates');
    },
  ),

  law(
    'lifecycle/update-touches-one',
    {
      title: 'an update leaves every other item as it was',
      on: ['update'],
      needs: ({ contract }) => ({ slots: contract.roles.has('create') ? 3 : 2 }),
    },
    async (scene) =>
      touchesOne(
        scene,
        async (item) => {
          const { registry } = scene;
          await scene
            .demand(registry.send(registry.change(item, { url: registry.values.url() })))
            .toSucceed();
        },
        'after an update of another item',
      ),
  ),
];

/** Slots where items are created, a wrongly made one included; of fixtures one is enough. */
function own(slots: number) {
  return ({ contract }: Setting): Needs => ({ slots: contract.roles.has('create') ? slots : 1 });
}

/** Does something to one item, and looks at its elder and its younger neighbour, whose URLs begin with its own. */
export async function touchesOne(
  scene: Scene,
  act: (item: Item) => Promise<void>,
  after: string,
): Promise<void> {
  const { registry } = scene;
  const items = await alike(scene);
  const target = items[Math.floor(items.length / 2)];
  const neighbours = items.filter((item) => item !== target);
  if (!target || neighbours.length === 0) return scene.cannotJudge('there is no neighbour');
  const before: Sight[][] = [];
  for (const item of neighbours) before.push(await registry.behold(item));
  await act(target);
  for (const [index, item] of neighbours.entries())
    await registry.expectUnchanged(item, before[index] ?? [], after);
}

/** Items whose URLs begin with that of the one in the middle: a look-up by the beginning would find them all. */
async function alike({ registry, contract }: Scene): Promise<Item[]> {
  const url = registry.values.url();
  const [elder, younger] = [`${url}/1`, `${url}?y=1`];
  if (contract.roles.has('create')) {
    const items: Item[] = [];
    for (const one of [elder, url, younger]) items.push(await registry.create({ url: one }));
    return items;
  }
  const items = await registry.items(2);
  for (const [index, item] of items.entries()) await registry.update(item, { url: [elder, url][index] });
  return items;
}

export function only(sights: readonly Sight[], via: string): Sight[] {
  return sights.filter((sight) => sight.via === via);
}
