/** The last item of an account goes like any other. */
import { at, show } from '../spec/json.ts';
import { NotDeclared } from '../runner/cases/findings.ts';
import { type Law, law } from '../runner/cases/law.ts';
import type { Scene } from '../runner/cases/scene.ts';
import type { Registry } from '../runner/registry/registry.ts';

export const laws: readonly Law[] = [
  law(
    'lifecycle/delete-the-only-one',
    {
      title: 'the only item of an account can be deleted',
      on: ['delete'],
      needs: { accounts: 2, alone: true, slots: 1 },
      inapplicable: ({ contract: { roles, listIsComplete } }) =>
        roles.has('create') && roles.has('list') && listIsComplete
          ? undefined
          : 'whether an item is the only one, no complete list shows',
    },
    async (scene) => {
      let tried = false;
      for (const registry of [scene.registry, scene.other]) {
        const there = await registry.list();
        if (!there.every((entry) => isOurs(scene, entry))) continue;
        tried = true;
        // Alone on the account, what is there is what the run could not remove when it began: perhaps for this reason.
        const left = there.map((entry) => at(entry, scene.contract.item.id));
        for (const id of left.length > 0 ? left : [(await registry.create()).id]) {
          const answer = registry.send(registry.draft('delete', { id }));
          await scene.demand(answer, 'the only item').toSucceed();
        }
        await expectEmpty(scene, registry);
      }
      if (!tried) throw new NotDeclared('it needs an account that holds nothing but what the run makes');
    },
  ),
];

function isOurs({ contract, registry: { values } }: Scene, entry: unknown): boolean {
  const url = at(entry, contract.item.fields.get('url')?.view ?? '');
  return typeof url === 'string' && url.startsWith(values.prefix);
}

async function expectEmpty(scene: Scene, registry: Registry): Promise<void> {
  const left = await registry.list();
  scene.require(left.length === 0, `after a delete of the only item, the list shows ${show(left)}`);
}
