/** Two items of one URL, where the documents do not forbid them: they are two all the same. */
import { NotDeclared } from '../runner/cases/findings.ts';
import type { Item } from '../runner/registry/item.ts';
import { type Law, law } from '../runner/cases/law.ts';
import type { Scene } from '../runner/cases/scene.ts';
import { at, show } from '../spec/json.ts';

export const laws: readonly Law[] = [
  law(
    'duplicates/twins',
    {
      title: 'two items of one URL are two: each is listed, changed and deleted by itself',
      on: ['list', 'update', 'delete'],
      needs: ({ role }) => ({ slots: 4, ...(role.name === 'list' ? { accounts: 2 as const } : {}) }),
      inapplicable: ({ contract }) =>
        contract.unique !== undefined || !contract.roles.has('create')
          ? 'no two items may share a URL'
          : undefined,
    },
    async (scene) => {
      const { registry, role } = scene;
      if (role.name === 'list') return bothListed(scene, ...(await twins(scene)));
      for (const which of ['elder', 'younger']) {
        const [elder, younger] = await twins(scene);
        const [one, other] = which === 'elder' ? [elder, younger] : [younger, elder];
        const before = await registry.behold(other);
        const draft =
          role.name === 'update'
            ? registry.change(one, { url: registry.values.url() })
            : registry.draft('delete', { id: one.id });
        await scene.demand(registry.send(draft)).toSucceed();
        await registry.expectUnchanged(
          other,
          before,
          `after ${role.name} of another item that had the same URL`,
        );
      }
    },
  ),
];

/** Two items of one URL. A target may refuse the second: then there is nothing to look at. */
async function twins({ registry, judge, contract }: Scene): Promise<[Item, Item]> {
  const elder = await registry.create();
  const answer = await registry.send(registry.draft('create', { fields: fieldsWith(registry, elder.url) }));
  const success = contract.roles.get('create')?.success ?? '';
  const younger = judge.accepts(answer, [success]) ? registry.adopt(answer) : undefined;
  if (!younger)
    throw new NotDeclared(`the target refuses a second item of one URL (status ${answer.status})`);
  if (younger.id === elder.id) throw new NotDeclared('the target gives the same item again');
  return [elder, younger];
}

function fieldsWith(registry: Scene['registry'], url: string): Record<string, unknown> {
  return { ...registry.values.all('create', registry.account), url };
}

async function bothListed(scene: Scene, ...pair: Item[]): Promise<void> {
  const { registry, other, contract } = scene;
  const foreign = await other.send(other.draft('create', { fields: fieldsWith(other, pair[0]?.url ?? '') }));
  const theirs = other.adopt(foreign);
  const ids = (await registry.list()).map((entry) => at(entry, contract.item.id));
  for (const item of pair)
    scene.require(ids.includes(item.id), `of two items of one URL, the list does not show ${show(item.id)}`);
  if (theirs && foreign.status < 300) {
    scene.require(
      !ids.includes(theirs.id),
      `the list shows ${show(theirs.id)}, an item of another account with the same URL`,
    );
  }
}
