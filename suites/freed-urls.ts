/** URLs that nobody has any more, or never had, can be registered. */
import { show } from '../spec/json.ts';
import type { Item } from '../runner/registry/item.ts';
import { type Law, law, type Setting, WRITES_URL } from '../runner/cases/law.ts';
import type { Scene } from '../runner/cases/scene.ts';
import { discard, draftWith } from './url-trials.ts';

export const laws: readonly Law[] = [
  law(
    'duplicates/freed-by-delete',
    {
      title: 'the URL of a deleted item is free, and who takes it is a new item',
      on: WRITES_URL,
      needs: { slots: 3 },
      inapplicable: needsCreate,
    },
    async (scene) => {
      const { registry } = scene;
      const mover = scene.role.name === 'update' ? await registry.create() : undefined;
      const made = await registry.create();
      await registry.behold(made);
      await registry.remove(made);
      await takeFreed(scene, made.url, made, mover);
      if (!scene.contract.roles.has('update')) return;
      // The other way: the URL came by an update, and nobody looked at its holder.
      const changed = await registry.create();
      const url = registry.values.url();
      await registry.update(changed, { url });
      await registry.remove(changed);
      await takeFreed(scene, url, changed, mover);
    },
  ),

  law(
    'duplicates/freed-by-update',
    {
      title: 'a URL that an update moved away from is free',
      on: WRITES_URL,
      inapplicable: needsUpdate,
      needs: ({ role }) => ({ slots: role.name === 'create' ? 3 : 2 }),
    },
    async (scene) => {
      const { registry } = scene;
      const first = registry.values.url();
      const holder = await registry.item({ url: first });
      const mover = scene.role.name === 'update' ? await registry.item() : undefined;
      await registry.behold(holder);
      const [second, third] = [registry.values.url(), registry.values.url()];
      await registry.update(holder, { url: second });
      await takeFreed(scene, first, holder, mover);
      // This one came by an update, and no list showed it.
      await registry.update(holder, { url: third });
      await takeFreed(scene, second, holder, mover);
      registry.expectAs(await registry.see(holder), { url: third }, 'after its former URLs went to another');
    },
  ),

  law(
    'duplicates/refused-claim-nothing',
    {
      title: 'the URL of a refused call (a create past the limit, an update of what is deleted) stays free',
      on: ['create'],
      needs: ({ contract }) => (contract.limit === undefined ? { slots: 2 } : { full: true }),
      effect: ({ contract }) => (contract.limit === undefined ? 'writes' : 'fills'),
    },
    async (scene) => {
      const { registry, contract } = scene;
      const urls: string[] = [];
      let gone: Item | undefined;
      if (contract.limit === undefined) gone = await registry.deleted();
      else {
        await scene.full.stand(registry);
        urls.push(await refusedCreate(scene));
        gone = scene.full.items.at(-1);
        await scene.full.removeNewest(registry);
      }
      if (gone && contract.roles.has('update')) urls.push(await refusedUpdate(scene, gone));
      for (const url of urls) {
        const answer = await scene.demand(registry.send(draftWith(registry, url)), url).toBe(scene.expect);
        const item = registry.adopt(answer);
        if (item) await discard(registry, item);
      }
    },
  ),
];

/** A URL that nobody has is taken, by a new item or by the mover, and by nobody else. */
async function takeFreed(scene: Scene, url: string, former: Item, mover: Item | undefined): Promise<void> {
  const { registry } = scene;
  const answer = await scene.demand(registry.send(draftWith(registry, url, mover)), url).toBe(scene.expect);
  const item = mover ?? registry.adopt(answer);
  if (!item) return scene.fail('the create brought no id', url);
  scene.require(
    item.id !== former.id,
    `the new item has the id ${show(former.id)} of the one that had its URL`,
  );
  const after = 'after a URL that had become free was taken';
  registry.expectAs(await registry.see(item), { url }, after);
  await registry.expectOnly(item, [url], after);
  if (!mover) await discard(registry, item);
}

/** The URL of a create that the limit refused, as set-up: that it is refused is another law's demand. */
async function refusedCreate(scene: Scene): Promise<string> {
  const { registry } = scene;
  const url = registry.values.url();
  const answer = await registry.send(draftWith(registry, url));
  const wrong = answer.status < 300 ? registry.adopt(answer) : undefined;
  if (wrong) await discard(registry, wrong);
  if (answer.status < 400) scene.cannotJudge('a create past the limit was not refused');
  return url;
}

/** The URL of an update of something deleted. */
async function refusedUpdate(scene: Scene, gone: Item): Promise<string> {
  const { registry } = scene;
  const url = registry.values.url();
  const answer = await registry.send(draftWith(registry, url, gone));
  if (answer.status < 400) scene.cannotJudge('an update of a deleted item was not refused');
  return url;
}

function needsCreate({ contract }: Setting): string | undefined {
  return contract.roles.has('create') ? undefined : 'nothing can be created';
}

function needsUpdate({ contract }: Setting): string | undefined {
  return contract.roles.has('update') ? undefined : 'nothing can be updated';
}
