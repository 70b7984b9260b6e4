/** Values that the documents name, where a server may know one set of them and not another. */
import { Broken } from '../runner/cases/findings.ts';
import { type Law, law } from '../runner/cases/law.ts';
import { show } from '../spec/json.ts';

export const laws: readonly Law[] = [
  law(
    'fields/known-values',
    {
      title: 'of the sets of values that the documents name, one at least is taken',
      on: ['create', 'update'],
      needs: { slots: 1 },
      inapplicable: ({ contract, with: { field } }) =>
        contract.item.fields.get(String(field))?.candidates
          ? undefined
          : `field ${String(field)} has no candidates`,
    },
    async (scene) => {
      const { registry, contract, role } = scene;
      const field = contract.item.fields.get(scene.needText('field'));
      const named = registry.account.fixtures[field?.fixture ?? ''];
      const sets = Array.isArray(named) ? [named] : (field?.candidates ?? []);
      const item = role.name === 'update' ? await registry.item() : undefined;
      const tried: string[] = [];
      for (const set of sets) {
        const values = { [field?.name ?? '']: set };
        const draft = item
          ? registry.change(item, values)
          : registry.draft('create', {
              fields: { ...registry.values.all('create', registry.account), ...values },
            });
        const answer = await registry.send(draft);
        if (scene.judge.accepts(answer, [role.success])) return;
        tried.push(`${show(set)} (status ${answer.status})`);
      }
      throw new Broken(`every documented set of ${field?.name ?? ''} is refused: ${tried.join(', ')}`);
    },
  ),
];
