/** Updates that change only what they are given: the law looks at all that they were not given, too. */
import type { Sight } from '../runner/registry/item.ts';
import { type Law, law, type Setting } from '../runner/cases/law.ts';
import type { Scene } from '../runner/cases/scene.ts';
import type { Field } from '../spec/contract.ts';
import { at, same, show } from '../spec/json.ts';
import { asEmptied } from './field-readings.ts';
import { fieldProblem, needField } from './places.ts';
import { Bench, type Look } from './probing.ts';
import { unknownId } from './strangers.ts';

const ON_UPDATE = {
  on: ['update'] as const,
  inapplicable: (setting: Setting) =>
    setting.contract.update === 'partial' ? fieldProblem(setting) : 'its updates replace the whole item',
};

export const laws: readonly Law[] = [
  law(
    'partial/one-field',
    {
      title: 'an update of one field changes that field, and leaves all else',
      ...ON_UPDATE,
      needs: { slots: 3 },
    },
    async (scene) => {
      const { name } = needField(scene);
      const bench = await Bench.open(scene);
      // Away and back: to other values twice, so that a list gets shorter and longer.
      for (const round of ['an update', 'a second update']) {
        const current = scene.registry.lastSet(bench.item)[name];
        const value = scene.registry.values.other(name, current, scene.registry.account);
        await bench.change({ [name]: value }, scene.expect, `after ${round} of ${name} alone`);
      }
      const lawful = scene.registry.values.lawful(name, scene.registry.account);
      await bench.change({ [name]: lawful }, scene.expect, `after a third update of ${name} alone`);
      await keepsToItself(scene, needField(scene));
    },
  ),

  law(
    'partial/all-fields',
    { title: 'an update of all fields changes them all', ...ON_UPDATE },
    async (scene) => {
      const bench = await Bench.open(scene);
      const { asked } = bench.draft();
      await bench.change(asked, scene.expect, 'after an update of all fields');
      const { values, account } = scene.registry;
      await bench.change(values.all('update', account), scene.expect, 'after a second update of all fields');
    },
  ),

  law(
    'partial/no-field',
    { title: 'an update that is given no field changes nothing', ...ON_UPDATE },
    async (scene) => {
      const bench = await Bench.open(scene);
      const draft = scene.registry.draft('update', { id: bench.item.id, fields: {} });
      const answer = await bench.demand(draft, [scene.expect], 'no field');
      if (answer.status < 300) await bench.expectTaken(answer, {}, 'after an update without any field');
      const [refused = '', ...as] = scene.list('unknown').map(String);
      if (refused !== '') {
        // Whoever sees that there is nothing to do may not have looked for the item.
        const nobodys = await unknownId(scene, bench.item.id);
        const lost = scene.registry.draft('update', { id: nobodys, fields: {} });
        await bench.demand(lost, [refused, ...as], 'no field, unknown id');
      }
      await bench.expectNothing('after an update without any field');
    },
  ),

  law(
    'partial/reset',
    { title: 'a field that is given as null or empty is reset, not left', ...ON_UPDATE },
    async (scene) => {
      const field = needField(scene);
      const value = scene.raw('value');
      const bench = await Bench.open(scene);
      const { registry } = scene;
      const known = registry.values.options(field, registry.account);
      // One name at first: with all of them there, "all spelt out" would look like "left as it was".
      const former = known.length > 1 ? known.slice(0, 1) : known;
      await bench.change({ [field.name]: former }, scene.expect, `after an update of ${field.name} alone`);
      const draft = registry.draft('update', { id: bench.item.id, fields: { [field.name]: value } });
      const answer = await bench.demand(draft, [scene.expect], value);
      if (answer.status >= 300) return bench.expectNothing(`after a refused reset of ${field.name}`);
      const reading = { free: field, look: asEmptied(scene, field, value, former) };
      await bench.expectTaken(answer, draft.asked, `after ${field.name} was set to ${show(value)}`, reading);
      // Beside other fields it is reset as well.
      await bench.change(
        { [field.name]: former },
        scene.expect,
        `after another update of ${field.name} alone`,
      );
      const beside = bench.draft({ [field.name]: value });
      if (Object.keys(beside.asked).length < 2) return;
      const both = await bench.demand(beside, [scene.expect], value);
      const after = `after ${field.name} was set to ${show(value)} beside other fields`;
      if (both.status >= 300) return bench.expectNothing(after);
      await bench.expectTaken(both, beside.asked, after, reading);
    },
  ),

  law(
    'partial/replaces-lists',
    { title: 'a list that is given replaces the former one; they are not merged', ...ON_UPDATE },
    async (scene) => {
      const field = needField(scene);
      const known = scene.registry.values.options(field, scene.registry.account);
      const bench = await Bench.open(scene);
      const lists = [known.slice(0, 2), known.slice(1, 2), known.slice(0, 1), known.slice(0, 2)];
      for (const list of lists.filter(({ length }) => length > 0)) {
        await bench.change(
          { [field.name]: list },
          scene.expect,
          `after ${field.name} was set to ${show(list)}`,
          { look: once(scene, field) },
        );
      }
    },
  ),
];

/** Items that were made with nothing in a list do not share what comes into it later. */
async function keepsToItself(scene: Scene, field: Field): Promise<void> {
  const { registry, contract } = scene;
  if (!field.emptyReadsBack || !contract.roles.has('create')) return;
  const [item, neighbour] = [
    await registry.create({ [field.name]: [] }),
    await registry.create({ [field.name]: [] }),
  ];
  const before = await registry.behold(neighbour);
  const fields = { [field.name]: registry.values.lawful(field.name, registry.account) };
  await scene
    .demand(registry.send(registry.draft('update', { id: item.id, fields })), fields)
    .toBe(scene.expect);
  await registry.expectUnchanged(neighbour, before, `after an update of ${field.name} of another item`);
}

/** No element stands in a list twice. */
function once(scene: Scene, field: Field): Look {
  return ({ via, shown }: Sight) => {
    const list = at(shown, field.view);
    if (!Array.isArray(list)) return;
    const twice = list.find((element, index) => list.findIndex((other) => same(element, other)) < index);
    if (twice !== undefined) scene.fail(`${via} shows ${show(twice)} twice in ${field.name}`);
  };
}
