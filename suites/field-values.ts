/** Particular values of a field, and members that are not the client's to set. */
import type { Answer } from '../runner/http/answer.ts';
import { sameInstant, type Sight } from '../runner/item.ts';
import { type Law, law, type Needs, type Setting, WRITES_URL } from '../runner/law.ts';
import type { Scene } from '../runner/scene.ts';
import type { Field } from '../spec/contract.ts';
import { at, put, same, show } from '../spec/json.ts';
import { asAnything, asEmptied, asOneOf, word, wordsOf } from './field-readings.ts';
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
      await scene.each(scene.list('values'), async (value) => tryValue(scene, bench, value));
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
      await scene.each(texts, async (text) => tryValue(scene, bench, text));
      await bench.expectNothing(`after a ${scene.needText('field')} that is too long`);
    },
  ),

  law(
    'fields/unknown',
    {
      title: "members that are not the client's to set change nothing that the item shows",
      on: WRITES_URL,
      needs: spoiling,
      effect: plainEffect,
    },
    async (scene) => {
      const members = scene.object('members');
      const bench = await Bench.open(scene);
      const draft = bench.draft();
      for (const [name, value] of Object.entries(members)) put(draft.body, `/${name}`, value);
      const about = Object.keys(members).join(', ');
      const answer = await bench.demand(draft, [scene.expect], members);
      if (answer.status >= 300)
        return bench.expectNothing(`after a refused ${scene.role.name} with ${about}`);
      const after = `after a ${scene.role.name} with ${about}`;
      await bench.expectTaken(answer, draft.asked, after, { look: notTheirs(scene, bench, members, after) });
    },
  ),

  law(
    'fields/keeps',
    {
      title: 'an ordinary update leaves a place of the item as it was, in its answer and in every read',
      on: ['update'],
    },
    async (scene) => {
      const place = scene.needText('place');
      const bench = await Bench.open(scene);
      const was = at(scene.registry.firstState(bench.item) ?? bench.before[0]?.shown, place);
      if (was === undefined) scene.cannotJudge(`no read shows ${place}`);
      const draft = bench.draft();
      const answer = await bench.demand(draft, [scene.role.success], draft.asked);
      const look: Look = ({ via, shown }) => {
        const now = at(shown, place);
        if (!same(now, was))
          scene.fail(`after an update, ${via} shows ${show(now)} at ${place}, not ${show(was)}`);
      };
      await bench.expectTaken(answer, draft.asked, 'after an update', { look });
    },
  ),
];

/** One value: refused, or taken and read back. Every other field gets a new lawful value beside it. */
async function tryValue(scene: Scene, bench: Bench, value: unknown): Promise<void> {
  const { place } = needParameter(scene, scene.needText('field'));
  const field = fieldAt(scene, place);
  const draft = bench.draft(field ? { [field.name]: value } : {});
  if (!field) draft.set(place, value);
  const answer = await bench.demand(draft, [scene.expect], value);
  if (answer.status >= 300) return;
  const after = `after ${scene.needText('field')} was set to ${show(value)}`;
  if (field?.shows === 'mapped') return expectWord(scene, bench, answer, field, value, after);
  const reading = field && { free: field, look: lookFor(scene, field, value) };
  await bench.expectTaken(answer, draft.asked, after, reading);
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

/** What a wrong server makes of such members may not be undone: better it befalls what may be lost. */
function spoiling(setting: Setting): Needs {
  return {
    ...plainNeeds(setting),
    ...(setting.contract.roles.has('create') ? {} : { expendable: 'rather' }),
  };
}

/** No place that the server fills shows the client's value, and where there was another before, it still does. */
function notTheirs(
  scene: Scene,
  bench: Bench,
  members: Readonly<Record<string, unknown>>,
  after: string,
): Look {
  const { id, created, updated, stable } = scene.contract.item;
  const own = [id, created, updated, ...stable].flatMap((pointer) => pointer ?? []);
  const first = scene.role.name === 'update' ? scene.registry.firstState(bench.item) : undefined;
  return ({ via, shown }, before) => {
    for (const pointer of own) {
      const [theirs, was, now] = [members, before, shown].map((holder) => at(holder, pointer));
      if (theirs === undefined) continue;
      if (!sameInstant(theirs, was) && sameInstant(theirs, now)) {
        scene.fail(`${after}, ${via} shows ${show(theirs)} at ${pointer}`);
      }
      // An update of the set-up may have moved it before the case looked.
      if (first !== undefined && pointer !== updated && !sameInstant(at(first, pointer), now)) {
        scene.fail(
          `${after}, ${via} shows ${show(now)} at ${pointer}, where ${show(at(first, pointer))} was at first`,
        );
      }
    }
  };
}
