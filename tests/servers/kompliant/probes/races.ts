/** Probes of races: requests at the same time, and what is true afterwards. */

import { u, type Reply } from '../client.ts';
import type { Probe } from './tools.ts';

const ok = (replies: readonly Reply[]): number => replies.filter(({ status }) => status === 200).length;
const times = <T>(count: number, run: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => run(i)));

export const createsAtLimit: Probe = async (c) => {
  await c.fill(15);
  return [ok(await times(12, (i) => c.create(u(`race/${i}`)))), (await c.urls()).length];
};

export const createsOfOneUrl: Probe = async (c) => [
  ok(await times(8, () => c.create(u('same')))),
  (await c.urls()).length,
];

export const updatesToOneUrl: Probe = async (c) => {
  const ids = await c.fill(8);
  const replies = await times(8, (i) => c.update(ids[i], u('same')));
  return [ok(replies), new Set(await c.urls()).size];
};

export const createAndUpdate: Probe = async (c) => {
  const seen = [];
  for (let i = 0; i < 3; i += 1) {
    const id = await c.made(u(`own/${i}`));
    seen.push(ok(await Promise.all([c.create(u(`same/${i}`)), c.update(id, u(`same/${i}`))])));
  }
  return [seen, new Set(await c.urls()).size === (await c.urls()).length];
};

/** The order is open, but once a deletion succeeded nothing may be left. */
export const updateAndDelete: Probe = async (c) => {
  const left = [];
  for (let i = 0; i < 5; i += 1) {
    const id = await c.made(u(`${i}`));
    await Promise.all([c.update(id, u(`moved/${i}`)), c.remove(id)]);
    left.push((await c.get(id)).status);
  }
  return left;
};

export const deletesOfOne: Probe = async (c) => {
  const id = await c.made(u('x'));
  return ok(await times(6, () => c.remove(id)));
};

export const createsOfMany: Probe = async (c) => {
  const replies = await times(8, (i) => c.create(u(`${i}`)));
  return [new Set(replies.map(({ body }) => body.data?.config_id)).size, (await c.urls()).sort()];
};

export const updatesOfMany: Probe = async (c) => {
  const ids = await c.fill(8);
  await times(8, (i) => c.update(ids[i], u(`moved/${i}`)));
  return (await c.urls()).sort();
};

export const listsOfBoth: Probe = async (c) => {
  await c.create(u('a'));
  await c.create(u('b'), c.b);
  const lists = await times(8, (i) => c.urls(i % 2 ? c.a : c.b));
  return lists;
};

/** Lists are under way while one configuration goes and another one comes: three at a time there were at most. */
export const listWhileReplacing: Probe = async (c) => {
  const ids = await c.fill(3);
  const most = [];
  for (let i = 0; i < 8; i += 1) {
    const listing = c.urls();
    await c.remove(ids.shift());
    ids.push(await c.made(u(`new/${i}`)));
    most.push((await listing).length);
  }
  return Math.max(...most);
};
