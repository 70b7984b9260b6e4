/** Bodies one generated mutation away from a lawful one: refused without effect, or taken without harm; never a failure. */
import {
  isSurelyWrong,
  mutated,
  type Mutation,
  mutationKinds,
} from '../../fixtures/generators/arbitrary-bodies.ts';
import type { Draft } from '../../runner/registry/draft.ts';
import type { Answer } from '../../runner/http/answer.ts';
import type { Item } from '../../runner/registry/item.ts';
import { ANY, type Law, law, type Setting } from '../../runner/cases/law.ts';
import type { Scene } from '../../runner/cases/scene.ts';
import type { Role, RoleName } from '../../spec/contract.ts';
import type { Place } from '../../spec/place.ts';
import { otherValues, plainEffect } from '../plain.ts';
import { holds } from './property.ts';
import { readMutation } from './recorded.ts';
import { shorterLists, simplerTexts } from './minimal.ts';
import { Subject } from './subject.ts';

/** Reads are looked at less: there is nothing that they could spoil. */
const ROUNDS: Readonly<Record<RoleName, number>> = { create: 2, update: 2, delete: 1, get: 1, list: 1 };

export const bodies: Law = law(
  'properties/bodies',
  {
    title: 'a body one mutation away from a lawful one is refused without effect or taken without harm',
    on: ANY,
    needs: ({ role }: Setting) => ({ slots: role.name === 'list' ? 0 : 2 }),
    effect: plainEffect,
    inapplicable: ({ role }: Setting) => (role.operation.hasBody ? undefined : 'it has no body'),
  },
  async (scene) => {
    const trial = new Trial(scene);
    await holds(scene, {
      kinds: mutationKinds(scene.role.operation.parameters),
      rounds: ROUNDS[scene.role.name],
      attempt: async (mutation) => trial.attempt(mutation),
      simpler: simplerMutations,
      read: readMutation,
      key: (mutation) => JSON.stringify(mutation),
      open: () => trial.open,
    });
    await trial.finish();
  },
);

class Trial {
  readonly #scene: Scene;
  readonly #subject: Subject;
  /** URLs of creates that were refused, and not yet looked for in the list. */
  #refused: string[] = [];
  /** Attempts since the first of them. */
  #since = 0;

  constructor(scene: Scene) {
    this.#scene = scene;
    this.#subject = new Subject(scene);
  }

  async attempt(mutation: Mutation): Promise<void> {
    const { registry, role } = this.#scene;
    if (this.#refused.length > 0) this.#since += 1;
    const draft = await this.#lawful();
    const lawful = draft.body;
    draft.body = mutated(lawful, mutation);
    const answer = await registry.send(draft);
    const made = role.name === 'create' && answer.status < 300 ? registry.adopt(answer) : undefined;
    try {
      await this.#judge(answer, lawful, mutation);
      await (answer.status < 300 ? this.#taken(answer, mutation, made) : this.#nothing(draft));
    } catch (error) {
      await this.#subject.doubt();
      throw error;
    } finally {
      if (made) await registry.remove(made);
    }
  }

  /** Refused, and not yet looked for; those between them are counted too. */
  get open(): number {
    return this.#refused.length === 0 ? 0 : this.#since;
  }

  async finish(): Promise<void> {
    this.#since = 0;
    const refused = this.#refused;
    this.#refused = [];
    if (refused.length > 0)
      await this.#scene.registry.expectNoUrls(refused, 'after creates that were refused');
  }

  async #lawful(): Promise<Draft> {
    const { registry, role } = this.#scene;
    if (role.name === 'create' || role.name === 'list') return registry.draft(role.name);
    const item = await this.#subject.ready();
    if (role.name === 'update') return registry.change(item, otherValues(this.#scene));
    return registry.draft(role.name, { id: item.id });
  }

  async #judge(answer: Answer, lawful: unknown, mutation: Mutation): Promise<void> {
    const scene = this.#scene;
    const { role } = scene;
    const outcomes = [scene.expect, ...scene.list('as').map(String)];
    const { parameters } = role.operation;
    const wrong = isSurelyWrong(lawful, mutation, parameters) && isModelled(role, mutation);
    const mayPass = !wrong && !names(role, mutation);
    await scene
      .demand(answer, mutation)
      .toBeOneOf(mayPass ? outcomes : outcomes.filter((outcome) => outcome !== role.success));
  }

  /** It was done: all that the mutation left alone. */
  async #taken(answer: Answer, mutation: Mutation, made: Item | undefined): Promise<void> {
    const scene = this.#scene;
    const { role, registry } = scene;
    const after = `after ${JSON.stringify(mutation)} was taken`;
    const { asked } = answer.draft;
    const touched = touchedBy(role, mutation);
    if (role.name === 'update') {
      await this.#subject.expectNow(asked, after, touched);
    }
    if (role.name === 'delete') this.#subject.gone();
    if (role.name !== 'create') return;
    if (!made) return scene.fail('a create brought no id', mutation);
    const kept = Object.fromEntries(Object.entries(asked).filter(([name]) => !touched.has(name)));
    registry.expectAs(await this.#subject.look(made), kept, after);
  }

  async #nothing(draft: Draft): Promise<void> {
    const { name } = this.#scene.role;
    if (name === 'update' || name === 'delete')
      await this.#subject.expectSame('after a body that was refused');
    const { url } = draft.asked;
    if (name !== 'create' || typeof url !== 'string') return;
    this.#refused.push(url);
    this.#since = Math.max(1, this.#since);
    if (this.#refused.length >= 8) await this.finish();
  }
}

/** Whether a mutation is of what names the account or the item: then no other can be meant. */
function names({ account, id }: Role, { kind, place }: Mutation): boolean {
  return kind !== 'extra' && [account, id].some((one) => one?.in === 'body' && one.at === place);
}

/** Whether it is of a place that the contract knows what is made of: of others nobody can tell whether they are read. */
function isModelled({ account, id, fields }: Role, { kind, place }: Mutation): boolean {
  const known = [account, id, ...fields.values()].flatMap((one) => (one?.in === 'body' ? [one.at] : []));
  return kind === 'extra' || known.some((at) => at === place || at.startsWith(`${place}/`));
}

/** The fields that a mutation changed: whatever was made of them, it says nothing of the others. */
function touchedBy({ fields }: Role, { kind, place }: Mutation): ReadonlySet<string> {
  const touches = ({ in: where, at }: Place): boolean =>
    where === 'body' && (at === place || at.startsWith(`${place}/`));
  return new Set(kind === 'extra' ? [] : [...fields].filter(([, one]) => touches(one)).map(([name]) => name));
}

function* simplerMutations(mutation: Mutation): Generator<Mutation> {
  if (mutation.kind !== 'value' && mutation.kind !== 'extra') return;
  const { value } = mutation;
  const simplest = [null, '', 0, [], {}].filter(
    (one) => JSON.stringify(one).length < JSON.stringify(value).length,
  );
  for (const simpler of simplest) yield { ...mutation, value: simpler };
  if (typeof value === 'string')
    for (const simpler of simplerTexts(value)) yield { ...mutation, value: simpler };
  if (Array.isArray(value)) for (const simpler of shorterLists(value)) yield { ...mutation, value: simpler };
  if (mutation.kind === 'extra' && mutation.place !== '') yield { ...mutation, place: '' };
}
