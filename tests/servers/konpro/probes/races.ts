/** Probes of requests that overlap: what goes wrong in any of a few rounds. */
import { clientOf, idOf, listOf, sink, type Client } from '../client.ts';
import type { Probe } from './talk.ts';

/** Whether anything went wrong in five rounds. */
const rounds =
  (wrong: (client: Client, id: string) => Promise<boolean>): Probe =>
  async (server) => {
    const client = clientOf(server);
    let seen = false;
    for (let round = 0; round < 5; round += 1) {
      const id = idOf(await client.add({ url: `${sink}/${round}`, events: ['avatar.updated'] }));
      if (await wrong(client, id)) seen = true;
    }
    return seen;
  };

const lostUpdate = rounds(async (client, id) => {
  await Promise.all([
    client.update({ endpoint_id: id, url: `${sink}/new` }),
    client.update({ endpoint_id: id, events: ['video.updated'] }),
  ]);
  const found = (await listOf(client)).find((one) => one['endpoint_id'] === id);
  return found?.['url'] !== `${sink}/new` || String(found['events']) !== 'video.updated';
});

const revival = rounds(async (client, id) => {
  await Promise.all([client.update({ endpoint_id: id, url: `${sink}/new` }), client.remove(id)]);
  return (await listOf(client)).some((one) => one['endpoint_id'] === id);
});

const twoDeletes = rounds(async (client, id) => {
  const replies = await Promise.all([client.remove(id), client.remove(id)]);
  return replies.every(({ status }) => status === 200);
});

const adds = rounds(async (client) => {
  const replies = await Promise.all(['a', 'b', 'c'].map((name) => client.add({ url: `${sink}/${name}` })));
  const listed = new Set((await listOf(client)).map((one) => one['endpoint_id']));
  const ids = new Set(replies.map(idOf));
  return ids.size < 3 || [...ids].some((id) => !listed.has(id));
});

export const raceProbes: Record<string, Probe> = {
  'racing-updates-lose-one': lostUpdate,
  'update-racing-a-delete-revives': revival,
  'racing-deletes-both-succeed': twoDeletes,
  'racing-adds-share-an-id': adds,
  'racing-adds-lose-one': adds,
};
