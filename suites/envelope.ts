/** The status and the form of plain successes and plain refusals; the judge looks at the form of every answer. */
import type { Draft } from '../runner/registry/draft.ts';
import { ANY, BY_ID, type Law, law, type Needs, type Setting } from '../runner/cases/law.ts';
import type { Scene } from '../runner/cases/scene.ts';
import type { Place } from '../spec/place.ts';
import { same } from '../spec/json.ts';
import { Plain, plainEffect, plainNeeds } from './plain.ts';
import { unknownAccount, unknownId } from './strangers.ts';

const success = law(
  'envelope/success',
  {
    title: 'the plain, lawful call has its documented status and form',
    on: ANY,
    // A list is made to show an item: of an empty one only the frame could be looked at.
    needs: { slots: 1 },
    effect: (setting) => (makesNothing(setting) ? 'reads' : 'writes'),
  },
  async (scene) => {
    const plain = await Plain.prepare(scene);
    if (scene.role.name === 'list' && scene.contract.roles.has('create')) await scene.registry.item();
    await scene.demand(scene.registry.send(plain.draft())).toBe(scene.expect);
  },
);

function makesNothing({ contract, role }: Setting): boolean {
  return !contract.roles.has('create') && (role.name === 'list' || role.name === 'get');
}

const refusal = law(
  'envelope/refusal',
  {
    title: 'a plain refusal has its documented status and form, and changes nothing',
    on: ANY,
    needs: (setting) => refusalNeeds(setting, [String(setting.with['by'])]),
    effect: plainEffect,
    inapplicable: (setting) => reasons[String(setting.with['by'])]?.cannot(setting) ?? undefined,
  },
  async (scene) => {
    const by = scene.needText('by');
    const plain = await Plain.prepare(scene);
    const draft = plain.draft();
    await reasons[by]?.spoil(scene, draft, plain);
    const answer = await plain.send(draft);
    const url = draft.asked['url'];
    // An update of what is not there may have made it: whatever has the URL is found, owned and removed.
    if (by === 'unknown-id' && answer.status < 300 && typeof url === 'string') {
      await scene.registry.expectNoUrl(url, 'after an update of an unknown id');
    }
    await scene.demand(answer, by).toBe(scene.expect);
    // An outcome may say nothing about the status; what was not refused says nothing about refusals.
    if (answer.status < 400) scene.cannotJudge(`the call was not refused (status ${answer.status})`);
    await plain.expectNothingDone(`after a refusal (${by})`);
  },
);

interface Reason {
  /** Why the operation cannot be refused for it. */
  cannot(setting: Setting): string | undefined;
  spoil(scene: Scene, draft: Draft, plain: Plain): Promise<void> | void;
}

/** What a plain call is refused for, by name. */
export const reasons: Readonly<Record<string, Reason>> = {
  'absent-field': {
    cannot: (setting) => (leftOut(setting) ? undefined : 'it has no required value that can be left out'),
    spoil: (scene, draft) => {
      const place = leftOut(scene);
      if (place) draft.without(place);
    },
  },
  'unknown-id': {
    cannot: ({ role }) => (BY_ID.includes(role.name) ? undefined : 'it takes no id'),
    spoil: async (scene, draft, plain) => {
      draft.address(await unknownId(scene, plain.item.id));
    },
  },
  'deleted-id': {
    cannot: ({ contract, role }) =>
      BY_ID.includes(role.name) && contract.roles.has('create')
        ? undefined
        : 'it takes no id, or nothing can be made and deleted',
    spoil: async ({ registry }, draft) => {
      draft.address((await registry.deleted()).id);
    },
  },
  'unknown-account': {
    cannot: ({ role }) => (role.account ? undefined : 'it takes no account'),
    spoil: ({ role, registry, seed }, draft) => {
      draft.set(role.account, unknownAccount(registry.account.id, seed));
    },
  },
  'no-credentials': {
    cannot: () => undefined,
    spoil: (_scene, draft) => {
      draft.forged({});
    },
  },
};

/** A place for the item that one of the reasons deletes, beside what the plain call needs. */
export function refusalNeeds(setting: Setting, by: readonly string[]): Needs {
  const needs = plainNeeds(setting);
  return by.includes('deleted-id') ? { ...needs, slots: (needs.slots ?? 0) + 1 } : needs;
}

/** The required value that is easiest to miss: the id, else the first field, else the account. */
function leftOut({ role }: Pick<Setting, 'role'>): Place | undefined {
  const candidates = [role.id, ...role.fields.values(), role.account];
  return candidates.find(
    (place) =>
      place !== undefined &&
      place.in !== 'path' &&
      role.operation.parameters.some((parameter) => parameter.required && same(parameter.place, place)),
  );
}

export const laws: readonly Law[] = [success, refusal];
