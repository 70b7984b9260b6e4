/** However many items an account holds, the URL of each is taken. */
import { at } from '../spec/json.ts';
import type { Item } from '../runner/registry/item.ts';
import { type Law, law, WRITES_URL } from '../runner/cases/law.ts';
import type { Scene } from '../runner/cases/scene.ts';
import { discard, draftWith } from './url-trials.ts';

export const laws: readonly Law[] = [
  law(
    'duplicates/first-and-last-of-many',
    {
      title:
        'on an account with one place left, the URLs of the oldest, the newest and every other one are taken',
      on: WRITES_URL,
      needs: { full: true },
      effect: 'fills',
      inapplicable: ({ contract, with: { which } }) => {
        if (which !== undefined && which !== 'ends') return 'with.which can only be ends';
        return contract.limit === undefined ? 'the contract states no limit' : undefined;
      },
    },
    async (scene) => {
      const { full, registry } = scene;
      // One place is left, so that the limit is no reason to refuse.
      await full.stand(registry, 1);
      const holders = await asListed(scene, full.items);
      const middle = holders[Math.floor(holders.length / 2)];
      const mover = scene.role.name === 'update' ? middle : undefined;
      // What a create does not try, an update does: they seldom look for a URL each in a way of its own.
      const turn = scene.role.name === 'create' ? 0 : 1;
      const between = scene.has('which') ? [] : holders.filter((_, index) => index % 2 === turn);
      const picked = [...holders.slice(0, 1), ...between, ...holders.slice(-1)];
      const others = [...new Set(picked)].filter((one) => one !== mover);
      if (others.length === 0) scene.cannotJudge('the account is full of items that are not ours');
      const before = mover ? await registry.behold(mover) : [];
      await scene.each(others, async ({ url }) => {
        const answer = await registry.send(draftWith(registry, url, mover));
        // The account serves others too: what a wrong server did is undone.
        if (answer.status < 300 && mover) await registry.send(registry.change(mover, { url: mover.url }));
        const wrong = answer.status < 300 && !mover ? registry.adopt(answer) : undefined;
        if (wrong && !others.some(({ id }) => id === wrong.id)) await discard(registry, wrong);
        await scene.demand(answer, url).toBe(scene.expect);
      });
      if (mover) await registry.expectUnchanged(mover, before, 'after refused updates to taken URLs');
      const left = await asListed(scene, full.items);
      scene.require(
        holders.every(({ id, url }) => left.some((one) => one.id === id && one.url === url)),
        'after refused duplicates, the list does not show every item with the URL that it had',
      );
    },
  ),
];

/** The items with the URLs that the list shows: earlier cases may have changed them. */
async function asListed({ registry, contract }: Scene, items: readonly Item[]): Promise<Item[]> {
  const listed = await registry.list();
  const view = contract.item.fields.get('url')?.view ?? '/url';
  return items.flatMap((item) => {
    const url = at(
      listed.find((entry) => at(entry, contract.item.id) === item.id),
      view,
    );
    return typeof url === 'string' ? [{ ...item, url }] : [];
  });
}
