/** Lists that an update is not given: they stay, however many values they hold. */
import { type Law, law } from '../runner/cases/law.ts';
import type { Scene } from '../runner/cases/scene.ts';
import type { Field } from '../spec/contract.ts';
import { same, show } from '../spec/json.ts';
import { asEmptied } from './field-readings.ts';
import { fieldProblem, needField } from './places.ts';
import { Bench, type Reading } from './probing.ts';

export const laws: readonly Law[] = [
  law(
    'partial/keeps-lists',
    {
      title:
        'an update of the other fields leaves a list as it was, whether it holds all values, some, one or none',
      on: ['update'],
      inapplicable: (setting) => {
        if (setting.contract.update !== 'partial') return 'its updates replace the whole item';
        if (setting.with['field'] === undefined) return 'with.field, the list, is missing';
        return fieldProblem(setting);
      },
    },
    async (scene) => {
      const field = needField(scene);
      const bench = await Bench.open(scene);
      const { success } = scene.role;
      const names = await namesFor(scene, bench, field);
      for (const list of sizes(names)) {
        const held = `${field.name} was set to ${show(list)}`;
        await bench.change({ [field.name]: list }, success, `after ${held}`, emptied(scene, field, list));
        await bench.change(others(scene, field), success, `after ${held}, by an update of the other fields`);
      }
    },
  ),
];

/** The account's own values; else those of the entry, which the target may know or not, else those that it takes. */
async function namesFor(scene: Scene, bench: Bench, field: Field): Promise<readonly unknown[]> {
  const { registry } = scene;
  const known = registry.values.options(field, registry.account);
  const named = registry.account.fixtures[field.fixture ?? ''];
  const many = scene.list('values');
  if (Array.isArray(named) || many.length === 0) return known;
  const draft = registry.draft('update', { id: bench.item.id, fields: { [field.name]: many } });
  const answer = await bench.demand(draft, [scene.expect], many);
  if (answer.status >= 300) return known;
  await bench.expectTaken(answer, { [field.name]: many }, `after ${field.name} was set to ${show(many)}`);
  return many;
}

/** All values, three of them, none, and one, which comes after none. */
function sizes(names: readonly unknown[]): unknown[][] {
  const lists = [[...names], names.slice(0, 3), [], names.slice(0, 1)];
  return lists.filter((list, index) => lists.findIndex((other) => same(other, list)) === index);
}

/** An empty list may stand for all values, and be shown so. */
function emptied(scene: Scene, field: Field, list: readonly unknown[]): Reading | undefined {
  if (list.length > 0 || !field.emptyReadsBack) return undefined;
  return { free: field, look: asEmptied(scene, field, list, []) };
}

function others({ role, registry }: Scene, field: Field): Record<string, unknown> {
  const names = [...role.fields.keys()].filter((name) => name !== field.name);
  return Object.fromEntries(names.map((name) => [name, registry.values.lawful(name, registry.account)]));
}
