/** What a list holds, and whose. */
import { at, show } from '../spec/json.ts';
import { CannotJudge } from '../runner/cases/findings.ts';
import type { Scene } from '../runner/cases/scene.ts';
import type { Item } from '../runner/registry/item.ts';
import { type Law, law, type Setting } from '../runner/cases/law.ts';

export const laws: readonly Law[] = [
  law(
    'lifecycle/ids-are-unique',
    {
      title: 'no two items share an id, and a deleted one’s id is not given again',
      on: ['create'],
      needs: { slots: 4 },
    },
    async (scene) => {
      const { registry } = scene;
      const items: Item[] = [];
      const create = async (): Promise<void> => {
        const item = await registry.create();
        // Those of other cases count as well: what this one removes, they may be given.
        scene.require(
          !registry.givenAgain(item),
          `create gave ${show(item.id)}, which is or was another item's`,
        );
        items.push(item);
      };
      while (items.length < 4) await create();
      // First the newest: a server that counts its items would give its id again.
      const newest = items.at(-1);
      if (newest) await registry.remove(newest);
      await create();
      // Then several at once: of a store of free ids, others cannot have taken all meanwhile.
      const [, ...free] = items.filter((item) => item !== newest);
      for (const item of free) await registry.remove(item);
      for (const _ of free) await create();
    },
  ),

  law(
    'lifecycle/listed-ids-work',
    {
      title: 'every listed id works in get, update and delete',
      on: ['list'],
      needs: { slots: 2 },
      inapplicable: needsCreate,
    },
    async (scene) => {
      const { registry, contract } = scene;
      const items = await registry.items(2);
      const listed = await registry.list();
      const field = contract.item.fields.get('url');
      for (const item of items) {
        const entry = listed.find((one) => field !== undefined && at(one, field.view) === item.url);
        scene.require(entry !== undefined, `the list does not show ${show(item.url)}`);
        const id = at(entry, contract.item.id);
        scene.require(
          id === item.id,
          `the list shows id ${show(id)} for an item that was created as ${show(item.id)}`,
        );
        for (const name of ['get', 'update', 'delete'] as const) {
          if (!contract.roles.has(name)) continue;
          const fields = name === 'update' ? { url: registry.values.url() } : {};
          await scene.demand(registry.send(registry.draft(name, { id, fields }))).toSucceed();
        }
      }
    },
  ),

  law(
    'lifecycle/empty-list',
    {
      title: 'an account with no item lists an empty array',
      on: ['list'],
      needs: ({ contract }) => (contract.roles.has('create') ? { alone: true } : {}),
      inapplicable: needsCreate,
    },
    async (scene) => {
      const { registry, contract } = scene;
      await scene.demand(registry.send(registry.draft('list'))).toSucceed();
      const before = await registry.list();
      const item = await registry.create();
      await registry.remove(item);
      const after = await registry.list();
      // Items that were there before are not ours to remove; the list must be what it was with them.
      const ids = (list: readonly unknown[]): string[] =>
        list.map((entry) => String(at(entry, contract.item.id))).sort((a, b) => a.localeCompare(b));
      scene.require(
        show(ids(after), 9999) === show(ids(before), 9999),
        `after a create and a delete, the list shows ${show(ids(after))}`,
      );
    },
  ),

  law(
    'lifecycle/list-of-one-account',
    {
      title: 'nothing of another account stands in the list',
      on: ['list'],
      needs: { accounts: 2, slots: 1 },
      inapplicable: needsCreate,
    },
    async (scene) => {
      const { registry, other, contract } = scene;
      const ours = await registry.create();
      const theirs = await other.create();
      for (const [mine, foreign, list] of [
        [ours, theirs, await registry.list()],
        [theirs, ours, await other.list()],
      ] as const) {
        const ids = list.map((entry) => at(entry, contract.item.id));
        scene.require(
          !ids.includes(foreign.id),
          `the list of account ${mine.account.id} shows an item of ${foreign.account.id}`,
        );
        scene.require(
          ids.includes(mine.id),
          `the list of account ${mine.account.id} does not show its own item`,
        );
      }
    },
  ),

  law(
    'lifecycle/many-are-listed',
    {
      title: 'many items are all listed, the oldest and the newest too',
      on: ['list'],
      needs: (setting) => ({ slots: countOf(setting), alone: true }),
      effect: 'floods',
      inapplicable: needsCreate,
    },
    async (scene) => {
      const { registry, contract } = scene;
      const items = await asManyAsGo(scene, scene.number('count') ?? DEFAULT_COUNT);
      const ids = (await registry.list()).map((entry) => at(entry, contract.item.id));
      const missing = items.findIndex(({ id }) => !ids.includes(id));
      scene.require(
        missing < 0,
        `of ${items.length} items, the list of ${ids.length} does not show number ${missing + 1}`,
      );
      // Nor are those that few others have to look through out of reach.
      const [newest, next] = [items.at(-1), items.at(-2)];
      if (newest && next) await reachable(scene, newest, next);
    },
  ),
];

/** Of many items one can be changed and another be deleted: what goes wrong there is those operations' own fault. */
async function reachable({ registry, contract, judge }: Scene, one: Item, other: Item): Promise<void> {
  if (contract.roles.has('update'))
    judge.works(await registry.send(registry.change(one, { url: registry.values.url() })));
  if (contract.roles.has('delete'))
    judge.works(await registry.send(registry.draft('delete', { id: other.id })));
}

/** Items, so many or as many as the account takes: where no limit is documented there may be one. */
async function asManyAsGo(scene: Scene, count: number): Promise<Item[]> {
  const items: Item[] = [];
  while (items.length < count) {
    try {
      items.push(await scene.registry.item());
    } catch (error) {
      if (!(error instanceof CannotJudge) || items.length < FEWEST) throw error;
      scene.note(`the account takes ${items.length} items`);
      break;
    }
  }
  return items;
}

/** With fewer, nothing is learnt of a list that is cut. */
const FEWEST = 12;

/** Past the page sizes that lists are usually cut at (10 and 20). */
const DEFAULT_COUNT = 25;

function countOf(setting: Setting): number {
  const { count } = setting.with;
  return typeof count === 'number' ? count : DEFAULT_COUNT;
}

function needsCreate({ contract }: Setting): string | undefined {
  return contract.roles.has('create') ? undefined : 'the contract has no create';
}
