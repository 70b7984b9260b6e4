/** Probes of statuses, codes, shapes and requests that are refused. */

import type { Client, Operation, Reply } from '../client.ts';
import { goodHeaders, u } from '../client.ts';
import { inOrder, otherEnd, show, type Probe } from './tools.ts';

const operations: readonly Operation[] = ['create', 'list', 'get', 'update', 'delete'];

/** Calls with changed bodies; `whole` is a body that fits all operations. */
export const sends =
  (
    change: (whole: Record<string, unknown>, c: Client) => unknown,
    on: readonly Operation[] = operations,
    headers: Record<string, string | undefined> = {},
  ): Probe =>
  async (c) => {
    const id = await c.made(u('there'));
    await c.made(u('there-too'));
    const replies: Reply[] = [];
    for (const operation of on) {
      const whole: Record<string, unknown> = { account_id: c.a };
      if (operation === 'create' || operation === 'update') whole['config'] = { url: u(`new/${operation}`) };
      if (operation !== 'create' && operation !== 'list') whole['config_id'] = id;
      replies.push(await c.call(operation, change(whole, c), headers));
    }
    replies.push(await c.list(), await c.list(c.b));
    return show(...replies);
  };

/** Without one parameter, and with null for it. */
export const lacks =
  (name: string, on?: readonly Operation[]): Probe =>
  async (c) => [
    await sends((whole) => ({ ...whole, [name]: undefined }), on)(c),
    await sends((whole) => ({ ...whole, [name]: null }), on)(c),
  ];

export const hasUrl = (url: unknown): Probe =>
  sends((whole) => ({ ...whole, config: { url } }), ['create', 'update']);

export const unknownAccount: Probe = sends((whole, c) => ({ ...whole, account_id: otherEnd(c.a) }));

export const malformedIds: Probe = async (c) =>
  show(
    ...(await inOrder(
      () => c.get('x'),
      () => c.update('x', u('x')),
      () => c.remove('x'),
    )),
  );

export const duplicates: Probe = async (c) => {
  const ids = await c.fill(2);
  return show(await c.create(u('fill/0')), await c.update(ids[1], u('fill/0')));
};

export const deleted: Probe = async (c) => {
  const id = await c.made(u('x'));
  return show(await c.remove(id), await c.get(id), await c.update(id, u('y')), await c.remove(id));
};

export const routes: Probe = async (c) => {
  const answer = await fetch(`${c.server.baseUrl}/webhook.config.list`, { headers: goodHeaders() });
  return [answer.status, show(await c.post('/webhook.config.purge', {}), await c.post('/', {}))];
};

export const versions: Probe = sends((whole) => whole, ['list', 'delete'], { 'x-api-version': '2025-03-24' });

/** Calls with other headers; the first call is a good one. */
export const signed =
  (
    headers: Record<string, string | undefined>,
    body: (c: Client) => Record<string, unknown> = () => ({}),
  ): Probe =>
  async (c) => {
    const id = await c.made(u('there'));
    const replies: Reply[] = [];
    for (const operation of operations) {
      const whole = { account_id: c.a, config_id: id, config: { url: u(`new/${operation}`) }, ...body(c) };
      replies.push(await c.call(operation, whole, headers));
    }
    replies.push(await c.list());
    return show(...replies);
  };
