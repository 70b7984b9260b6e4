/** A URL stays taken whatever is done in vain around the item that has it. */
import { type Law, law } from '../runner/cases/law.ts';
import { draftWith } from './url-trials.ts';

export const laws: readonly Law[] = [
  law(
    'duplicates/still-taken',
    {
      title:
        'a URL is taken also after its item was updated to it, and a deleted item that had it was deleted again',
      on: ['create'],
      // The holder, and what a wrong server makes beside it.
      needs: { slots: 2 },
      inapplicable: ({ contract }) => (contract.roles.has('delete') ? undefined : 'nothing can be deleted'),
    },
    async (scene) => {
      const { registry, contract } = scene;
      const url = registry.values.url();
      const former = await registry.create({ url });
      await registry.remove(former);
      const holder = await registry.create({ url });
      // What is answered to these is other laws' demand; an index of URLs may lose its entry by either.
      if (contract.roles.has('update')) await registry.send(registry.change(holder, { url }));
      await registry.send(registry.draft('delete', { id: former.id }));
      const answer = await registry.send(draftWith(registry, url));
      // Known to the run from here on, so that it is removed in the end.
      if (answer.status < 300) registry.adopt(answer);
      await scene.demand(answer, url).toBe(scene.expect);
      await registry.expectOnly(holder, [url], 'after its URL was asked for again');
    },
  ),
];
