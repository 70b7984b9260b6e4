/** Probes of what is stored, found, listed and forgotten. */

import { u, type Client } from '../client.ts';
import { inOrder, otherCase, otherEnd, show, type Probe } from './tools.ts';

/** A whole life, each step read back. */
export const life: Probe = async (c) => {
  const id = await c.made(u('A/b?C=d'));
  const read = [() => c.get(id), () => c.list(), () => c.list(c.b)];
  const replies = await inOrder(
    () => c.list(c.b),
    ...read,
    () => c.update(id, u('E/f?G=h')),
    ...read,
    () => c.update(id, u('i')),
    ...read,
    () => c.create(u('E/f?G=h')),
    () => c.remove(id),
    ...read,
    () => c.update(id, u('j')),
    ...read,
    () => c.remove(id),
    ...read,
    () => c.create(u('i')),
  );
  return [/^whc_[0-9A-Za-z]{22}$/.test(id), show(...replies)];
};

/** Everything that can happen around the limit. */
export const atLimit: Probe = async (c) => {
  const ids = await c.fill(19);
  const replies = await inOrder(
    () => c.create(u('twentieth')),
    () => c.create(u('one too many')),
    () => c.create(u('one-too-many')),
    () => c.list(),
    () => c.update(ids[1], u('moved')),
    () => c.create(u('fill/5')),
    () => c.remove(ids[0]),
    () => c.create(u('one-too-many')),
    () => c.create(u('again')),
    () => c.remove(ids[0]),
    () => c.remove(otherEnd(ids[2] ?? '')),
    () => c.create(u('more')),
    () => c.list(),
    () => c.list(c.b),
  );
  return show(...replies);
};

/** What fills up over time. */
export const longUse: Probe = async (c) => {
  const counts = [];
  for (let i = 0; i < 21; i += 1) counts.push((await c.remove(await c.made(u(`${i}`)))).status);
  const id = await c.made(u('kept'));
  for (let i = 0; i < 21; i += 1) counts.push((await c.update(id, u(`moved/${i}`))).status);
  for (let i = 0; i < 21; i += 1) counts.push((await c.create(u('moved/20'))).status);
  return [counts, await c.urls(), (await c.create(u('last'))).status];
};

export const bothAccounts: Probe = async (c) => {
  await c.fill(12);
  await c.fill(12, c.b);
  return [(await c.urls()).length, (await c.urls(c.b)).length];
};

export const placeWithoutList: Probe = async (c) => {
  const ids = await c.fill(20);
  await c.remove(ids[0]);
  return (await c.create(u('next'))).status;
};

export const wayBack: Probe = async (c) => {
  const ids = await c.fill(19);
  const replies = await inOrder(
    () => c.update(ids[0], u('away')),
    () => c.update(ids[0], u('fill/0')),
    () => c.create(u('twentieth')),
  );
  return show(...replies, await c.get(ids[0]));
};

/** Tries a second URL beside a first one, by create and by update. */
export const pair =
  (first: string, second: string): Probe =>
  async (c) => {
    await c.create(first);
    const replies = [await c.create(second)];
    const id = await c.made(u('third'));
    replies.push(await c.update(id, second), await c.list());
    return show(...replies);
  };

export const pairAfter =
  (between: (c: Client, id: string) => Promise<unknown>): Probe =>
  async (c) => {
    const id = await c.made(u('first'));
    await between(c, id);
    const other = await c.made(u('other'));
    const replies = [];
    for (const url of [u('first'), u('changed')]) {
      replies.push(await c.create(url), await c.create(url), await c.update(other, url));
    }
    return show(...replies, await c.list());
  };

export const manyThenDuplicate: Probe = async (c) => {
  await c.fill(8);
  return show(await c.create(u('fill/0')), await c.create(u('fill/0')), await c.list());
};

export const refusedUpdateThenCreate: Probe = async (c) => {
  const id = await c.made(u('first'));
  await c.remove(id);
  await c.update(id, u('wanted'));
  await c.update(otherEnd(id), u('wanted-too'));
  return show(await c.create(u('wanted')), await c.create(u('wanted-too')));
};

export const sameInBoth: Probe = async (c) => {
  const [here, there] = [await c.made(u('same')), await c.made(u('same'), c.b)];
  const replies = await inOrder(
    () => c.update(here, u('changed')),
    () => c.list(c.b),
    () => c.create(u('same')),
    () => c.create(u('changed'), c.b),
    () => c.remove(here),
    () => c.list(c.b),
    () => c.remove(there, c.b),
    () => c.list(),
  );
  return show(...replies);
};

/** Stores a URL by create and by update, and reads it back. */
export const stores =
  (url: string): Probe =>
  async (c) => {
    const id = await c.made(url);
    const other = await c.made(u('other'));
    const replies = await inOrder(
      () => c.get(id),
      () => c.remove(id),
      () => c.update(other, url),
      () => c.get(other),
      () => c.list(),
    );
    return show(...replies);
  };

export const deletesOne: Probe = async (c) => {
  const ids = [await c.made(u('a')), await c.made(u('ab')), await c.made(u('abc')), await c.made(u('x'))];
  const replies = [];
  for (const id of [ids[3], ids[0]]) replies.push(await c.remove(id), await c.list());
  return show(...replies);
};

export const manyUpdates: Probe = async (c) => {
  const id = await c.made(u('0'));
  await c.made(u('beside'));
  const replies = [];
  for (const path of ['1', '2', '1', '0', '3', '4']) {
    replies.push(await c.update(id, u(path)), await c.get(id), await c.list());
  }
  return show(...replies, await c.remove(id), await c.list());
};

export const manyReads: Probe = async (c) => {
  const id = await c.made(u('x'));
  return show(...(await inOrder(...Array.from({ length: 5 }, () => () => c.get(id)))));
};

/** Asks for ids that are not there, or hardly. */
export const ids =
  (change: (id: string) => unknown): Probe =>
  async (c) => {
    const id = await c.made(u('x'));
    const changed = change(id);
    const replies = await inOrder(
      () => c.get(changed),
      () => c.update(changed, u('y')),
      () => c.list(),
      () => c.remove(changed),
      () => c.list(),
    );
    return show(...replies).map((text) => text.replaceAll(String(changed).trim(), '<changed>'));
  };

export const unknownIds = ids(otherEnd);
export const otherCaseIds = ids(otherCase);

export const foreignIds: Probe = async (c) => {
  const id = await c.made(u('x'));
  const replies = await inOrder(
    () => c.get(id, c.b),
    () => c.update(id, u('y'), c.b),
    () => c.list(),
    () => c.remove(id, c.b),
    () => c.list(),
  );
  return show(...replies);
};

export const idsOfMany: Probe = async (c) => {
  const made = await c.fill(18);
  const first = made[0] ?? '';
  await c.remove(first);
  made.push(await c.made(u('later')));
  return [new Set(made).size, made.map((id) => /^whc_[0-9A-Za-z]{22}$/.test(id))];
};

export const listsMany: Probe = async (c) => {
  const lengths = [];
  for (let i = 0; i < 20; i += 1) {
    await c.create(u(`${i}`));
    const list = await c.list();
    lengths.push([list.status, ...(list.body.data?.configs ?? []).map(({ url }) => url)]);
  }
  return lengths;
};

export const listsAfterEach: Probe = async (c) => {
  const first = await c.made(u('1'));
  const replies = [await c.list()];
  const second = await c.made(u('2'));
  replies.push(await c.list(), await c.update(second, u('3')), await c.list());
  replies.push(await c.remove(first), await c.list(), await c.remove(second), await c.list());
  return show(...replies);
};

/** Each write refused for one reason, and what the reads show afterwards. */
export const refusedWrites: Probe = async (c) => {
  const id = await c.made(u('one'));
  await c.made(u('two'));
  const read = async (): Promise<unknown[]> => [
    ...show(await c.list()),
    Object.keys((await c.get(id)).body.data ?? {}),
  ];
  const seen = [];
  for (const attempt of [
    () => c.update(id, u('two')),
    () => c.update(id, 'http://hooks.example.com/three'),
    () => c.create('http://hooks.example.com/three'),
    () => c.create(u('two')),
    () => c.call('update', { account_id: c.a, config_id: id, config: {} }),
    () => c.update(id, u('three'), c.b),
    () => c.remove(id, c.b),
  ])
    seen.push(show(await attempt()), await read());
  return seen;
};
