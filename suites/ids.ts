/** Ids that are none, nobody's, almost somebody's or another account's: none of them leads anywhere. */

import { hostileIds, lenientIds, malformedIds, nearMisses, unknownId } from '../fixtures/generators/ids.ts';
import type { Draft } from '../runner/registry/draft.ts';
import { type Item, shownItem } from '../runner/registry/item.ts';
import { ANY, BY_ID, type Law, law, type Setting, WRITES_URL } from '../runner/cases/law.ts';
import type { Scene } from '../runner/cases/scene.ts';
import type { Role } from '../spec/contract.ts';
import { at, put, show } from '../spec/json.ts';
import { otherValues, plainEffect, plainNeeds } from './plain.ts';
import { Bench } from './probing.ts';
import { outcomesOf } from './properties/refusals.ts';
import { unknownAccount } from './strangers.ts';
import { discard, draftWith } from './url-trials.ts';

const FOR_IDS = { on: BY_ID, needs: plainNeeds, effect: plainEffect };
const FOR_ACCOUNTS = {
  on: ANY,
  // A list of what is not there tells nothing: there has to be something that must not be shown.
  needs: { slots: 1 },
  effect: ({ contract, role }: Setting) =>
    contract.roles.has('create') || role.name !== 'get' ? 'writes' : 'reads',
  inapplicable: ({ role }: Setting) => (role.account ? undefined : 'its requests name no account'),
} as const;

export const laws: readonly Law[] = [
  law(
    'ids/malformed',
    {
      title: 'an id that is none is refused',
      ...FOR_IDS,
      inapplicable: ({ role, with: { lenient } }) =>
        lenient === undefined || role.name === 'get'
          ? undefined
          : 'with.lenient is for get alone, which only looks',
    },
    async (scene) => {
      const bench = await Bench.open(scene);
      await refuse(scene, bench, malformedIds(bench.item.id, scene.contract.item));
      if (scene.has('lenient')) await readLeniently(scene, bench);
    },
  ),

  law('ids/unknown', { title: 'a well-formed id that nobody has is refused', ...FOR_IDS }, async (scene) => {
    const bench = await Bench.open(scene);
    await refuse(scene, bench, [await nobodysId(scene, bench)]);
  }),

  law(
    'ids/near-miss',
    { title: 'an id that differs from a real one in one place is never taken for it', ...FOR_IDS },
    async (scene) => {
      const bench = await Bench.open(scene);
      await refuse(scene, bench, nearMisses(bench.item.id, scene.contract.item));
    },
  ),

  law(
    'ids/hostile',
    {
      title: 'an id of quotes, NUL, names that languages keep for themselves, or of great length is refused',
      ...FOR_IDS,
    },
    async (scene) => {
      const bench = await Bench.open(scene);
      await refuse(scene, bench, hostileIds(bench.item.id));
    },
  ),

  law(
    'ids/of-another-account',
    {
      title: "another account's id is refused, and the other's item stays as it was",
      on: BY_ID,
      needs: { accounts: 2, slots: 1 },
    },
    async (scene) => {
      const { registry, other, role } = scene;
      const item = await other.item();
      const before = await other.behold(item);
      const drafts =
        role.name === 'update' ? updatesOf(scene, item) : [registry.draft(role.name, { id: item.id })];
      await scene.each(drafts, async (draft) => {
        await scene.demand(registry.send(draft)).toBe(scene.expect);
      });
      const after = `after another account's ${role.name}`;
      await other.expectUnchanged(item, before, after);
      const urls = drafts.map(({ asked }) => asked['url']).filter((url) => typeof url === 'string');
      if (urls.length > 0) await registry.expectNoUrls(urls, after);
      const [draft] = drafts;
      if (draft) await againOnceUpdated(scene, item, draft);
      await claimedNothing(scene, urls, after);
      if (role.name === 'delete') await freedNothing(scene, item, after);
    },
  ),

  law(
    'ids/another-account-beside',
    {
      title: "an account's name beside the fields moves nothing to that account",
      on: WRITES_URL,
      needs: { accounts: 2, slots: 1 },
      inapplicable: ({ role }) =>
        role.account?.in === 'body' && [...role.fields.values()].some(({ in: where }) => where === 'body')
          ? undefined
          : 'its requests name no account in their bodies',
    },
    async (scene) => {
      const { other, role } = scene;
      const bench = await Bench.open(scene);
      const draft = bench.draft();
      put(draft.body, beside(role), other.account.id);
      const answer = await bench.demand(draft, [scene.expect], beside(role));
      const after = `after a ${role.name} with another account's name at ${beside(role)}`;
      const { url } = draft.asked;
      if (typeof url === 'string') await other.expectNoUrl(url, `${after}, of that account`);
      if (answer.status >= 300) await bench.expectNothing(after);
      else await bench.expectTaken(answer, draft.asked, after);
    },
  ),

  law(
    'ids/unknown-account',
    { title: 'a request for an account that does not exist is refused', ...FOR_ACCOUNTS },
    async (scene) => {
      const { id } = scene.registry.account;
      await refuseAccounts(scene, [unknownAccount(id, scene.seed)]);
    },
  ),

  law(
    'ids/malformed-account',
    { title: 'a request for an account whose id is none is refused', ...FOR_ACCOUNTS },
    async (scene) => {
      const { id } = scene.registry.account;
      await refuseAccounts(scene, ['no such account', `${id}\u0000`, `${id}'`, '__proto__', 'constructor']);
    },
  ),
];

/** An update of all fields, and where one may be given alone, of each: who owns an item may be asked for some only. */
function updatesOf(scene: Scene, item: Item): Draft[] {
  const { registry, contract } = scene;
  const asked = (): Record<string, unknown> => otherValues(scene);
  const each = contract.update === 'partial' && Object.keys(asked()).length > 1;
  const alone = each ? Object.keys(asked()).map((name) => ({ [name]: asked()[name] })) : [];
  return [asked(), ...alone].map((fields) => registry.draft('update', { id: item.id, fields }));
}

/** An update by its owner may write the item anew, without its owner. */
async function againOnceUpdated(scene: Scene, item: Item, draft: Draft): Promise<void> {
  const { registry, other, role, contract } = scene;
  if (!contract.roles.has('create') || !contract.roles.has('update')) return;
  await other.update(item, { url: other.values.url() });
  const before = await other.behold(item);
  await scene.demand(registry.send(draft), 'an item that its owner has updated').toBe(scene.expect);
  await other.expectUnchanged(item, before, `after another account's ${role.name} of an updated item`);
}

/** Where the account would stand if it were one of the fields. */
function beside({ account, fields }: Role): string {
  const [field] = fields.values();
  return (field?.at ?? '').replace(/[^/]*$/, '') + (account?.at ?? '').replace(/^.*\//, '');
}

/** A URL that was asked for in vain is free for whoever asked. */
async function claimedNothing(scene: Scene, urls: readonly string[], after: string): Promise<void> {
  const { registry, contract } = scene;
  const [url] = urls;
  if (url === undefined || !contract.roles.has('create')) return;
  const answer = await registry.send(draftWith(registry, url));
  const made = answer.status < 300 ? registry.adopt(answer) : undefined;
  if (made) await discard(registry, made);
  await scene.demand(answer, `the URL of a refused update, ${after}`).toSucceed();
}

/** And a URL stays taken though somebody else tried to delete its item. */
async function freedNothing(scene: Scene, item: Item, after: string): Promise<void> {
  const { other, contract } = scene;
  const outcomes = contract.roles.has('create') ? outcomesOf(contract, 'a URL in use', 'create') : [];
  if (contract.unique === undefined || outcomes.length === 0) return;
  const [sight] = await other.behold(item);
  const url = at(sight?.shown, contract.item.fields.get('url')?.view ?? '');
  if (typeof url !== 'string') return;
  const answer = await other.send(draftWith(other, url));
  if (answer.status < 300) other.adopt(answer);
  await scene.demand(answer, `a second create of its URL, ${after}`).toBeOneOf(outcomes);
}

/** Sends the plain call with each of these ids; nothing comes of any. */
async function refuse(scene: Scene, bench: Bench, ids: readonly unknown[]): Promise<void> {
  const outcomes = [scene.expect, ...scene.list('as').map(String)];
  await scene.each(ids, async (id) => {
    await bench.demand(bench.draft().address(id), outcomes, id);
  });
  await bench.expectNothing(`after a ${scene.role.name} with an id that is not the item's`);
}

/** A number in a spelling of its own: read as the number or refused, as the contract has it, and never as another's. */
async function readLeniently(scene: Scene, bench: Bench): Promise<void> {
  const { contract, role } = scene;
  await scene.each(lenientIds(bench.item.id, contract.item), async (id) => {
    const answer = await bench.demand(bench.draft().address(id), [scene.needText('lenient')], id);
    if (answer.status >= 300) return;
    const read = at(shownItem(contract, role.name, answer.body), contract.item.id);
    scene.require(
      read === bench.item.id,
      `${show(id)} is answered with ${show(read)}, not ${show(bench.item.id)}`,
      id,
    );
  });
}

/** An id that no item has: neither the list shows it nor, where it may be one page of several, get. */
async function nobodysId(scene: Scene, bench: Bench): Promise<string | number> {
  const { registry, contract, role } = scene;
  const id = unknownId(bench.item.id, contract.item, scene.seed);
  const listed =
    contract.roles.has('list') && (await registry.list()).some((entry) => at(entry, contract.item.id) === id);
  // To get it is what a case on get is about, and does no harm.
  const look = !contract.listIsComplete && role.name !== 'get' && contract.roles.has('get');
  const got = look && (await registry.see({ id })).some(({ shown }) => at(shown, contract.item.id) === id);
  if (listed || got) scene.cannotJudge(`${id} was to be nobody's id, and somebody has it`);
  return id;
}

/** Sends the plain call for each of these accounts; it shows nothing of ours, and changes nothing. */
async function refuseAccounts(scene: Scene, accounts: readonly string[]): Promise<void> {
  const { registry, role } = scene;
  if (role.name === 'list') await registry.item();
  const bench = await Bench.open(scene);
  await scene.each(accounts, async (account) => {
    const draft: Draft = bench.draft();
    await bench.demand(draft.set(role.account, account), [scene.expect], account);
  });
  await bench.expectNothing(`after a ${role.name} for an account that does not exist`);
}
