/** The times that an item shows. Instants are compared, and never with our clock: only the target's own. */
import { setTimeout as sleep } from 'node:timers/promises';

import { at, show } from '../spec/json.ts';
import { instantOf } from '../runner/registry/instant.ts';
import { sameInstant, type Sight } from '../runner/registry/item.ts';
import { type Law, law, type Setting } from '../runner/cases/law.ts';
import type { Scene } from '../runner/cases/scene.ts';

export const laws: readonly Law[] = [
  law(
    'timestamps/never-updated',
    {
      title: 'before any update, the time of the last one reads as the contract lets it',
      on: ['get', 'list'],
      inapplicable: needsUpdated,
    },
    async (scene) => {
      const { registry, contract, role } = scene;
      const { updated = '', created = '', neverUpdated } = contract.item;
      const shown = via(await registry.behold(await registry.item()), role.name);
      const value = at(shown, updated);
      if (value !== undefined && value !== null) {
        const equal = sameInstant(value, at(shown, created));
        scene.require(
          equal,
          `never updated, ${role.name} shows ${show(value)}, and created ${show(at(shown, created))}`,
        );
        if (neverUpdated) scene.read(neverUpdated.gap, neverUpdated.equal);
        return;
      }
      const state = value === null ? 'null' : 'absent';
      const reading = neverUpdated?.[state][role.name];
      if (reading === undefined)
        return scene.fail(`never updated, ${role.name} shows ${show(value)} as the time of the last update`);
      if (neverUpdated) {
        scene.read(neverUpdated.gap, reading);
        scene.observe(`${reading} (${neverUpdated.gap})`);
      }
    },
  ),

  law(
    'timestamps/after-update',
    {
      title:
        'after an update its time is there, not before the creation and never earlier than the time before',
      on: ['get', 'list'],
      inapplicable: needsUpdated,
    },
    async (scene) => {
      const { registry, contract, role } = scene;
      const { updated = '', created = '' } = contract.item;
      const item = await registry.item({ url: registry.values.url() });
      let earlier = via(await registry.behold(item), role.name);
      for (let round = 1; round <= 2; round += 1) {
        await registry.update(item, { url: registry.values.url() });
        const sights = await registry.behold(item);
        const shown = via(sights, role.name);
        const time = instant(scene, at(shown, updated), `after update ${round}, the time of the last one`);
        for (const other of sights) {
          const told = at(other.shown, updated);
          scene.require(
            !isInstant(told) || alike(told, at(shown, updated)),
            `after update ${round}, ${role.name} shows ${show(at(shown, updated))} as its time, and ${other.via} ${show(told)}`,
          );
        }
        const birth = instant(scene, at(shown, created), `after update ${round}, the time of the creation`);
        scene.require(
          time >= birth,
          `after an update, ${show(at(shown, updated))} is before the creation ${show(at(shown, created))}`,
        );
        const last = instantOf(at(earlier, updated));
        scene.require(
          Number.isNaN(last) || time >= last,
          `after an update, ${show(at(shown, updated))} is earlier than ${show(at(earlier, updated))} before it`,
        );
        earlier = shown;
      }
    },
  ),

  law(
    'timestamps/created-stays',
    { title: 'no update moves the time of the creation', on: ['update'], inapplicable: needsCreated },
    async (scene) => {
      const { registry, contract } = scene;
      const { created = '' } = contract.item;
      const [a, b, c] = [registry.values.url(), registry.values.url(), registry.values.url()];
      const item = await registry.item({ url: a });
      const before = await registry.behold(item);
      // There and back, and back again: a former value may be taken for a new beginning.
      for (const [index, url] of [b, a, b, c, a].entries()) {
        if (index === 1) await untilTimesDiffer(scene, before);
        const answer = await registry.send(registry.change(item, { url }));
        if (!scene.judge.works(answer)) scene.cannotJudge('the update failed');
        const shownByAnswer = at(answer.body, (contract.roles.get('update')?.item ?? '/…') + created);
        const birth = at(before[0]?.shown, created);
        scene.require(
          shownByAnswer === undefined || sameInstant(shownByAnswer, birth),
          `the answer to update ${index + 1} shows created ${show(shownByAnswer)}, not ${show(birth)}`,
        );
        // The reads take turns, and after the last update all of them look.
        const turn = before[index % Math.max(1, before.length)]?.via;
        const reads = index === 4 || turn === undefined ? undefined : [turn];
        for (const sight of await registry.behold(item, reads)) {
          const [was, is] = [at(via(before, sight.via), created), at(sight.shown, created)];
          scene.require(
            sameInstant(was, is),
            `after update ${index + 1}, ${sight.via} shows created ${show(is)}, not ${show(was)}`,
          );
        }
      }
    },
  ),

  law(
    'timestamps/deleted-after-created',
    {
      title: 'the time of the deletion lies between the creations of that item and of a later one',
      on: ['delete'],
      inapplicable: ({ contract: { item, roles } }) =>
        item.deleted === undefined || item.created === undefined || !roles.has('create')
          ? 'the contract shows no such times, or nothing can be created'
          : undefined,
    },
    async (scene) => {
      const { registry, contract } = scene;
      const { created = '', deleted = '' } = contract.item;
      const item = await registry.item();
      const [sight] = await registry.behold(item);
      await sleep(MORE_THAN_A_SECOND);
      const answer = await scene.demand(registry.send(registry.draft('delete', { id: item.id }))).toSucceed();
      const [birth, death] = [at(sight?.shown, created), at(answer.body, deleted)];
      // One of the two may be cut to whole seconds.
      const before = (one: unknown, other: unknown): boolean => instantOf(one) - instantOf(other) < -1000;
      scene.require(
        !before(death, birth),
        `deleted at ${show(death)}, before it was created at ${show(birth)}`,
      );
      // One with its URL is a new item all the same.
      const [next] = await registry.behold(await registry.item({ url: item.url }));
      scene.require(
        !sameInstant(at(next?.shown, created), birth),
        `a new item with the URL of a deleted one was created at ${show(birth)}, as that one`,
      );
      const later = at(next?.shown, created);
      scene.require(
        !before(later, death),
        `deleted at ${show(death)}, after the next item was created at ${show(later)}`,
      );
    },
  ),
];

const A_SECOND = 1_000;
/** So long an item lives before it is deleted: the two times differ then, though one is cut to whole seconds. */
const MORE_THAN_A_SECOND = 1_200;

/** Where times are told in whole seconds, lets one pass: only then does a time that was set anew differ. */
async function untilTimesDiffer({ contract }: Scene, [sight]: readonly Sight[]): Promise<void> {
  const created = at(sight?.shown, contract.item.created ?? '/…');
  const whole = typeof created === 'string' && !created.includes('.');
  // What was there before the run is older than that.
  if (whole && contract.roles.has('create')) await sleep(A_SECOND);
}

function needsUpdated({ contract }: Setting): string | undefined {
  return contract.item.updated === undefined ? 'the items of the contract show no time of update' : undefined;
}

function needsCreated({ contract }: Setting): string | undefined {
  return contract.item.created === undefined
    ? 'the items of the contract show no time of creation'
    : undefined;
}

function via(sights: readonly Sight[], name: string): unknown {
  return sights.find((sight) => sight.via === name)?.shown;
}

function instant(scene: Scene, value: unknown, what: string): number {
  const time = instantOf(value);
  scene.require(!Number.isNaN(time), `${what} is ${show(value)}, which is no time`);
  return time;
}

function isInstant(value: unknown): value is string {
  return !Number.isNaN(instantOf(value));
}

/** The same instant, as far as both tell it: one read may leave out the fraction of the second. */
function alike(one: string, other: unknown): boolean {
  if (!isInstant(other)) return true;
  const [a, b] = [instantOf(one), instantOf(other)];
  const whole = [one, other].some((text) => !/[.,]/.test(text));
  return whole ? Math.floor(a / 1000) === Math.floor(b / 1000) : a === b;
}
