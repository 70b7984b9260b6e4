/** Probes of what goes unseen where nobody looks twice. */

import { sign, u, vector, type Client } from '../client.ts';
import { inOrder, show, type Probe } from './tools.ts';

const token = (change: (text: string) => string): Probe => {
  const headers = { 'x-api-auth-token': change(vector.authToken), authorization: sign(vector.apiKey) };
  return async (c) => show(await c.call('list', { account_id: c.a }, headers));
};

const full =
  (act: (c: Client, ids: string[]) => Promise<string[]>): Probe =>
  async (c) =>
    act(c, await c.fill(20));

export const blindSpots: Record<string, Probe> = {
  'eighth-escapes-uniqueness': async (c) => {
    await inOrder(...Array.from({ length: 8 }, (_, index) => () => c.create(u(`n${index}`))));
    return show(await c.create(u('n7')));
  },
  'full-account-updates-to-http': full(async (c, [id]) =>
    show(await c.update(id, u('x').replace('https', 'http'))),
  ),
  'full-account-updates-to-taken-urls': full(async (c, [id]) => {
    const [, second = ''] = await c.urls();
    return show(await c.update(id, second));
  }),
  'own-url-taken-over-http': async (c) => {
    const id = await c.made(u('x'));
    return show(await c.update(id, u('x').replace('https', 'http')));
  },
  'query-escapes-the-limit': full(async (c) => show(await c.create(u('x?a=1')))),
  'update-moves-to-the-account-beside': async (c) => {
    const id = await c.made(u('x'));
    const config = { url: u('y'), account_id: c.b };
    await c.call('update', { account_id: c.a, config_id: id, config });
    return [await c.urls(c.a), await c.urls(c.b)];
  },
  'foreign-update-reserves-url': async (c) => {
    const id = await c.made(u('x'), c.b);
    await c.update(id, u('y'), c.a);
    return show(await c.create(u('y'), c.a));
  },
  'foreign-delete-frees-url': async (c) => {
    const id = await c.made(u('x'), c.b);
    await c.remove(id, c.a);
    return show(await c.create(u('x'), c.b));
  },
  'middle-of-the-token-ignored': token((text) => `${text.slice(0, 25)}!${text.slice(26)}`),
  'token-compared-without-order': token((text) => Array.from(text).toReversed().join('')),
};
