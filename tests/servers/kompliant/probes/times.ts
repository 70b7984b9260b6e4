/** Probes of times: never their values, only their form and how they stand to each other. */

import { u, type Client, type Entry } from '../client.ts';
import type { Probe } from './tools.ts';

const form = (value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll(/\d/g, '9').replaceAll(/[A-Z][a-z]{2}/g, 'Aaa') : value;
const ms = (value: unknown): number => (typeof value === 'string' ? Date.parse(value) : Number.NaN);

async function both(c: Client, id: string): Promise<Partial<Entry>[]> {
  const got = (await c.get(id)).body.data as Partial<Entry> | undefined;
  const listed = (await c.list()).body.data?.configs?.find(({ config_id }) => config_id === id);
  return [got ?? {}, listed ?? {}];
}

/** `updated_at` against `created_at`, in words. */
const stands = ({ created_at, updated_at }: Partial<Entry>): string =>
  updated_at === undefined || updated_at === null
    ? String(updated_at)
    : ms(updated_at) === ms(created_at)
      ? 'equal'
      : ms(updated_at) > ms(created_at)
        ? 'later'
        : 'earlier';

export const times: Probe = async (c) => {
  const id = await c.made(u('x'));
  const beside = await c.made(u('beside'));
  const fresh = [...(await both(c, id)), ...(await both(c, id))];
  // So that the update is in a later millisecond than the creation, for a server that takes the time anew.
  await new Promise((resolve) => setTimeout(resolve, 3));
  await c.update(id, u('y'));
  const once = await both(c, id);
  await c.update(id, u('z'));
  const twice = await both(c, id);
  const neighbour = await both(c, beside);
  const all = [...fresh, ...once, ...twice, ...neighbour];
  return {
    forms: all.map(({ created_at, updated_at }) => [form(created_at), form(updated_at)]),
    stands: all.map(stands),
    moved: new Set([...fresh, ...once, ...twice].map(({ created_at }) => ms(created_at))).size,
    back: ms(twice[0]?.updated_at) < ms(once[0]?.updated_at),
  };
};
