/** Tries URLs one after the other by the operation that a case is on, and compares what comes back. */
import { at, same, show } from '../spec/json.ts';
import type { Probe } from '../fixtures/generators/urls.ts';
import type { Item, Sight } from '../runner/registry/item.ts';
import type { Registry } from '../runner/registry/registry.ts';
import type { Scene } from '../runner/cases/scene.ts';
import type { Draft } from '../runner/registry/draft.ts';
import { closestRead, inAnswer, listedById } from './sights.ts';

/** Which texts a URL that was taken may be shown as. */
export type Forms = (url: string) => readonly string[];

/** Items that stand side by side until one list is read for all of them. */
export const GROUP = 4;

/** A lawful create, or a lawful update of an item, but for the URL. */
export function draftWith(registry: Registry, url: string, item?: Item): Draft {
  if (item) return registry.change(item, { url });
  return registry.draft('create', { fields: { ...registry.values.all('create', registry.account), url } });
}

/** Every probe has the outcome that the case expects; those that are taken show in one of their forms. */
export async function tryAll(scene: Scene, probes: readonly Probe[], forms: Forms): Promise<void> {
  await (scene.role.name === 'create' ? createAll(scene, probes, forms) : updateAll(scene, probes, forms));
}

async function createAll(scene: Scene, probes: readonly Probe[], forms: Forms): Promise<void> {
  const refused: Probe[] = [];
  const steps = inGroups(probes).flatMap((group) => {
    const held: Held[] = [];
    // One list shows them all; a get looks at every other one besides.
    const creates = group.map((probe, index) => async () => {
      await createOne(scene, probe, { held, refused, get: index % 2 === 0 });
    });
    return [...creates, async () => compareGroup(scene, held, forms)];
  });
  await scene.each(steps, async (step) => step());
  const urls = refused.flatMap(({ url }) => forms(url));
  if (urls.length > 0) await scene.registry.expectNoUrls(urls, 'after a refused create');
}

interface Held {
  item: Item;
  probe: Probe;
  after: string;
  /** What the answer shows of this item, and the get of some. */
  sights: Sight[];
}

async function createOne(
  scene: Scene,
  probe: Probe,
  { held, refused, get }: { held: Held[]; refused: Probe[]; get: boolean },
): Promise<void> {
  const { registry } = scene;
  const answer = await registry.send(draftWith(registry, probe.url));
  const item = answer.status < 300 ? registry.adopt(answer) : undefined;
  if (item) {
    const sights = [...inAnswer(scene, answer), ...(await registry.see(item, get ? ['get'] : []))];
    held.push({ item, probe, after: `after a create with ${probe.why}`, sights });
  } else refused.push(probe);
  await scene.demand(answer, probe.url).toBe(scene.expect);
}

/** Reads one list for all, makes room again, and looks whether each URL shows as it may, and everywhere alike. */
async function compareGroup(scene: Scene, group: readonly Held[], forms: Forms): Promise<void> {
  const { registry } = scene;
  if (group.length === 0) return;
  const listed = await listedById(scene);
  for (const { item } of group) await discard(registry, item);
  await scene.each(group, async ({ item, probe, sights, after }) => {
    const all = [...sights, ...listed(item.id)];
    const shown = oneForm(scene, all, probe, forms, after);
    if (shown !== undefined) registry.expectAs(all, { url: shown }, after);
  });
}

/** Makes room again. That a delete works is another law's demand, and must not hide what this one saw. */
export async function discard(registry: Registry, { id }: Item): Promise<void> {
  await registry.send(registry.draft('delete', { id }));
}

function inGroups<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / GROUP) }, (_, index) =>
    all.slice(index * GROUP, (index + 1) * GROUP),
  );
}

/** One item gets every URL. The nearest read looks at each that was taken, all reads at some, and at the last. */
async function updateAll(scene: Scene, probes: readonly Probe[], forms: Forms): Promise<void> {
  const { registry } = scene;
  const item = await registry.item({ url: registry.values.url() });
  const before = await registry.behold(item);
  const nearest = closestRead(scene);
  let last: { url?: string } = {};
  let looked = false;
  await scene.each([...probes.entries()], async ([index, probe]) => {
    const answer = await registry.send(draftWith(registry, probe.url, item));
    const taken = answer.status < 300;
    const all = index % GROUP === 0 || index === probes.length - 1;
    const sights = taken ? await registry.see(item, all ? undefined : nearest) : [];
    looked = taken && all;
    await scene.demand(answer, probe.url).toBe(scene.expect);
    if (!taken) return;
    const after = `after an update with ${probe.why}`;
    const url = oneForm(scene, [...inAnswer(scene, answer), ...sights], probe, forms, after);
    if (url === undefined) return;
    last = { url };
    registry.expectKept(sights, before, last, after);
    registry.expectAnswered(answer, before, last);
  });
  if (!looked) await registry.expectShown(item, before, last, 'after all updates, taken and refused');
}

/** The one form in which all sights show a URL. */
export function oneForm(
  scene: Scene,
  sights: readonly Sight[],
  { url, why }: Pick<Probe, 'url' | 'why'>,
  forms: Forms,
  after: string,
): string | undefined {
  const view = scene.contract.item.fields.get('url')?.view ?? '/url';
  const allowed = forms(url);
  const [first] = sights;
  for (const { via, shown } of sights) {
    if (shown === undefined) scene.fail(`${after}, ${via} does not show the item`, url);
    const read = at(shown, view);
    if (!allowed.some((form) => same(form, read))) {
      scene.fail(`${after}, ${via} shows ${show(read)}, not ${show(url)} (${why})`, url);
    }
    if (first && !same(read, at(first.shown, view))) {
      scene.fail(
        `${after}, ${via} shows ${show(read)}, and ${first.via} ${show(at(first.shown, view))}`,
        url,
      );
    }
  }
  const form = first && at(first.shown, view);
  return typeof form === 'string' ? form : undefined;
}
