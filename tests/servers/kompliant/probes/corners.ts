/** Probes of what goes wrong in one corner only. */

import { u, type Client } from '../client.ts';
import { inOrder, show, type Probe } from './tools.ts';

/** A full account: three deletions in a row, then creates. */
const threeFreed: Probe = async (c) => {
  const ids = await c.fill(20);
  for (const id of ids.slice(0, 3)) await c.remove(id);
  return show(...(await inOrder(...['a', 'b', 'c'].map((path) => () => c.create(u(path))))));
};

/** One place is left: what comes between, and then the create that takes it. */
const lastPlaceAfter =
  (between: (c: Client, id: string) => Promise<unknown>): Probe =>
  async (c) => {
    const [first = ''] = await c.fill(19);
    await between(c, first);
    return (await c.create(u('last'))).status;
  };

const besideAFullOne: Probe = async (c) => {
  await c.fill(20);
  return (await c.create(u('other'), c.b)).status;
};

const listOfTwenty: Probe = async (c) => {
  await c.fill(20);
  return c.urls();
};

/** A second URL beside a first one, by create. */
const created =
  (first: string, second: string): Probe =>
  async (c) => [(await c.create(first)).status, (await c.create(second)).status];

const refusedThenRead: Probe = async (c) => {
  const id = await c.made(u('x'));
  const replies = await inOrder(
    () => c.create(u('x')),
    () => c.get(id),
    () => c.create(u('x')),
  );
  return show(...replies);
};

const refusedToAnother: Probe = async (c) => {
  const id = await c.made(u('first'));
  await c.update(id, u('second'));
  return show(await c.create(u('second')), await c.get(id));
};

const oldestOfMany: Probe = async (c) => {
  await c.fill(18);
  return (await c.create(u('fill/0'))).status;
};

const ownUrl: Probe = async (c) => {
  const id = await c.made(u('x'));
  return (await c.update(id, u('x'))).status;
};

const heirs: Probe = async (c) => {
  const id = await c.made(u('a'));
  await c.update(id, u('b'));
  await c.create(u('a'));
  await c.update(id, u('c'));
  await c.create(u('b'));
  return show(await c.get(id));
};

const wantedByDeleted: Probe = async (c) => {
  const id = await c.made(u('a'));
  await c.remove(id);
  await c.update(id, u('b'));
  return (await c.create(u('b'))).status;
};

/** Whether the time of creation stays, and what else is listed, update after update. */
const updated =
  (...paths: string[]): Probe =>
  async (c) => {
    const id = await c.made(u('0'));
    const born = (await c.get(id)).body.data?.['created_at'];
    const seen: unknown[] = [];
    for (const path of paths) {
      await c.update(id, u(path));
      seen.push((await c.get(id)).body.data?.['created_at'] === born, await c.urls());
    }
    return seen;
  };

const fiveUpdates = updated('1', '2', '3', '4', '5');

const numbered: Probe = async (c) => {
  const ids = [await c.made(u('in-1')), await c.made(u('in-2')), await c.made(u('in-3'))];
  await c.remove(ids[1]);
  const again = await c.made(u('in-4'));
  return [await c.urls(), ids.includes(again)];
};

const foreignNew: Probe = async (c) => {
  await c.create(u('theirs'), c.b);
  return c.urls();
};

const caseOfTheBeginning: Probe = async (c) => {
  const id = await c.made(u('x'));
  const middle = id
    .slice(4, -4)
    .replaceAll(/[A-Za-z]/g, (letter) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase()));
  return (await c.get(`whc_${middle}${id.slice(-4)}`)).status;
};

export const corners: Record<string, Probe> = {
  'third-freed-place-forgotten': threeFreed,
  'create-without-url-holds-a-place': lastPlaceAfter((c) =>
    c.call('create', { account_id: c.a, config: {} }),
  ),
  'update-holds-a-place': lastPlaceAfter((c, id) => c.update(id, u('moved'))),
  'full-account-stops-the-others': besideAFullOne,
  'list-of-20-without-the-second': listOfTwenty,
  'create-folds-path-case': created(u('in'), u('In')),
  'create-compares-100-characters': created(u(`${'x'.repeat(100)}a`), u(`${'x'.repeat(100)}b`)),
  'camel-case-folded': created(u('hookIn'), u('hookin')),
  'taken-url-in-another-host-case-answers-500': created(u('x'), 'https://HOOKS.EXAMPLE.COM/x'),
  'duplicate-accepted-after-a-read': refusedThenRead,
  'refused-duplicate-shows-the-former-url': refusedToAnother,
  'uniqueness-against-last-sixteen': oldestOfMany,
  'own-url-answers-404': ownUrl,
  'heirs-of-two-urls-bring-the-first-back': heirs,
  'update-of-deleted-reserves-url': wantedByDeleted,
  'fifth-update-makes-a-second': fiveUpdates,
  'third-update-moves-created-at': fiveUpdates,
  'former-url-moves-created-at': updated('1', '0', '1'),
  'delete-removes-its-kind': numbered,
  'id-made-of-the-url': numbered,
  'list-shows-ids-without-prefix': async (c) => {
    await c.create(u('x'));
    return show(await c.list());
  },
  'list-shows-new-ones-of-others': foreignNew,
  'ids-in-any-case-but-for-the-end': caseOfTheBeginning,
  'many-accents-answer-500': created(u('é'.repeat(30)), u('€'.repeat(30))),
  'nested-value-answers-500': async (c) =>
    (await c.call('create', { account_id: c.a, config: { url: [[1]] } })).status,
};
