/** Values of a request that are left out, null, empty or of another JSON type: each place for itself. */
import type { Draft } from '../runner/registry/draft.ts';
import type { Answer } from '../runner/http/answer.ts';
import { ANY, type Law, law } from '../runner/cases/law.ts';
import type { Scene } from '../runner/cases/scene.ts';
import type { FieldKind } from '../spec/contract.ts';
import { at, isObject, put } from '../spec/json.ts';
import type { JsonType, Parameter } from '../spec/operation.ts';
import { placeName } from '../spec/place.ts';
import { asEmptied, asLeft } from './field-readings.ts';
import {
  eachRequired,
  falsyOf,
  fieldAt,
  inBody,
  needParameter,
  notInPath,
  placeProblem,
  wrongTypes,
} from './places.ts';
import { plainEffect, plainNeeds } from './plain.ts';
import { Bench } from './probing.ts';
import { closestRead } from './sights.ts';

/** One way to spoil a lawful request at a place. */
interface Bend {
  about: string;
  value?: unknown;
  apply: (draft: Draft) => void;
}

const FOR_ANY = { on: ANY, needs: plainNeeds, effect: plainEffect };
/** Fields that a careless look at what is false takes for left out, or for all that there is. */
const FALSY_KINDS: readonly FieldKind[] = ['url', 'emails', 'choices'];
const EMPTY: Partial<Record<JsonType, unknown>> = { string: '', array: [], object: {} };

export const laws: readonly Law[] = [
  law(
    'fields/absent',
    {
      title: 'a required value that is left out is refused, and nothing comes of the request',
      ...FOR_ANY,
      inapplicable: placeProblem(notInPath),
      split: eachRequired(notInPath),
    },
    async (scene) => {
      const { place } = needParameter(scene, scene.needText('field'));
      const name = placeName(place);
      const bends: Bend[] = [{ about: `no ${name}`, apply: (draft) => draft.without(place) }];
      // Whoever flattens the request finds its members where they do not belong.
      const inside = at((await lawfulBody(scene)).body, place.in === 'body' ? place.at : '');
      if (place.in === 'body' && isObject(inside)) {
        bends.push({
          about: `no ${name}, its members beside it`,
          apply: (draft) => {
            const members = at(draft.body, place.at);
            draft.without(place);
            if (isObject(members))
              for (const [key, value] of Object.entries(members)) put(draft.body, `/${key}`, value);
          },
        });
      }
      const bench = await refuse(scene, bends);
      await stillWorks(scene, bench);
    },
  ),

  law(
    'fields/null',
    {
      title: 'null in place of a required value is refused, and nothing comes of the request',
      ...FOR_ANY,
      inapplicable: placeProblem(inBody),
      split: eachRequired(inBody),
    },
    async (scene) => void (await refuse(scene, [setTo(scene, null)])),
  ),

  law(
    'fields/empty',
    {
      title:
        'an empty text, object or array in place of a required value is refused, and nothing comes of the request',
      ...FOR_ANY,
      inapplicable: placeProblem((parameter) => notInPath(parameter) ?? canBeEmpty(parameter)),
      split: eachRequired((parameter) => notInPath(parameter) ?? canBeEmpty(parameter)),
    },
    async (scene) => {
      const { types } = needParameter(scene, scene.needText('field'));
      await refuse(
        scene,
        types.filter((type) => type in EMPTY).map((type) => setTo(scene, EMPTY[type])),
      );
    },
  ),

  law(
    'fields/wrong-type',
    {
      title: 'every other JSON type in place of a value is refused, and nothing comes of the request',
      ...FOR_ANY,
      inapplicable: placeProblem(inBody),
      split: eachRequired(inBody),
    },
    async (scene) => {
      const { place, types } = needParameter(scene, scene.needText('field'));
      const kind = fieldAt(scene, place)?.kind ?? 'text';
      const falsy = FALSY_KINDS.includes(kind) ? falsyOf(types) : [];
      const wrap = (draft: Draft): unknown[] => [...wrongTypes(types, at(draft.body, place.at)), ...falsy];
      const count = wrap(await lawfulBody(scene)).length;
      const bends = Array.from({ length: count }, (_, index): Bend => {
        return { about: 'a wrong type', apply: (draft) => draft.set(place, wrap(draft)[index]) };
      });
      await refuse(scene, bends);
    },
  ),
];

/** Where a lawful request has what: nothing of it is sent. */
function lawfulBody({ registry, role }: Scene): Promise<Draft> {
  return Promise.resolve(registry.draft(role.name, { id: 'wc' }));
}

function canBeEmpty({ types }: Parameter): string | undefined {
  return types.some((type) => type in EMPTY) ? undefined : 'its types have no empty value';
}

function setTo(scene: Scene, value: unknown): Bend {
  const { place } = needParameter(scene, scene.needText('field'));
  return {
    about: `${placeName(place)}: ${JSON.stringify(value)}`,
    value,
    apply: (draft) => draft.set(place, value),
  };
}

/** Tries each bend on a request that is lawful but for it, then looks that nothing came of those that were refused. */
async function refuse(scene: Scene, bends: readonly Bend[]): Promise<Bench> {
  const { place } = needParameter(scene, scene.needText('field'));
  // What is refused before any operation begins, one read is enough to see.
  const refused = scene.expect !== scene.role.success;
  const bench = await Bench.open(scene, refused ? closestRead(scene) : undefined);
  await scene.each(bends, async ({ about, apply, value }) => {
    const draft = bench.draft();
    apply(draft);
    const probe = place.in === 'body' ? (at(draft.body, place.at) ?? about) : about;
    const answer = await bench.demand(draft, [scene.expect], probe);
    if (answer.status < 300) await taken(scene, bench, answer, about, value);
  });
  await bench.expectNothing(`after a ${scene.role.name} that is wrong at ${placeName(place)}`);
  return bench;
}

/** A refused update does not stand in the way of the next one. */
async function stillWorks(scene: Scene, bench: Bench): Promise<void> {
  if (scene.role.name !== 'update') return;
  const draft = bench.draft();
  const answer = await bench.demand(draft, [scene.role.success], 'a lawful update');
  await bench.expectTaken(answer, draft.asked, 'after a lawful update that followed a refused one');
}

/** Where the contract lets it be taken, the rest of the request was done, and the value counts as not given. */
async function taken(
  scene: Scene,
  bench: Bench,
  answer: Answer,
  about: string,
  value: unknown,
): Promise<void> {
  const { place } = needParameter(scene, scene.needText('field'));
  const field = fieldAt(scene, place);
  const asked = { ...answer.draft.asked };
  if (!field) return bench.expectTaken(answer, asked, `after a ${scene.role.name} with ${about}`);
  delete asked[field.name];
  const look =
    scene.role.name === 'create' ? asEmptied(scene, field, value ?? null, []) : asLeft(scene, field);
  await bench.expectTaken(answer, asked, `after a ${scene.role.name} with ${about}`, { free: field, look });
}
