/** Updates that set the whole item anew. */
import { shownItem, unexpectedChange, word } from '../runner/registry/item.ts';
import { type Law, law, type Setting } from '../runner/cases/law.ts';
import type { Scene } from '../runner/cases/scene.ts';
import type { Field } from '../spec/contract.ts';
import { at, show } from '../spec/json.ts';
import { fieldProblem, needField } from './places.ts';
import { Bench, type Look } from './probing.ts';

const ON_UPDATE = {
  on: ['update'] as const,
  inapplicable: (setting: Setting) =>
    setting.contract.update === 'replace'
      ? fieldProblem(setting)
      : 'its updates leave what they are not given',
};

export const laws: readonly Law[] = [
  law(
    'replace/every-field',
    {
      title: 'a field that is sent with another value changes, alone; the others, sent as they are, stay',
      ...ON_UPDATE,
      split: ({ role, with: given }) =>
        given['field'] === undefined
          ? [...role.fields.keys()].map((field) => ({ ...given, field }))
          : [given],
    },
    async (scene) => {
      const field = needField(scene);
      const bench = await Bench.open(scene);
      const { registry } = scene;
      // Twice, so that what can only be set once, or not be set back, shows.
      for (const after of ['after an update', 'after a second update']) {
        const current = registry.lastSet(bench.item)[field.name];
        const value = registry.values.other(field.name, current, registry.account);
        const draft = registry.change(bench.item, { [field.name]: value });
        const answer = await bench.demand(draft, [scene.expect], value);
        // The others were sent as they are: they are compared with what was there, and not as asked for.
        await bench.expectTaken(answer, { [field.name]: value }, `${after} of ${field.name}`, {
          look: moved(scene, field),
        });
      }
    },
  ),

  law(
    'replace/twice',
    { title: 'the same update twice gives the same answer and the same state', ...ON_UPDATE },
    async (scene) => {
      const { contract, registry } = scene;
      const bench = await Bench.open(scene);
      const { asked } = bench.draft();
      const send = async () => bench.demand(registry.change(bench.item, asked), [scene.expect], asked);
      const first = await send();
      await bench.expectTaken(first, asked, 'after an update');
      const second = await send();
      const [one, other] = [first, second].map(({ body }) => shownItem(contract, 'update', body));
      const { updated: _, ...view } = contract.item;
      const change = one && other ? unexpectedChange(view, one, other, {}) : undefined;
      if (change !== undefined)
        scene.fail(`the answer to the same update again is another one: ${change.text}`);
      // Its values are those that are there: nothing is asked for, so that every field must stay.
      const [before] = bench.before;
      const stay: Look = ({ via, shown }) => {
        const stirred = before && unexpectedChange(view, before.shown, shown, {});
        if (stirred !== undefined) scene.fail(`after the same update again, ${via} shows: ${stirred.text}`);
      };
      await bench.expectTaken(second, asked, 'after the same update again', { look: stay });
    },
  ),

  law(
    'replace/mapped',
    {
      title: 'a value shows in a form of its own, the same every time, whatever the case of its letters',
      ...ON_UPDATE,
    },
    async (scene) => {
      const field = needField(scene);
      const { registry } = scene;
      const place = scene.text('place') ?? field.view;
      const bench = await Bench.open(scene);
      const options =
        field.kind === 'flag' ? [true, false] : registry.values.options(field, registry.account).slice(0, 3);
      const words = new Map<unknown, unknown>();
      // Each again in the other order: a word that alternates would hide behind values that do.
      for (const value of [...options, ...options.toReversed()]) {
        const draft = registry.change(bench.item, { [field.name]: value });
        const answer = await bench.demand(draft, [scene.expect], value);
        const after = `after ${field.name} was set to ${show(value)}`;
        const look: Look = ({ via, shown }) => {
          const now = word(at(shown, place));
          if (!words.has(value)) words.set(value, now);
          const known = words.get(value);
          if (known !== now)
            scene.fail(`${after}, ${via} shows it as ${show(now)}; it showed as ${show(known)}`);
        };
        await bench.expectTaken(answer, { [field.name]: value }, after, { look });
      }
      const alike = options.length > 1 && new Set(words.values()).size === 1;
      if (alike)
        scene.fail(
          `${options.map((one) => show(one)).join(' and ')} of ${field.name} show alike, as ${show(words.get(options[0]))}`,
        );
    },
  ),
];

/** A mapped field, whose word is not known beforehand, shows another one than before. */
function moved(scene: Scene, field: Field): Look {
  return ({ via, shown }, before) => {
    if (field.shows !== 'mapped' || before === undefined) return;
    const now = at(shown, field.view);
    if (word(now) === word(at(before, field.view)))
      scene.fail(`${field.name} was changed, and ${via} still shows ${show(now)}`);
  };
}
