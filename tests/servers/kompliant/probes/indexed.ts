/** Probes of what stands beside the rows, of other methods, and of other texts to sign. */

import { goodHeaders, sign, u, vector, type Client, type Operation } from '../client.ts';
import { signed } from './answers.ts';
import { show, type Probe } from './tools.ts';

const ownUrlThenCreate: Probe = async (c) => {
  const id = await c.made(u('x'));
  await c.update(id, u('x'));
  return (await c.create(u('x'))).status;
};

const heirAfterSecondDelete: Probe = async (c) => {
  const former = await c.made(u('x'));
  await c.remove(former);
  await c.create(u('x'));
  await c.remove(former);
  return (await c.create(u('x'))).status;
};

const updatedThenDeleted: Probe = async (c) => {
  const id = await c.made(u('x'));
  await c.update(id, u('y'));
  await c.remove(id);
  return show(await c.get(id), await c.list());
};

const longerUrls: Probe = async (c) => {
  await c.create(u('x/1'));
  const id = await c.made(u('x'));
  await c.create(u('x?y=1'));
  await c.update(id, u('z'));
  return c.urls();
};

/** A full account that refused, and from which the oldest goes. */
const refusedThenFreed: Probe = async (c) => {
  const ids = await c.fill(20);
  const statuses = [(await c.create(u('more'))).status];
  await c.remove(ids[0]);
  return [...statuses, (await c.create(u('more'))).status];
};

const secondAccountPastTheLimit: Probe = async (c) => {
  await c.fill(20, c.b);
  return (await c.create(u('more'), c.b)).status;
};

const by =
  (method: string, operation: Operation): Probe =>
  async (c: Client) => {
    const id = await c.made(u('x'));
    const answer = await fetch(`${c.server.baseUrl}/webhook.config.${operation}`, {
      method,
      headers: goodHeaders(),
      body: JSON.stringify({ account_id: c.a, config_id: id, config: { url: u('y') } }),
    });
    return [answer.status, await c.urls()];
  };

const liveKey = vector.apiKey.replace(/^sb_/, 'lv_');

export const indexed: Record<string, Probe> = {
  'own-url-update-frees-it': ownUrlThenCreate,
  'second-delete-frees-the-url': heirAfterSecondDelete,
  'get-shows-deleted-that-was-updated': updatedThenDeleted,
  'list-shows-deleted-that-was-updated': updatedThenDeleted,
  'update-moves-longer-urls': longerUrls,
  'verb-alone-signed-accepted': signed({
    'x-api-signed-elements': 'HTTP-Verb',
    authorization: sign('POST'),
  }),
  'signature-over-nothing-accepted': signed({ authorization: sign('') }),
  'live-key-taken-for-sandbox': signed({
    'x-api-key': liveKey,
    authorization: sign(liveKey),
  }),
  'newest-alone-frees-a-place': refusedThenFreed,
  'limit-of-the-first-account-alone': secondAccountPastTheLimit,
  'create-by-put': by('PUT', 'create'),
  'update-by-patch': by('PATCH', 'update'),
  'delete-by-delete': by('DELETE', 'delete'),
  'patch-answers-405': by('PATCH', 'list'),
};
