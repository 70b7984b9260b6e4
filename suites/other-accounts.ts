/** Accounts beside one's own: their items and their names open nothing. */
import type { Draft } from '../runner/registry/draft.ts';
import type { Item } from '../runner/registry/item.ts';
import { ANY, BY_ID, type Law, law, type Setting, WRITES_URL } from '../runner/cases/law.ts';
import type { Scene } from '../runner/cases/scene.ts';
import type { Role } from '../spec/contract.ts';
import { at, put } from '../spec/json.ts';
import { otherValues } from './plain.ts';
import { Bench } from './probing.ts';
import { outcomesOf } from './properties/refusals.ts';
import { unknownAccount } from './strangers.ts';
import { discard, draftWith } from './url-trials.ts';

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
