/** Items that the system keeps for itself. */
import { fixtureIds } from '../runner/accounts/account.ts';
import type { Draft } from '../runner/registry/draft.ts';
import { NotDeclared } from '../runner/cases/findings.ts';
import { isId } from '../runner/ledger/records.ts';
import type { Asked, Item, Sight } from '../runner/registry/item.ts';
import { type Law, law } from '../runner/cases/law.ts';
import type { Scene } from '../runner/cases/scene.ts';
import { at, put, show } from '../spec/json.ts';

const refused = law(
  'locked/refused',
  {
    title: 'a locked item refuses what is otherwise lawful, and stays as it was',
    on: ['update', 'delete'],
    needs: { fixtures: ['lockedWebhookId'] },
  },
  async (scene) => {
    const { registry, role } = scene;
    const item = lockedItem(scene);
    const before = await registry.behold(item);
    const probes =
      role.name === 'update' ? updates(scene, item, before) : [registry.draft('delete', { id: item.id })];
    await scene.each(probes, async (draft) => {
      await scene
        .demand(registry.send(draft), Object.keys(draft.asked).length > 0 ? draft.asked : undefined)
        .toBe(scene.expect);
    });
    await registry.expectUnchanged(item, before, `after a refused ${role.name} of a locked item`);
  },
);

/** A wrong server would carry the delete out, so only what the target file gives up is ever sent one. */
function lockedItem(scene: Scene): Item {
  const { account } = scene.registry;
  const id = scene.fixture('lockedWebhookId');
  if (!isId(id)) throw new NotDeclared('lockedWebhookId must be an id');
  if (scene.role.name === 'delete' && !fixtureIds(account, 'expendableWebhookIds').includes(id)) {
    throw new NotDeclared(
      'lockedWebhookId is not among expendableWebhookIds, so it is not deleted even in trial',
    );
  }
  return { account, id, url: '' };
}

/**
 * Every field at once, and each one alone while the others stay as they are shown: a lock may guard some of them. A
 * field whose value does not show, as a flag that shows as a word, is set both ways.
 */
function updates(scene: Scene, item: Item, [before]: readonly Sight[]): Draft[] {
  const { registry, role, contract } = scene;
  const fields = [...contract.item.fields.values()].filter(({ name }) => role.fields.has(name));
  const shown: Asked = Object.fromEntries(
    fields
      .filter(({ shows }) => shows === 'shown')
      .map((field) => [field.name, at(before?.shown, field.view)]),
  );
  const hidden = fields.filter(({ shows }) => shows === 'mapped').map(({ name }) => name);
  const other = (name: string): unknown => registry.values.other(name, shown[name], registry.account);
  const everyOther = (): Asked => Object.fromEntries(Object.keys(shown).map((name) => [name, other(name)]));
  const guesses = [true, false].map((flag) => Object.fromEntries(hidden.map((name) => [name, flag])));
  const replacing = contract.update === 'replace';
  const rest = replacing ? { ...shown, ...guesses[0] } : {};
  const asked = [
    ...(hidden.length > 0 ? guesses.map((guess) => ({ ...rest, ...guess })) : []),
    ...Object.keys(shown).map((name) => ({ ...rest, [name]: other(name) })),
    // These come last, so that a value that was stored all the same is not put back by the next.
    ...guesses.map((guess) => ({ ...everyOther(), ...guess })),
  ];
  const drafts = asked.map((values) => registry.draft('update', { id: item.id, fields: values }));
  // Who asks for the lock to be taken off, too, is no more let in.
  const [plain] = guesses;
  const lock = contract.item.locked;
  if (lock === undefined) return drafts;
  const unlocking = registry.draft('update', { id: item.id, fields: { ...everyOther(), ...plain } });
  put(unlocking.body, lock, false);
  return [...drafts, unlocking];
}

const shown = law(
  'locked/shown',
  {
    title: 'a locked item is shown as locked',
    on: ['get', 'list'],
    needs: { fixtures: ['lockedWebhookId'] },
    effect: 'reads',
    inapplicable: ({ contract }) =>
      contract.item.locked === undefined ? 'the items show no lock' : undefined,
  },
  async (scene) => {
    const { registry, contract, role } = scene;
    const sight = (await registry.behold(lockedItem(scene))).find(({ via }) => via === role.name);
    // A list may be one page of more.
    if (sight === undefined)
      throw new NotDeclared('the list does not show the locked item on the page it returned');
    const value = at(sight.shown, contract.item.locked ?? '');
    scene.require(
      value === true,
      `${role.name} shows a locked item with ${contract.item.locked ?? ''} ${show(value)}`,
    );
  },
);

export const laws: readonly Law[] = [refused, shown];
