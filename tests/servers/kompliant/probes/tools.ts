/** What probes are made of. A probe returns plain data that is the same for every run on one server. */

import type { Client, Reply } from '../client.ts';

export type Probe = (c: Client) => Promise<unknown>;

/** Replies as text: ids by the order in which they first appear, traces and times without their values. */
export function show(...replies: (Reply | undefined)[]): string[] {
  const ids = new Map<string, string>();
  return replies.map((reply) =>
    `${reply?.status} ${reply?.text}`
      .replaceAll(/whc_[0-9A-Za-z]{22}/g, (id) => {
        if (!ids.has(id)) ids.set(id, `<id ${ids.size}>`);
        return ids.get(id) ?? '';
      })
      .replaceAll(/trc_[0-9A-Za-z]{22}/g, '<trace>')
      .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<time>'),
  );
}

/** Runs calls one after the other. */
export async function inOrder(...calls: (() => Promise<Reply>)[]): Promise<Reply[]> {
  const replies = [];
  for (const call of calls) replies.push(await call());
  return replies;
}

/** Another id of the same form. */
export const otherEnd = (id: string): string => `${id.slice(0, -2)}${id.endsWith('00') ? '11' : '00'}`;

/** The same id with the case of one letter of its random part changed. */
export const otherCase = (id: string): string =>
  id.slice(0, 4) +
  id.slice(4).replace(/[A-Za-z]/, (letter) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase()));
