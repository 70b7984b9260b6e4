/** Bodies that are broken, odd, or not announced: refused or taken as the contract says, and never a failure. */
import { ANY, type Law, law, type Setting, WRITES_URL } from '../runner/cases/law.ts';
import type { Scene } from '../runner/cases/scene.ts';
import type { Draft } from '../runner/registry/draft.ts';
import { BROKEN, nestedDeep, NOT_OBJECTS, ODD, padded, RESPELT } from './bodies.ts';
import { Plain, plainEffect, plainNeeds } from './plain.ts';
import { closestRead } from './sights.ts';

const withBody = {
  on: ANY,
  needs: plainNeeds,
  effect: plainEffect,
  inapplicable: ({ role }: Setting) => (role.operation.hasBody ? undefined : 'it has no body'),
};

/** Several texts in place of the body, each of which must be refused; one look at the end whether any had an effect. */
async function refuseAll(
  scene: Scene,
  kinds: Readonly<Record<string, (json: string) => string>>,
): Promise<void> {
  const plain = await Plain.prepare(scene);
  await scene.each(Object.entries(kinds), async ([kind, make]) => {
    const draft = plain.draft();
    draft.raw = make(JSON.stringify(draft.body));
    await scene.demand(plain.send(draft), kind).toBe(scene.expect);
  });
  await plain.expectNothingDone('after bodies that were refused');
}

const malformed = law(
  'robustness/malformed-json',
  { title: 'broken JSON of several kinds is refused, and changes nothing', ...withBody },
  async (scene) => refuseAll(scene, BROKEN),
);

const notAnObject = law(
  'robustness/not-an-object',
  { title: 'a body that is JSON but no object is refused, and changes nothing', ...withBody },
  async (scene) => refuseAll(scene, NOT_OBJECTS),
);

const empty = law(
  'robustness/empty-body',
  { title: 'a call without a body is refused, and changes nothing', ...withBody },
  async (scene) => refuseAll(scene, { 'no body': () => '', 'white space': () => ' \r\n' }),
);

/** One request of which the contract says whether it is taken; whichever it is, it must be that altogether. */
async function tryOne(
  scene: Scene,
  what: string,
  bend: (plain: Plain) => ReturnType<Plain['draft']>,
): Promise<void> {
  const plain = await Plain.prepare(scene);
  const draft = bend(plain);
  const answer = await scene.demand(scene.registry.send(draft), what).toBe(scene.expect);
  await plain.expectEither(draft, answer, what);
}

const mediaType = law(
  'robustness/media-type',
  { title: 'a body of another media type is answered as demanded', ...withBody },
  async (scene) => {
    const type = scene.needText('type');
    await tryOne(scene, `a body of type ${type}`, (plain) => plain.draft().header('content-type', type));
  },
);

const noMediaType = law(
  'robustness/no-media-type',
  { title: 'a body of no stated media type is answered as demanded', ...withBody },
  async (scene) =>
    tryOne(scene, 'a body of no type', (plain) => plain.draft().header('content-type', undefined)),
);

const deepNesting = law(
  'robustness/deep-nesting',
  { title: 'a member nested very deep is answered as demanded', ...withBody },
  async (scene) => tryOne(scene, 'a body nested deep', (plain) => rewritten(plain, nestedDeep)),
);

const largeBody = law(
  'robustness/large-body',
  {
    title: 'a body of more than half a megabyte, most of it white space, is answered as demanded',
    ...withBody,
  },
  async (scene) => tryOne(scene, 'a large body', (plain) => rewritten(plain, padded)),
);

function rewritten(plain: Plain, make: (json: string) => string): ReturnType<Plain['draft']> {
  const draft = plain.draft();
  draft.raw = make(JSON.stringify(draft.body));
  return draft;
}

/** One request in another dress; JSON itself leaves open what some of them mean, and they may be refused. */
interface Dress {
  kind: string;
  put: (draft: Draft) => void;
  refusable?: true;
}

/** The same body in other spellings. */
const SPELLINGS = Object.entries(RESPELT).map(([kind, respell]): Dress => ({
  kind,
  put: (draft) => {
    draft.raw = respell(draft.body);
  },
}));

/** The same request in another dress: HTTP says that it is the same. */
const HEADERS: readonly Dress[] = [
  {
    kind: 'the media type in capitals',
    put: (draft) => draft.header('content-type', 'Application/JSON'),
  },
  {
    kind: 'a body sent in pieces',
    put: (draft) => {
      draft.inPieces = true;
    },
  },
];

const ODDITIES = Object.entries(ODD).map(([kind, make]): Dress => ({
  kind,
  put: (draft) => {
    draft.raw = make(draft.body);
  },
  refusable: true,
}));

/** HTTP itself lets a server ask for the length of a body that comes in pieces. */
const LENGTH_REQUIRED = 411;

/** Every so many, all reads look at what was taken. */
const EVERY = 4;

const odd = law(
  'robustness/odd-but-lawful',
  {
    title:
      'a request in unusual dress is taken as usual; JSON that is odd, as usual or refused as demanded, and does no harm',
    ...withBody,
    on: WRITES_URL,
  },
  async (scene) => {
    const { registry, role } = scene;
    const plain = await Plain.prepare(scene);
    let refused = false;
    await scene.each([...dressesFor(scene).entries()], async ([index, { kind, put, refusable }]) => {
      const draft = plain.draft();
      put(draft);
      const answer = await registry.send(draft);
      if (draft.inPieces && answer.status === LENGTH_REQUIRED) return scene.observe(`${kind}: refused`);
      const outcomes = refusable ? [role.success, scene.expect] : [role.success];
      await scene.demand(answer, kind).toBeOneOf(outcomes);
      if (answer.status >= 300) {
        refused = true;
        return scene.observe(`${kind}: refused`);
      }
      // The nearest read looks at each.
      const reads = index % EVERY === 0 ? undefined : closestRead(scene);
      await plain.expectDone(draft, answer, `after ${kind} was taken`, reads);
    });
    if (refused) await plain.expectNothingDone('after odd requests that were refused');
  },
);

/** Where there is an update, a create tries what reads the body alone: what reads headers is one for both. */
function dressesFor({ role, contract }: Scene): readonly Dress[] {
  const one = role.name === 'create' && contract.roles.has('update');
  return [...SPELLINGS, ...(one ? [] : HEADERS), ...ODDITIES];
}

export const laws: readonly Law[] = [
  malformed,
  notAnObject,
  empty,
  mediaType,
  noMediaType,
  deepNesting,
  largeBody,
  odd,
];
