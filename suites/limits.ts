/** How many items an account may hold, and what counts. All but one work on one account that is filled once. */
import { at } from '../spec/json.ts';
import { FullAccount } from '../runner/accounts/full-account.ts';
import type { Item } from '../runner/registry/item.ts';
import { type Law, law, type Setting } from '../runner/cases/law.ts';
import type { Registry } from '../runner/registry/registry.ts';
import type { Scene } from '../runner/cases/scene.ts';
import { unknownId } from './strangers.ts';
import { draftWith } from './url-trials.ts';

/** What works on the full account. */
export const FULL = { needs: { full: true }, effect: 'fills', inapplicable: needsLimit } as const;

/** So many creates of the second account go out together. */
const TOGETHER = 6;

/** Why there is no limit to stand at. */
export function needsLimit({ contract }: Setting): string | undefined {
  return contract.limit === undefined ? 'the contract states no limit' : undefined;
}

export const laws: readonly Law[] = [
  law(
    'limits/last-allowed',
    { title: 'the create that fills the account succeeds', on: ['create'], ...FULL },
    async ({ full, registry }) => {
      await full.fill(registry, 2);
      await full.fill(registry);
    },
  ),

  law(
    'limits/one-past-the-limit',
    {
      title: 'one create more than the account may hold is refused, and brings nothing',
      on: ['create'],
      ...FULL,
    },
    async (scene) => {
      const { full, registry } = scene;
      await full.stand(registry);
      // Of whatever form its URL is.
      for (const tail of ['', '?wc=1', `/${'long-'.repeat(60)}`])
        await refuseOneMore(scene, 'after a create past the limit', tail);
    },
  ),

  law(
    'limits/delete-frees-a-place',
    {
      title: 'on a full account that refused, deleting any one makes room for one, and for one only',
      on: ['create'],
      ...FULL,
    },
    async (scene) => {
      const { full, registry } = scene;
      await full.stand(registry);
      const [freed] = full.items;
      if (!freed) return scene.cannotJudge('the account is full of items that are not ours');
      // Who remembers that the account is full, remembers it from a refusal on.
      await refuseOneMore(scene, 'on a full account');
      for (const [index, which] of [
        [0, 'the oldest'],
        [Math.floor(full.items.length / 2), 'one in the middle'],
      ] as const) {
        await free(registry, full.items, index);
        await createOne(scene, `after ${which} was deleted on a full account`);
      }
      await refuseOneMore(scene, 'after the freed places were taken');
      // A delete that is refused frees nothing.
      await registry.send(registry.draft('delete', { id: freed.id }));
      await refuseOneMore(scene, 'after a second delete of one item');
      await registry.send(registry.draft('delete', { id: await unknownId(scene, freed.id) }));
      await refuseOneMore(scene, 'after a delete of what never was');
    },
  ),

  law(
    'limits/deleted-do-not-count',
    {
      title: 'deleted items do not count toward the limit, however many there were',
      on: ['create'],
      ...FULL,
    },
    async (scene) => {
      const { full, registry } = scene;
      await full.stand(registry);
      // Three at once, then filled again: the deleted ones of the whole run stand behind these.
      for (let index = 0; index < 3; index += 1) await free(registry, full.items, full.items.length - 1);
      for (let index = 0; index < 3; index += 1)
        await createOne(scene, 'after several deletes on a full account');
    },
  ),

  law(
    'limits/refused-take-no-place',
    { title: 'a refused create takes no place', on: ['create'], ...FULL },
    async (scene) => {
      const { full, registry } = scene;
      await full.stand(registry, 1);
      const taken = full.items[0]?.url ?? registry.values.url();
      for (const url of [taken, taken, taken]) {
        const answer = await registry.send(draftWith(registry, url));
        const wrong = answer.status < 300 ? registry.adopt(answer) : undefined;
        // That it was accepted is the finding of the rules on duplicates.
        if (wrong) await registry.remove(wrong);
      }
      const place = scene.role.fields.get('url');
      if (place) await registry.send(registry.draft('create').without(place));
      await createOne(scene, 'after refused creates, with one place left');
    },
  ),

  law(
    'limits/updates-do-not-count',
    { title: 'updates, to other values and back, take no place', on: ['create'], ...FULL },
    async (scene) => {
      const { full, registry } = scene;
      await full.stand(registry, 1);
      const item = full.items.at(-1);
      if (!item) return scene.cannotJudge('the account is full of items that are not ours');
      for (const url of [registry.values.url(), registry.values.url(), item.url])
        await registry.update(item, { url });
      await createOne(scene, 'after updates, with one place left');
      await refuseOneMore(scene, 'after updates, with no place left');
    },
  ),

  law(
    'limits/list-shows-all',
    { title: 'the list of a full account shows every item', on: ['list'], ...FULL },
    async (scene) => {
      const { full, registry, contract } = scene;
      await full.stand(registry);
      const listed = await registry.list();
      const missing = full.items.filter(
        ({ id }) => !listed.some((entry) => at(entry, contract.item.id) === id),
      );
      scene.require(
        missing.length === 0,
        `the list of a full account shows ${listed.length} of ${full.limit} items; number ${full.items.indexOf(missing[0] as Item) + 1} of ours is missing`,
      );
      scene.require(
        listed.length === full.limit,
        `the list shows ${listed.length} items, and there are ${full.limit}`,
      );
    },
  ),

  law(
    'limits/per-account',
    {
      title: 'a full account does not hinder another, and a second one has the same limit',
      on: ['create'],
      needs: { accounts: 2, alone: true },
      effect: 'fills',
      inapplicable: needsLimit,
    },
    async (scene) => {
      const { registry, other, contract } = scene;
      // The second one: the account that all the other laws of limits share is, as a rule, the first.
      const full = new FullAccount(contract.limit ?? 0, (await other.list()).length);
      // Both accounts wait for this one case: it is not to take long.
      await full.fill(other, 0, TOGETHER);
      const answer = await scene.demand(registry.send(registry.draft('create'))).toSucceed();
      const item = registry.adopt(answer);
      if (item)
        await registry.expectShown(item, [], { url: item.url }, 'after a create beside a full account');
      const more = await other.send(other.draft('create'));
      scene.require(more.status >= 400, 'on a second full account: one more create was accepted');
    },
  ),
];

/** Deletes the item at a place of the list of ours. */
async function free(registry: Registry, items: Item[], index: number): Promise<void> {
  const [item] = items.splice(index, 1);
  if (item) await registry.remove(item);
}

/** One more create must succeed; what it brings belongs to the full account. */
async function createOne(scene: Scene, when: string): Promise<void> {
  const { full, registry } = scene;
  const answer = await scene.demand(registry.send(registry.draft('create')), when).toSucceed();
  const item = registry.adopt(answer);
  if (item) full.items.push(item);
}

/** One more create must be refused as the law expects, and must not show. */
async function refuseOneMore(scene: Scene, when: string, tail = ''): Promise<void> {
  const { registry } = scene;
  const url = registry.values.url(tail);
  const answer = await registry.send(draftWith(registry, url));
  const wrong = answer.status < 300 ? registry.adopt(answer) : undefined;
  // An account over its limit would put every later case of the full account in doubt.
  if (wrong) await registry.remove(wrong);
  const expected =
    scene.role.name === 'create' && scene.expect !== scene.role.success ? scene.expect : undefined;
  if (expected === undefined) {
    scene.require(answer.status >= 400, `${when}: one more create was accepted`);
  } else {
    await scene.demand(answer).toBe(expected);
  }
  await registry.expectNoUrl(url, when);
}
