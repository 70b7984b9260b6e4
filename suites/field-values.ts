/** Particular values of a field: refused, or taken and read back. */
import type { Answer } from '../runner/http/answer.ts';
import { type Sight, word } from '../runner/registry/item.ts';
import { type Law, law, WRITES_URL } from '../runner/cases/law.ts';
import type { Scene } from '../runner/cases/scene.ts';
import type { Field } from '../spec/contract.ts';
import { at, same, show } from '../spec/json.ts';
import { asAnything, asEmptied, asOneOf, wordsOf } from './field-readings.ts';
import { fieldAt, needParameter, placeProblem } from './places.ts';
import { plainEffect, plainNeeds } from './plain.ts';
import { Bench, type Look } from './probing.ts';

const FOR_WRITES = { on: WRITES_URL, needs: plainNeeds, effect: plainEffect };
const ANY_PLACE = { inapplicable: placeProblem(() => undefined) };

export const laws: readonly Law[] = [
  law(
    'fields/value',
    {
      title:
        'each of some values of a field has the documented outcome; taken, it reads back, and nothing else changed',
      ...FOR_WRITES,
      ...ANY_PLACE,
    },
    async (scene) => {
      const bench = await Bench.open(scene);
      const values = scene.list('values');
      const taken: unknown[] = [];
      await scene.each(values, async (value) => {
        if (await tryValue(scene, bench, value)) taken.push(value);
      });
      // Lists that are taken one by one are taken as one.
      if (scene.raw('together') === true && taken.length === values.length)
        await tryValue(scene, bench, [...new Set(taken.flat())], scene.role.success);
      await bench.expectNothing(`after refused values for ${scene.needText('field')}`);
    },
  ),

  law(
    'fields/longest',
    { title: 'a text of the greatest length is taken and reads back whole', ...FOR_WRITES, ...ANY_PLACE },
    async (scene) => {
      const bench = await Bench.open(scene);
      await tryValue(scene, bench, textOf(scene, scene.number('length') ?? 0));
      await bench.expectNothing(`after a long ${scene.needText('field')} was refused`);
    },
  ),

  law(
    'fields/too-long',
    {
      title: 'a longer text than is allowed is refused, by one character as by many',
      ...FOR_WRITES,
      ...ANY_PLACE,
    },
    async (scene) => {
      const most = scene.number('length') ?? 0;
      const bench = await Bench.open(scene);
      // 256 and a little: a length that is kept in one byte begins anew.
      const lengths = [most + 1, 256, 256 + Math.min(most, 8), 1_000].filter((length) => length > most);
      const texts = [...new Set(lengths)].map((length) => textOf(scene, length));
      await scene.each(texts, async (text) => void (await tryValue(scene, bench, text)));
      await bench.expectNothing(`after a ${scene.needText('field')} that is too long`);
    },
  ),
];

/** One value: refused, or taken and read back. Every other field gets a new lawful value beside it. Whether it was taken. */
async function tryValue(
  scene: Scene,
  bench: Bench,
  value: unknown,
  outcome = scene.expect,
): Promise<boolean> {
  const { place } = needParameter(scene, scene.needText('field'));
  const field = fieldAt(scene, place);
  const draft = bench.draft(field ? { [field.name]: value } : {});
  if (!field) draft.set(place, value);
  const answer = await bench.demand(draft, [outcome], value);
  if (answer.status >= 300) return false;
  const after = `after ${scene.needText('field')} was set to ${show(value)}`;
  if (field?.shows === 'mapped') {
    await expectWord(scene, bench, answer, field, value, after);
    return true;
  }
  const reading = field && { free: field, look: lookFor(scene, field, value) };
  await bench.expectTaken(answer, draft.asked, after, reading);
  return true;
}

/** What the field may show after this value was taken. */
function lookFor(scene: Scene, field: Field, value: unknown): Look {
  if (scene.raw('readsBack') === 'anything') return asAnything;
  const emptied = field.emptyReadsBack !== undefined && (value === null || same(value, []));
  return emptied
    ? asEmptied(scene, field, value, [])
    : asOneOf(scene, field, candidates(scene, value), value);
}

function candidates(scene: Scene, value: unknown): readonly unknown[] {
  return scene.has('readsBack') ? scene.list('readsBack') : [value];
}

/** A mapped field shows a word: the one that a plain value shows as, which is learned once this one was seen. */
async function expectWord(
  scene: Scene,
  bench: Bench,
  answer: Answer,
  field: Field,
  value: unknown,
  after: string,
): Promise<void> {
  const seen: Sight[] = [];
  await bench.expectTaken(answer, answer.draft.asked, after, {
    free: field,
    look: (sight) => seen.push(sight),
  });
  if (scene.role.name !== 'update' || scene.raw('readsBack') === 'anything') return;
  const words = await wordsOf(scene, bench.item, field, candidates(scene, value));
  for (const { via, shown } of seen) {
    const now = at(shown, field.view);
    if (!words.includes(word(now)))
      scene.fail(`${after}, ${via} shows ${show(now)}, not ${words.map((one) => show(one)).join(' or ')}`);
  }
}

/** A text of so many characters, all of them ordinary. */
function textOf(scene: Scene, length: number): unknown {
  const { registry } = scene;
  const field = fieldAt(scene, needParameter(scene, scene.needText('field')).place);
  const start = field?.kind === 'url' ? `${registry.values.url()}/` : 'wc-';
  return (
    start +
    'abcdefghijklmnopqrstuvwxyz'.repeat(Math.ceil(length / 26)).slice(0, Math.max(0, length - start.length))
  );
}
