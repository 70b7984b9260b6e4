/** One URL, one item: wherever the URL came from, a second one is answered as the contract says. */
import { show } from '../spec/json.ts';
import { formsOf } from '../fixtures/generators/urls.ts';
import type { Answer } from '../runner/http/answer.ts';
import type { Item, Sight } from '../runner/registry/item.ts';
import { type Law, law, type Needs, type Setting, WRITES_URL } from '../runner/cases/law.ts';
import type { Scene } from '../runner/cases/scene.ts';
import { draftWith, oneForm } from './url-trials.ts';

export const laws: readonly Law[] = [
  law(
    'duplicates/same-url',
    {
      title:
        'a URL that another item of the account holds is answered as the contract says, and both stay what they were',
      on: WRITES_URL,
      needs: pair,
    },
    async (scene) => {
      const { registry } = scene;
      const holder = await held(scene);
      const mover = await aMover(scene);
      // Both reads look at the holder before it is doubled: some checks lose sight of what was listed.
      const before = await registry.behold(holder);
      if (!mover) {
        // The second refusal may differ from the first.
        for (const _ of ['once', 'again']) await double(scene, holder, before);
        return;
      }
      const taken = await double(scene, holder, before, mover);
      // The elder one may look at the younger as little as the other way round.
      if (!taken) await double(scene, mover, await registry.behold(mover), holder);
    },
  ),

  law(
    'duplicates/brought-by-update',
    {
      title: 'a URL that an update brought is as taken as one that a create did',
      on: WRITES_URL,
      needs: pair,
    },
    async (scene) => {
      const { registry } = scene;
      const first = await held(scene);
      const mover = await aMover(scene);
      const url = registry.values.url();
      await registry.update(first, { url });
      // No read comes between: what was never listed is looked for too.
      const before: Sight[] = [];
      await double(scene, { ...first, url }, before, mover);
      registry.expectAs(await registry.see(first), { url }, 'after its URL was asked for again');
    },
  ),

  law(
    'duplicates/own-url',
    {
      title:
        'an update of an item to the URL that it has is answered as the contract says, and leaves the item',
      on: ['update'],
      needs: ({ contract }) => ({ slots: contract.roles.has('create') ? 2 : 1 }),
    },
    async (scene) => {
      const { registry } = scene;
      const item = await held(scene);
      // The URL that it was made with, then one that an update brought.
      for (const url of [item.url, registry.values.url()]) {
        if (url !== item.url) await registry.update(item, { url });
        const before = await registry.behold(item);
        const answer = await scene
          .demand(registry.send(registry.change(item, { url })), url)
          .toBe(scene.expect);
        const after = 'after an update to its own URL';
        if (answer.status < 300) {
          registry.expectAnswered(answer, before, { url });
          await registry.expectShown(item, before, { url }, after);
        } else await registry.expectUnchanged(item, before, after);
        await registry.expectOnly(item, [url], after);
      }
    },
  ),

  law(
    'duplicates/host-case',
    {
      title: 'a URL that differs from a taken one in the case of its host is answered as the contract says',
      on: WRITES_URL,
      needs: pair,
    },
    async (scene) => {
      const { registry, contract } = scene;
      const holder = await held(scene);
      const mover = await aMover(scene);
      const before = await registry.behold(holder);
      const moverBefore = mover ? await registry.behold(mover) : [];
      const { host } = new URL(holder.url);
      const url = holder.url.replace(host, host.toUpperCase());
      const answer = await scene
        .demand(registry.send(draftWith(registry, url, mover)), url)
        .toBe(scene.expect);
      const after = 'after the same URL with its host in capitals';
      if (answer.status < 300) {
        const item = mover ?? adoptOther(scene, answer, holder);
        const sights = await registry.see(item);
        const probe = { url, why: 'the host in capitals' };
        const shown = oneForm(scene, sights, probe, (one) => formsOf(one, 'normal-form'), after);
        scene.require(
          contract.unique !== 'url' || shown !== holder.url,
          `${after}, two items show ${show(holder.url)}`,
          url,
        );
        registry.expectKept(sights, moverBefore, { url: shown }, after);
      } else if (mover) await registry.expectUnchanged(mover, moverBefore, after);
      else await registry.expectOnly(holder, [url, holder.url], after);
      await registry.expectUnchanged(holder, before, after);
    },
  ),
];

/** Asks for a URL that another item holds. True where the contract lets it pass, and it did. */
async function double(scene: Scene, holder: Item, before: readonly Sight[], mover?: Item): Promise<boolean> {
  const { registry } = scene;
  const { url } = holder;
  // Where nobody looked at the holder, no list may come in between.
  const moverBefore = mover ? await registry.behold(mover, before.length > 0 ? undefined : ['get']) : [];
  const answer = await scene.demand(registry.send(draftWith(registry, url, mover)), url).toBe(scene.expect);
  const taken = answer.status < 300;
  const after = `after a URL that is taken was ${taken ? 'accepted' : 'refused'}`;
  if (taken) {
    const item = mover ?? adoptOther(scene, answer, holder);
    await registry.expectShown(item, moverBefore, { url }, after);
  } else {
    if (mover) await registry.expectUnchanged(mover, moverBefore, after);
    await registry.expectOnly(holder, [url], after);
  }
  if (before.length > 0) await registry.expectUnchanged(holder, before, after);
  return taken;
}

/** The item that a create brought beside another. */
function adoptOther(scene: Scene, answer: Answer, holder: Item): Item {
  const item = scene.registry.adopt(answer);
  if (!item) return scene.fail('the create was accepted, and brought no id', holder.url);
  scene.require(
    item.id !== holder.id,
    `the create was accepted, and answered with ${show(item.id)}, which was there`,
  );
  return item;
}

/** An item with a URL that the law knows. */
async function held({ registry }: Scene): Promise<Item> {
  const url = registry.values.url();
  return { ...(await registry.item({ url })), url };
}

/** For updates, the item that is to get another's URL. */
async function aMover(scene: Scene): Promise<Item | undefined> {
  return scene.role.name === 'update' ? held(scene) : undefined;
}

/** Two items, and what a wrong server makes beside them. */
function pair({ contract, role }: Setting): Needs {
  return { slots: contract.roles.has('create') && role.name === 'create' ? 3 : 2 };
}
