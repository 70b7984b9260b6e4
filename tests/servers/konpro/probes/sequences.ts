/** Probes that take several steps. */
import { setTimeout as sleep } from 'node:timers/promises';
import { accountsOf } from '../client.ts';
import { each, sink, someEvents, talk, told, type Probe } from './talk.ts';

type Body = Record<string, unknown>;

/** Updates one of three endpoints in every way, and looks at all of them after each. */
const updating = told(async (said) => {
  const id = await said.made({ events: ['avatar.updated'] });
  await said.made();
  await said.made();
  for (const changes of [
    { url: `${sink}/new` },
    { events: someEvents },
    { url: `${sink}/both`, events: ['video.created'] },
    { url: `${sink}/1` },
  ]) {
    await said.update({ ...changes, endpoint_id: id });
    await said.list();
  }
});

const defaults = told(async (said) => {
  const id = await said.made();
  await said.made();
  await said.update({ endpoint_id: id, events: someEvents });
  await said.list();
});

const twins = told(async (said) => {
  const url = `${sink}/twin`;
  const id = await said.made({ url });
  await said.made({ url });
  await said.made({ url }, 1);
  await said.list();
  await said.update({ endpoint_id: id, events: someEvents });
  await said.list();
  await said.remove(id);
  await said.list();
});

const longer = told(async (said) => {
  const id = await said.made({ url: `${sink}/x` });
  await said.made({ url: `${sink}/x/1` });
  await said.update({ endpoint_id: id, url: `${sink}/y` });
  await said.list();
});

/** Whether the time of creation stays the same, to the second and beyond. */
const creation: Probe = told(async (said) => {
  const made = (await said.add({ url: `${sink}/a` })).body as Body;
  const updated = (await said.update({ endpoint_id: made['endpoint_id'], url: `${sink}/b` })).body as Body;
  const [listed] = ((await said.list()).body as { data: Body[] }).data;
  return [updated['created_at'] === made['created_at'], listed?.['created_at'] === made['created_at']];
});

const massAssignment = told(async (said) => {
  const id = await said.made();
  const more = {
    secret: 'mine',
    status: 'disabled',
    created_at: '2020-01-01T00:00:00Z',
    username: 'somebody',
  };
  await said.update({ ...more, endpoint_id: id, url: `${sink}/new` });
  await said.list();
});

const deleting = told(async (said) => {
  const first = await said.made();
  const second = await said.made();
  const third = await said.made();
  await said.remove(second);
  await said.list();
  await said.remove(second);
  await said.update({ endpoint_id: second, url: `${sink}/new` });
  await said.list();
  await said.update({ endpoint_id: first, url: `${sink}/updated` });
  await said.remove(first);
  await said.list();
  await said.remove(third);
  await said.list();
});

const urlsAgain = told(async (said) => {
  const deleted = await said.made({ url: `${sink}/a` });
  await said.remove(deleted);
  await said.add({ url: `${sink}/a` });
  const moved = await said.made({ url: `${sink}/b` });
  await said.update({ endpoint_id: moved, url: `${sink}/c` });
  await said.add({ url: `${sink}/b` });
  await said.list();
});

const listing = told(async (said) => {
  await said.list();
  await said.made({}, 1);
  await said.list();
  for (let count = 1; count <= 11; count += 1) {
    await said.made();
    if (count < 4 || count > 9) await said.list();
  }
});

const foreign = told(async (said) => {
  const id = await said.made({}, 1);
  await said.update({ endpoint_id: id, url: `${sink}/stolen` });
  await said.list(1);
  await said.remove(id);
  await said.list(1);
});

/** The second user's endpoint, once it was updated, and then gone by its owner's hand. */
const foreignUpdated = told(async (said) => {
  const id = await said.made({}, 1);
  await said.update({ endpoint_id: id, url: `${sink}/new` }, 1);
  await said.update({ endpoint_id: id, url: `${sink}/stolen` });
  await said.remove(id);
  await said.list(1);
  await said.remove(id, 1);
});

const deletingEmptied = told(async (said) => {
  await said.remove(await said.made({ events: null }));
  await said.list();
});

/** All fields twice, none, and events that lose the first of theirs. */
const fields = told(async (said) => {
  const id = await said.made({ events: someEvents });
  for (const changes of [
    { events: someEvents.slice(1) },
    { url: `${sink}/a`, events: someEvents },
    { url: `${sink}/b`, events: ['video.created'] },
    {},
  ]) {
    await said.update({ ...changes, endpoint_id: id });
    await said.list();
  }
});

const many: Probe = told(async (said) => {
  for (let count = 1; count <= 31; count += 1) await said.made();
  await said.list();
});

const numberForUrl: Probe = told(async (said, server) => {
  await said.add({ url: 7 });
  return accountsOf(server).length;
});

const manyEvents = [
  'avatar_video.success',
  'avatar_video.fail',
  'video_translate.success',
  'personalized_video',
];

/** Many events, all of them and one, and an update of the URL alone after each; at last one of another host. */
const untouchedEvents = told(async (said) => {
  const id = await said.made({ events: manyEvents });
  for (const events of [manyEvents, [], ['video.created']]) {
    await said.update({ endpoint_id: id, events });
    await said.update({ endpoint_id: id, url: `${sink}/${events.length}` });
  }
  await said.update({ endpoint_id: id, url: 'https://hooks.invalid/moved' });
});

/** Whether the time of creation stays as it is stored, finer than it is told, while two URLs take turns. */
const thereAndBack: Probe = async (server) => {
  const said = talk(server);
  const id = await said.made({ url: `${sink}/a` });
  const born = new Set<unknown>();
  for (const path of ['b', 'a', 'b']) {
    await said.update({ endpoint_id: id, url: `${sink}/${path}` });
    const { endpoints } = server.state() as { endpoints: { createdAt: number }[] };
    for (const { createdAt } of endpoints) born.add(createdAt);
  }
  return born.size;
};

/** Updates of what is not one's own, and of nothing, that give no URL or a bad one beside events. */
const halfGiven = told(async (said) => {
  const id = await said.made();
  await said.update({ endpoint_id: id, url: 'http://hooks.example.com/in', events: someEvents });
  await said.update({ endpoint_id: 'webhook_0' });
  await said.update({ endpoint_id: id, events: someEvents }, 1);
  await said.list();
});

/** Whether the time of creation of an endpoint is its own, and not that of a deleted one of the same URL. */
const createdAgain: Probe = async (server) => {
  const said = talk(server);
  const url = `${sink}/a`;
  await said.remove(await said.made({ url }));
  await sleep(5);
  await said.made({ url });
  const { endpoints, deleted } = server.state() as Record<string, { createdAt: number }[]>;
  return endpoints?.[0]?.createdAt === deleted?.[0]?.createdAt;
};

const eleventh = told(async (said) => {
  let id = '';
  for (let count = 1; count <= 11; count += 1) id = await said.made();
  await said.update({ endpoint_id: id, url: `${sink}/new` });
  await said.remove(id);
});

const toAnotherPort = told(async (said) => {
  await said.update({ endpoint_id: await said.made(), url: `${sink}:8443/a` });
});

const nullSecret = told(async (said) => {
  await said.update({ endpoint_id: await said.made(), secret: null });
});

const addedLongAgo = told(async (said) => {
  await said.made({ created_at: '2020-01-01T00:00:00Z' });
});

export const sequenceProbes: Record<string, Probe> = {
  ...each(updating, [
    'url-alone-ignored',
    'events-alone-ignored',
    'events-beside-url-ignored',
    'url-alone-refused',
    'events-alone-refused',
    'url-alone-resets-events',
    'events-alone-clear-url',
    'update-rotates-secret',
    'new-url-rotates-secret',
    'update-disables',
    'new-url-disables',
    'update-shows-another-secret',
    'update-answers-with-another-id',
    'update-is-not-stored',
    'update-answers-with-the-former-state',
    'update-makes-a-copy',
    'update-gives-a-new-id',
    'second-update-ignored',
    'third-update-adds-a-second',
    'update-back-to-first-url-ignored',
    'update-changes-every-endpoint',
    'list-shows-the-first-version',
    'updated-missing-from-list',
  ]),
  ...each(fields, [
    'update-without-fields-resets-events',
    'first-event-cannot-be-removed',
    'second-update-of-everything-disables',
  ]),
  ...each(untouchedEvents, [
    'url-alone-clears-more-than-two-events',
    'url-alone-narrows-all-events',
    'all-events-cannot-be-narrowed',
    'third-event-dropped-on-add',
    'new-host-rotates-secret',
  ]),
  'former-url-moves-created-at': thereAndBack,
  ...each(halfGiven, [
    'http-accepted-beside-events',
    'nothing-to-update-before-the-look-up',
    'foreign-events-can-be-changed',
  ]),
  're-added-url-keeps-created-at': createdAgain,
  ...each(eleventh, ['eleventh-cannot-be-updated', 'eleventh-cannot-be-deleted']),
  'another-port-rotates-secret': toAnotherPort,
  'null-secret-rotates': nullSecret,
  'created-at-from-the-body-on-add': addedLongAgo,
  'list-cut-at-30': many,
  'default-events-are-shared': defaults,
  ...each(twins, [
    'update-changes-twins',
    'delete-removes-twins',
    'foreign-twins-listed',
    'twins-listed-once',
    'same-url-same-id',
  ]),
  'update-changes-longer-urls': longer,
  ...each(creation, ['update-moves-created-at', 'update-shows-now-as-created-at']),
  ...each(massAssignment, [
    'secret-taken-from-the-update',
    'status-taken-from-the-update',
    'created-at-taken-from-the-update',
    'username-taken-from-the-update',
  ]),
  ...each(deleting, [
    'delete-is-not-done',
    'delete-only-disables',
    'delete-removes-the-newest',
    'delete-removes-every-endpoint',
    'delete-waits-for-the-next',
    'delete-of-updated-restores-the-first',
    'updated-cannot-be-deleted',
    'deleted-stays-in-list',
    'updated-stays-in-list-after-delete',
    'second-delete-answers-200',
    'update-of-deleted-answers-200',
    'update-revives-deleted',
  ]),
  ...each(urlsAgain, [
    'add-revives-deleted',
    'ids-used-again-after-delete',
    'url-stays-taken-after-delete',
    'former-url-stays-taken',
  ]),
  ...each(listing, [
    'list-cut-at-10',
    'newest-missing-from-list',
    'oldest-missing-from-list',
    'foreign-endpoints-listed',
    'list-is-stale',
    'empty-list-is-null',
    'empty-list-has-no-data',
    'single-endpoint-is-no-array',
    'list-is-a-bare-array',
    'list-under-items',
    'list-is-a-map',
  ]),
  ...each(foreign, [
    'foreign-update-accepted',
    'foreign-delete-accepted',
    'foreign-update-refused-but-done',
    'foreign-delete-refused-but-done',
  ]),
  ...each(foreignUpdated, [
    'foreign-update-accepted-after-an-update',
    'foreign-delete-accepted-after-an-update',
    'only-endpoint-cannot-be-deleted',
  ]),
  'delete-keeps-those-of-all-events': deletingEmptied,
  'number-accepted-for-url': numberForUrl,
};
