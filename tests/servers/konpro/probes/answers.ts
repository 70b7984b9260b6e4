/** Probes of single answers: keys, statuses, envelopes, fields, times. */
import { accountsOf } from '../client.ts';
import { each, sink, someEvents, told, type Probe } from './talk.ts';

/** Every operation on one endpoint with a key that is not good, and what is there afterwards. */
const withKey = (change: (key: string) => string | null): Probe =>
  told(async (said, server) => {
    const key = change(accountsOf(server)[0]?.auth.apiKey ?? '');
    const id = await said.made();
    await said.list(key);
    await said.add({ url: `${sink}/other` }, key);
    await said.update({ endpoint_id: id, url: `${sink}/new` }, key);
    await said.update({ endpoint_id: 'webhook_0', url: `${sink}/new` }, key);
    await said.remove('webhook_0', key);
    await said.remove(id, key);
    await said.list();
  });

const noKey = withKey(() => null);

const fullTour = told(async (said) => {
  await said.list();
  const id = await said.made({ events: someEvents });
  await said.update({ endpoint_id: id, url: `${sink}/new` });
  await said.list();
  await said.remove(id);
});

const refusals = told(async (said) => {
  const id = await said.made();
  const foreign = await said.made({}, 1);
  await said.add({ url: 'x' });
  await said.update({ endpoint_id: id, url: 'x' });
  for (const unknown of ['webhook_0', foreign]) {
    await said.update({ endpoint_id: unknown, url: `${sink}/new` });
    await said.remove(unknown);
  }
  await said.list('wrong');
  await said.remove(id);
  await said.update({ endpoint_id: id, url: `${sink}/new` });
  await said.remove(id);
});

const manyErrors = told(async (said) => {
  for (let i = 0; i < 101; i += 1) await said.remove('webhook_0');
});

/** Every kind of refusal twice: no two of them have the same request_id. */
const refusedTwice = told(async (said) => {
  const gone = await said.made();
  await said.remove(gone);
  for (const id of ['webhook_0', 'webhook_0', gone, gone]) {
    await said.update({ endpoint_id: id, url: `${sink}/new` });
    await said.remove(id);
  }
  for (const url of ['x', 'y']) {
    await said.add({ url });
    await said.update({ endpoint_id: gone, url });
  }
  await said.remove();
  await said.remove();
});

export const answerProbes: Record<string, Probe> = {
  ...each(noKey, [
    'add-needs-no-key',
    'list-needs-no-key',
    'update-needs-no-key',
    'delete-needs-no-key',
    'unknown-endpoint-before-key-on-update',
    'unknown-endpoint-before-key-on-delete',
    'caller-remembered-without-key',
    'list-without-key-is-empty',
    'missing-key-answers-403',
    'missing-key-answers-400',
    'bad-key-coded-unauthorized',
    'bad-key-in-plain-text',
    'no-request-id-on-a-bad-key',
    'no-message-on-a-bad-key',
    'add-without-key-is-stored',
    'update-without-key-is-stored',
    'delete-without-key-is-done',
  ]),
  ...each(
    withKey(() => 'wrong'),
    ['any-key-opens', 'wrong-key-answers-403'],
  ),
  'key-compared-by-its-start': withKey((key) => `${key.slice(0, -1)}_`),
  'key-compared-at-its-ends': withKey((key) => `${key.slice(0, 16)}_${key.slice(17)}`),
  'key-with-a-tail-opens': withKey((key) => `${key}x`),
  'key-in-quotes-opens': withKey((key) => `"${key}"`),
  'key-in-a-list-opens': withKey((key) => `x, ${key}`),
  'cut-key-opens': withKey((key) => key.slice(0, -1)),
  'key-compared-without-case': withKey((key) => key.toUpperCase()),
  'empty-key-opens': withKey(() => ''),

  ...each(fullTour, [
    'add-answers-202',
    'update-answers-201',
    'update-answers-202',
    'update-answers-204',
    'list-answers-206',
    'delete-answers-204',
    'delete-answers-202',
    'empty-list-answers-404',
    'add-without-endpoint-id',
    'add-without-url',
    'add-without-secret',
    'add-without-status',
    'add-without-events',
    'add-without-username',
    'add-without-created-at',
    'update-without-endpoint-id',
    'update-without-url',
    'update-without-secret',
    'update-without-status',
    'update-without-events',
    'update-without-username',
    'update-without-created-at',
    'list-without-secret',
    'list-without-events',
    'list-without-username',
    'list-without-status',
    'delete-without-endpoint-id',
    'delete-without-status',
    'delete-without-message',
    'delete-without-deleted-at',
    'added-as-active',
    'secret-empty-on-add',
    'add-wraps-in-data',
    'update-wraps-in-data',
    'update-answers-ok-alone',
    'update-status-is-boolean',
    'update-username-is-null',
    'update-events-as-text',
    'deleted-as-removed',
    'delete-shows-former-status',
    'delete-names-no-real-id',
    'delete-message-is-an-object',
    'update-typed-as-text',
    'secret-masked-in-list',
    'ids-without-prefix-in-list',
    'created-at-is-a-number',
    'created-at-with-a-space',
    'created-at-is-a-date',
    'created-at-for-the-web',
    'created-at-local-marked-utc',
    'deleted-at-is-a-number',
    'deleted-at-is-null',
    'deleted-at-is-a-date',
    'deleted-at-is-the-purge',
    'list-shifts-created-at',
    'update-shifts-created-at',
  ]),

  ...each(refusals, [
    'invalid-add-answers-422',
    'invalid-update-answers-422',
    'refused-update-answers-200',
    'unknown-endpoint-answers-400-on-update',
    'unknown-endpoint-answers-400-on-delete',
    'unknown-endpoint-answers-403-on-update',
    'unknown-endpoint-answers-403-on-delete',
    'foreign-update-answers-400',
    'foreign-delete-answers-400',
    'update-of-deleted-answers-410',
    'second-delete-answers-410',
    'unknown-endpoint-coded-not-found-on-update',
    'unknown-endpoint-coded-not-found-on-delete',
    'invalid-add-coded-bad-request',
    'invalid-update-coded-bad-request',
    'invalid-update-coded-processing-error',
    'codes-in-small-letters',
    'code-is-the-status',
    'no-request-id-on-add',
    'no-request-id-on-update',
    'no-request-id-on-delete',
    'no-message-on-add',
    'no-message-on-update',
    'no-message-on-delete',
    'request-id-is-a-number',
    'request-id-inside-the-error',
    'error-is-text-on-update',
    'error-is-flat-on-add',
    'errors-in-an-array-on-delete',
    'unknown-endpoint-in-html-on-update',
    'errors-of-update-typed-as-html',
    'unknown-id-answers-500-on-update',
  ]),
  ...each(refusedTwice, [
    'unknown-endpoints-share-a-request-id',
    'deleted-endpoints-share-a-request-id',
    'request-id-made-of-the-endpoint',
    'invalid-requests-share-a-request-id',
    'errors-of-add-share-a-request-id',
    'errors-of-delete-share-a-request-id',
  ]),
  ...each(manyErrors, [
    'one-request-id-for-all',
    'request-ids-repeat-after-eight',
    'request-ids-repeat-after-a-hundred',
  ]),
};
