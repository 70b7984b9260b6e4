/** URLs that are not the same, however alike: all of them can be registered side by side. */
import { caseVariants, type Family, nearlySame } from '../fixtures/generators/url-families.ts';
import type { RoleName } from '../spec/contract.ts';
import { formsOf } from '../fixtures/generators/urls.ts';
import type { Item, Sight } from '../runner/registry/item.ts';
import { type Law, law, type Needs, type Setting, WRITES_URL } from '../runner/cases/law.ts';
import type { Scene } from '../runner/cases/scene.ts';
import { closestRead, listedById } from './sights.ts';
import { discard, draftWith, type Forms, oneForm } from './url-trials.ts';

export const laws: readonly Law[] = [
  law(
    'duplicates/case-variants',
    {
      title: 'URLs that differ only in the case of path or query are distinct',
      on: WRITES_URL,
      needs: sideBySide,
    },
    async (scene) => registerAll(scene, caseVariants(ground(scene))),
  ),

  law(
    'duplicates/nearly-same',
    {
      title:
        'URLs that differ only late, in one character or in the query are distinct, and one can go without the others',
      on: WRITES_URL,
      needs: sideBySide,
    },
    async (scene) => registerAll(scene, nearlySame(ground(scene))),
  ),

  law(
    'duplicates/across-accounts',
    {
      title: 'a URL of one account can be had by another, and neither feels what happens to the other',
      on: WRITES_URL,
      needs: { accounts: 2, slots: 2 },
      inapplicable: ({ contract }) => (contract.roles.has('create') ? undefined : 'nothing can be created'),
    },
    async (scene) => {
      const { registry, other, role } = scene;
      const url = registry.values.url();
      const item = await registry.create({ url });
      const before = await registry.behold(item);
      const mover = role.name === 'update' ? await other.create() : undefined;
      const answer = await scene.demand(other.send(draftWith(other, url, mover)), url).toBe(scene.expect);
      const twin = mover ?? other.adopt(answer) ?? scene.fail('the create brought no id', url);
      const shown = await other.see(twin);
      other.expectAs(shown, { url }, 'with a URL that another account has');
      await registry.expectUnchanged(item, before, 'after another account took its URL');
      // Looked up by its URL alone, the other account's item would go, or change, with this one.
      if (mover) await registry.update(item, { url: registry.values.url() });
      else await registry.remove(item);
      const after = `after another account's item with its URL was ${mover ? 'changed' : 'deleted'}`;
      await other.expectUnchanged(twin, shown, after);
    },
  ),
];

async function registerAll(scene: Scene, families: readonly Family[]): Promise<void> {
  if (scene.role.name === 'create') await scene.each(families, async (family) => createFamily(scene, family));
  else await updateFamilies(scene, families);
}

/** What is in no normal form may be brought into one; every other URL must read back as it was sent. */
function formsIn({ unusual }: Family): Forms {
  return (url) => formsOf(url, unusual ? 'normal-form' : 'as-sent');
}

async function createFamily(scene: Scene, family: Family): Promise<void> {
  const { registry } = scene;
  const { members, unusual } = family;
  const items: Item[] = [];
  try {
    for (const { url } of members) {
      const answer = await registry.send(draftWith(registry, url));
      if (unusual && items.length === 0 && answer.status >= 400) return;
      const item = answer.status < 300 ? registry.adopt(answer) : undefined;
      if (item) items.push(item);
      await scene.demand(answer, url).toBe(scene.expect);
    }
    const after = 'after creates of URLs that are nearly the same';
    const listed = await listedById(scene);
    for (const [index, { id, url }] of items.entries()) {
      // The list shows all; a get looks at the one that the others may have been taken for besides.
      const inList = listed(id);
      const reads: readonly RoleName[] = index === 0 || inList.length === 0 ? ['get'] : [];
      const sights = [...(await registry.see({ id }, reads)), ...inList];
      expectOneForm(scene, sights, { url, family }, after);
    }
    const [first, ...others] = items;
    if (!first) return;
    // Looked up by the beginning of its URL, or by a pattern, the others would go with it.
    await discard(registry, items.shift() ?? first);
    const left = await listedById(scene);
    for (const { id, url } of others)
      expectOneForm(scene, left(id), { url, family }, 'after one of them was deleted');
  } finally {
    for (const item of items) await discard(registry, item);
  }
}

/** All sights show the URL, in one of the forms that its family may have. */
function expectOneForm(
  scene: Scene,
  sights: readonly Sight[],
  { url, family }: { url: string; family: Family },
  after: string,
): string {
  const why = family.members.find((member) => member.url === url)?.why ?? 'as it was sent';
  return oneForm(scene, sights, { url, why }, formsIn(family), after) ?? url;
}

/** One item stays with the first of each family, the other goes through the rest: from each to its like, too. */
async function updateFamilies(scene: Scene, families: readonly Family[]): Promise<void> {
  const { registry } = scene;
  const stays = await registry.item();
  const goes = await registry.item();
  const before = await registry.behold(goes);
  // The nearest read looks at each, one list at both items after the last of a family.
  const nearest = closestRead(scene);
  await scene.each(families, async (family) => {
    const {
      members: [first, ...rest],
      unusual,
    } = family;
    if (!first) return;
    const keeps = (sights: readonly Sight[], url: string, after: string): void => {
      const asked = { url: expectOneForm(scene, sights, { url, family }, after) };
      registry.expectKept(sights, before, asked, after);
    };
    const answer = await registry.send(draftWith(registry, first.url, stays));
    if (unusual && answer.status >= 400) return;
    await scene.demand(answer, first.url).toBe(scene.expect);
    for (const { url, why } of rest) {
      await scene.demand(registry.send(draftWith(registry, url, goes)), url).toBe(scene.expect);
      keeps(await registry.see(goes, nearest), url, `after an update that changes ${why}`);
    }
    const listed = await listedById(scene);
    const stayed = [...(await registry.see(stays, ['get'])), ...listed(stays.id)];
    const after = 'after another item got nearly the same URL';
    expectOneForm(scene, stayed, { url: first.url, family }, after);
    const last = rest.at(-1)?.url;
    if (last !== undefined) keeps(listed(goes.id), last, 'after the last of its family');
  });
}

function ground({ registry: { values } }: Scene): { sink: string; path: () => string } {
  return { sink: values.mark.sink, path: () => values.path() };
}

function sideBySide({ role }: Setting): Needs {
  return { slots: role.name === 'create' ? 4 : 2 };
}
