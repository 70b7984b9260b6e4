/** Generated ids, each an edit away from a real one: none of them leads to it. */
import { editedId, type IdEdit, idEditKinds, isNeighbour } from '../../fixtures/generators/arbitrary-ids.ts';
import type { Draft } from '../../runner/registry/draft.ts';
import type { Item } from '../../runner/registry/item.ts';
import { BY_ID, type Law, law, type Setting } from '../../runner/cases/law.ts';
import type { Scene } from '../../runner/cases/scene.ts';
import { otherValues, plainEffect } from '../plain.ts';
import { simplerTexts } from './minimal.ts';
import { holds } from './property.ts';
import { readIdEdit } from './recorded.ts';
import { Subject } from './subject.ts';

/** So many ids are sent between two looks at what came of them. */
const MOST_OPEN = 100;

export const ids: Law = law(
  'properties/ids',
  {
    title: 'an id that a generated edit makes of a real one is never taken for it',
    on: BY_ID,
    // One more where a wrong server makes an item of an update.
    needs: ({ contract, role }: Setting) => ({
      slots: contract.roles.has('create') && role.name === 'update' ? 2 : 1,
    }),
    effect: plainEffect,
  },
  async (scene) => {
    const { registry, role, contract } = scene;
    const outcomes = [scene.expect, ...scene.list('as').map(String)];
    const subject = new Subject(scene);
    const item = await subject.ready();
    let refused: string[] = [];
    let count = 0;
    /** What became of all that was sent since the last look. */
    const look = async (): Promise<void> => {
      const urls = refused;
      refused = [];
      count = 0;
      if (role.name === 'get') return;
      const after = 'after ids that were refused';
      await subject.expectSame(after);
      if (role.name === 'update' && contract.roles.has('create')) await registry.expectNoUrls(urls, after);
    };
    await holds(scene, {
      kinds: idEditKinds(item.id, contract.item),
      rounds: 1,
      attempt: async (edit) => {
        const target = await subject.ready();
        const id = editedId(target.id, edit);
        if (id === undefined || isNeighbour(target.id, id)) return;
        const draft = draftFor(scene, target).address(id);
        const answer = await registry.send(draft);
        if (answer.status < 300) await subject.doubt();
        await scene.demand(answer, id).toBeOneOf(outcomes);
        if (role.name === 'update' && typeof draft.asked['url'] === 'string')
          refused.push(draft.asked['url']);
        count += 1;
        if (count >= MOST_OPEN) await look();
      },
      open: () => count,
      simpler: simplerEdits,
      read: readIdEdit,
      key: (edit) => JSON.stringify(edit),
    });
    await look();
  },
);

/** A request that would do something if its id were the real one. */
function draftFor(scene: Scene, item: Item): Draft {
  const { registry, role } = scene;
  if (role.name === 'update') return registry.change(item, otherValues(scene));
  return registry.draft(role.name, { id: item.id });
}

function* simplerEdits(edit: IdEdit): Generator<IdEdit> {
  for (const insert of simplerTexts(edit.insert)) {
    if (insert !== '') yield { ...edit, insert };
  }
}
