/** Lists that hold one element twice. */
import { type Law, law, WRITES_URL } from '../runner/cases/law.ts';
import { show } from '../spec/json.ts';
import { asOneOf } from './field-readings.ts';
import { plainEffect, plainNeeds } from './plain.ts';
import { Bench } from './probing.ts';

export const laws: readonly Law[] = [
  law(
    'fields/repeated',
    {
      title: 'a list with an element twice is refused, or taken as if it were there once',
      on: WRITES_URL,
      needs: plainNeeds,
      effect: plainEffect,
      inapplicable: ({ contract, with: { field } }) =>
        contract.item.fields.get(String(field))?.kind === 'choices'
          ? undefined
          : `field ${String(field)} takes no list of choices`,
    },
    async (scene) => {
      const { registry, contract } = scene;
      const field = contract.item.fields.get(scene.needText('field'));
      if (!field) return;
      const known = registry.values.options(field, registry.account);
      const [first, second] = known;
      if (first === undefined) return scene.cannotJudge(`the target takes no value of ${field.name}`);
      const bench = await Bench.open(scene);
      const lists = [
        [first, first],
        [first, first, ...(second === undefined ? [] : [second])],
      ];
      await scene.each(lists, async (list) => {
        const draft = bench.draft({ [field.name]: list });
        const answer = await bench.demand(draft, [scene.expect], list);
        if (answer.status >= 300) return;
        const look = asOneOf(scene, field, [list], list);
        await bench.expectTaken(answer, draft.asked, `after ${field.name} was set to ${show(list)}`, {
          free: field,
          look,
        });
      });
      await bench.expectNothing(`after refused values for ${field.name}`);
    },
  ),
];
