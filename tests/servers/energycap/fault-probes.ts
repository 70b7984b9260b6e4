/** For each fault a probe on which a faulty server differs from the correct one. */
import { manager, reader } from '../../../fixtures/servers/energycap/world.ts';
import { ids, validBody, type Client, type Reply, type Sent } from './kit.ts';
import {
  all,
  edit,
  edits,
  editsListed,
  editsOnly,
  get,
  list,
  puts,
  remove,
  seen,
  stored,
  type Change,
  type Probe,
} from './probes.ts';

type Probes = Record<string, Probe>;

const { ordinary, other, inactive, locked, expendable, spare, unknown } = ids;
const look = get(ordinary);
const one = (field: string, ...values: unknown[]): Probe =>
  edits(...values.map((value): Change => ({ [field]: value })));
const url = (rest: string): Probe => one('url', `https://hooks.example.com${rest}`);
const description = (text: string): Probe => one('webhookDescription', text);
const body = (change: Change): string => JSON.stringify({ ...validBody, ...change });

/** Every operation with the same headers, on something it may work on. */
const calls = (sent: Sent): Record<'edit' | 'get' | 'list' | 'delete', Probe> => ({
  edit: edit(ordinary, sent),
  get: get(ordinary, sent),
  list: list(sent),
  delete: remove(expendable, sent),
});

/** Names made of a pattern: `*` is replaced by each key. */
const named = (pattern: string, probes: Probes): Probes =>
  Object.fromEntries(Object.entries(probes).map(([key, probe]) => [pattern.replace('*', key), probe]));

/** The same probe for several faults. */
const same = (probe: Probe, ...names: string[]): Probes =>
  Object.fromEntries(names.map((name) => [name, probe]));

const key = (value: string): Probe => get(ordinary, { key: value });
const asReader: Sent = { key: reader.apiKey };
const wrong: Sent = { key: 'wrong' };

const authentication: Probes = {
  ...named('*-without-a-key-accepted', calls({ key: null })),
  ...named('*-with-an-unknown-key-accepted', calls(wrong)),
  ...same(get(ordinary, { key: null }), 'missing-key-answers-400'),
  ...same(get(ordinary, wrong), 'wrong-key-answers-403', 'wrong-key-answers-200'),
  'beginning-of-the-key-accepted': key(manager.apiKey.slice(0, -1)),
  'end-of-the-key-ignored': key(`${manager.apiKey.slice(0, -1)}x`),
  'beginning-of-the-key-ignored': key(`x${manager.apiKey}`),
  'last-character-of-the-key-ignored': key(`${manager.apiKey.slice(0, -1)}x`),
  'malformed-key-answers-500': key('x'),
  'bearer-lets-a-wrong-key-in': get(ordinary, { ...wrong, headers: { authorization: 'Bearer nonsense' } }),
  'right-key-as-bearer-opens': get(ordinary, {
    ...wrong,
    headers: { authorization: `Bearer ${manager.apiKey}` },
  }),
  'media-type-before-key': edit(ordinary, { ...wrong, type: 'text/plain' }),
  'key-compared-without-case': key(manager.apiKey.toUpperCase()),
  'key-found-anywhere-in-the-header': key(`x${manager.apiKey}x`),
  'authorization-decides': get(ordinary, { headers: { authorization: 'Bearer nonsense' } }),
  'key-remembered': all(look, get(ordinary, { key: null })),
  'body-before-key': (server) => server.edit(ordinary, { url: null }, wrong),
  'edit-looks-up-before-the-key': edit(unknown, wrong),
  'delete-looks-up-before-the-key': remove(unknown, wrong),
  'unauthenticated-edit-refused-but-applied': all(edit(ordinary, wrong), look),
  'unauthenticated-delete-refused-but-applied': all(remove(expendable, wrong), get(expendable)),
  ...same(
    edit(ordinary, { type: null }),
    'edit-without-content-type-accepted',
    'edit-without-content-type-answers-500',
  ),
  'edit-of-text-plain-accepted': edit(ordinary, { type: 'text/plain' }),
  'content-type-in-capitals-refused': edit(ordinary, { type: 'Application/JSON' }),
  'content-type-with-a-charset-refused': edit(ordinary, { type: 'application/json; charset=utf-8' }),
};

const lockedUrl = async (server: Client): Promise<unknown> => {
  const { url: held } = (await server.get(locked)).body as { url: string };
  return server.edit(locked, { url: held });
};

const ownUrl = async (server: Client): Promise<unknown> => {
  const { url: held } = (await server.get(ordinary)).body as { url: string };
  return [await server.edit(ordinary, { url: held }, asReader), await server.get(ordinary)];
};

const privilege: Probes = {
  ...same(
    all(edit(locked), get(locked)),
    'locked-edit-accepted',
    'locked-edit-refused-but-applied',
    'locked-edit-answers-200-unchanged',
    'locked-edit-answers-404',
    'locked-edit-answers-401',
  ),
  ...same(
    all(remove(locked), get(locked)),
    'locked-delete-accepted',
    'locked-delete-refused-but-applied',
    'locked-delete-answers-204-unchanged',
    'locked-delete-answers-404',
  ),
  ...same(
    all(edit(ordinary, asReader), look),
    'edit-without-permission-accepted',
    'edit-without-permission-refused-but-applied',
    'edit-without-permission-answers-404',
  ),
  ...same(
    all(remove(expendable, asReader), get(expendable)),
    'delete-without-permission-accepted',
    'delete-without-permission-refused-but-applied',
    'delete-without-permission-answers-404',
  ),
  'locked-editable-when-the-url-stays': lockedUrl,
  'locked-false-unlocks': all((server) => server.edit(locked, { locked: false }), get(locked)),
  'own-url-needs-no-privilege': ownUrl,
  'locked-can-be-switched-off': (server) => server.edit(locked, { active: false }),
  'locked-shown-as-unlocked': get(locked),
  'status-settable-by-the-body': edits({ active: false, webhookStatus: 'Active' }),
  'locked-settable-by-the-body': edits({ locked: true }),
  'permission-of-the-last-user': all(edit(ordinary), edit(ordinary, asReader)),
};

const oddId = (id: string): Probe => all(get(id), edit(id), remove(id));

const identity: Probes = {
  'id-read-as-far-as-it-goes': oddId('31abc'),
  'id-wraps-at-32-bits': oddId(String(2 ** 32 + 31)),
  'id-with-a-fraction-rounded': oddId('31.5'),
  'sign-of-the-id-ignored': oddId('-31'),
  'id-0-answers-500': oddId('0'),
  'edit-of-a-text-id-answers-500': edit('abc'),
  'get-of-a-text-id-answers-500': get('abc'),
  'delete-of-a-text-id-answers-500': remove('abc'),
  'edit-beyond-int32-answers-500': edit('2147483648'),
  'get-beyond-int32-answers-500': get('2147483648'),
  'delete-beyond-int32-answers-500': remove('2147483648'),
  'edit-settles-under-a-new-id': edits({}),
  'third-edit-makes-a-second-webhook': editsOnly({}, {}, {}),
  'edit-of-the-url-keeps-a-copy': stored(editsOnly({ url: 'https://hooks.example.com/new' })),
  'edit-answer-shows-the-editor-unless-told': edits({ webhookName: 'new' }),
  'id-settable-by-the-body': edits({ webhookId: unknown }),
  'created-date-settable-by-the-body': edits({ createdDate: '2001-01-01T00:00:00Z' }),
  ...same(
    edits({}),
    'edit-moves-the-created-date',
    'edit-takes-over-the-creator',
    'edit-answer-shows-another-creator',
    'edit-answer-shifts-the-created-date',
  ),
  'former-url-moves-the-created-date': edits(
    ...['a', 'b', 'a', 'b'].map((path) => ({ url: `https://hooks.example.com/${path}` })),
  ),
  'edit-puts-the-holder-of-its-url-out': all(edit(ordinary), edit(other), get(ordinary)),
  'edit-spills-its-url': stored(edit(ordinary)),
  'edit-changes-the-next-webhook-too': all(edit(ordinary), get(other)),
};

const statuses: Probes = {
  ...same(edit(ordinary), 'edit-answers-201', 'edit-answers-204'),
  ...same(look, 'get-answers-201'),
  ...same(list(), 'list-answers-206'),
  ...same(remove(expendable), 'delete-answers-200', 'delete-answers-with-a-body'),
  ...same(
    stored(edit(unknown)),
    'unknown-edit-answers-400',
    'unknown-edit-answers-500',
    'unknown-edit-answers-200',
    'unknown-edit-creates',
  ),
  ...same(
    get(unknown),
    'unknown-get-answers-204',
    'unknown-get-answers-500',
    'unknown-get-answers-an-empty-object',
  ),
  ...same(remove(unknown), 'unknown-delete-answers-204', 'unknown-delete-answers-400'),
  ...same(
    one('url', null),
    'invalid-edit-answers-422',
    'invalid-edit-answers-500',
    'invalid-edit-answers-200',
    'errors-are-broken-json',
  ),
};

const fields: Probes = {
  ...named('missing-*-accepted', {
    active: one('active', undefined),
    'mailing-list': one('mailingList', undefined),
    secret: one('secret', undefined),
    url: one('url', undefined),
    description: one('webhookDescription', undefined),
    'event-type': one('webhookEventTypeId', undefined),
    name: one('webhookName', undefined),
  }),
  ...named('null-*-accepted', {
    active: one('active', null),
    'mailing-list': one('mailingList', null),
    secret: one('secret', null),
    url: one('url', null),
    'event-type': one('webhookEventTypeId', null),
    name: one('webhookName', null),
  }),
  'missing-description-emptied': one('webhookDescription', undefined),
  'every-field-optional': puts('{}'),
  'empty-mailing-list-accepted': one('mailingList', []),
  'mailing-list-as-text-accepted': one('mailingList', 'a@example.com'),
  'number-in-the-mailing-list-accepted': one('mailingList', [1]),
  'null-in-the-mailing-list-dropped': one('mailingList', ['a@example.com', null]),
  'empty-url-accepted': one('url', ''),
  'active-as-number-accepted': one('active', 1),
  'any-text-is-active': one('active', 'no'),
  'name-as-number-accepted': one('webhookName', 1),
  'description-as-number-accepted': one('webhookDescription', 1),
  'event-type-with-a-fraction-accepted': one('webhookEventTypeId', 1.5),
  'event-type-wraps-at-32-bits': one('webhookEventTypeId', 2 ** 32 + 1),
  'letters-as-event-type-keep-the-old': one('webhookEventTypeId', 'abc'),
  ...same(one('webhookEventTypeId', 99), 'unknown-event-type-accepted', 'unknown-event-type-answers-500'),
  'event-type-0-keeps-the-old': one('webhookEventTypeId', 0),
  ...same(
    one('webhookName', 'n'.repeat(65)),
    'name-of-65-accepted',
    'long-name-cut',
    'long-name-answers-500',
  ),
  'name-length-wraps-at-256': one('webhookName', 'n'.repeat(256)),
  'short-name-refused': one('webhookName', 'xy'),
  'name-of-64-refused': one('webhookName', 'n'.repeat(64)),
  'array-of-one-accepted': puts(JSON.stringify([validBody])),
  'text-of-json-accepted': puts(JSON.stringify(JSON.stringify(validBody))),
};

const manyAddresses = Array.from({ length: 30 }, (_, index) => `n${index}@example.com`);
const texts: Probes = {
  'description-cut-at-255': description('d'.repeat(256)),
  'line-breaks-lost': description('a\nb'),
  'carriage-returns-lost': description('a\r\nb'),
  'markup-escaped': description('a & b'),
  'rare-characters-lost': description('😀'),
  'accented-letters-lost': description('é'),
  'accents-composed': description('e\u0301'),
  'text-ends-at-nul': description('a\0b'),
  'blanks-around-the-description-lost': description(' a '),
  'markup-stripped': description('a <b>c</b>'),
  'empty-description-becomes-null': description(''),
  'digits-become-a-number': description('42'),
  'blanks-in-the-name-collapsed': one('webhookName', 'a  b'),
  'quotes-in-the-name-doubled': one('webhookName', "a'b"),
  'name-in-capitals': edits({}),
  'secret-in-small-letters': one('secret', 'Secret'),
  'secret-cut-at-32': one('secret', 's'.repeat(33)),
  'secret-without-its-padding': one('secret', 'c2VjcmV0cw=='),
  'blanks-around-the-secret-lost': one('secret', ' a '),
  'accented-letters-of-the-secret-lost': one('secret', 'é'),
  'stars-keep-the-secret': one('secret', '*****'),
  'mailing-list-of-one': edits({}),
  'mailing-list-cut-at-ten': one('mailingList', manyAddresses),
  'mailing-list-in-small-letters': one('mailingList', ['Some.One@example.com']),
  'tags-of-mail-addresses-lost': one('mailingList', ['a+b@example.com']),
  'mailing-list-grows': edits({}),
  'shorter-mailing-list-is-merged': edits({}, { mailingList: ['a@example.com'] }),
  'repeated-address-cancels-out': one('mailingList', ['a@example.com', 'a@example.com', 'b@example.com']),
};

const urls: Probes = {
  'url-in-small-letters': url('/Path'),
  'url-without-its-query': url('/?a=1'),
  'url-without-its-fragment': url('/#part'),
  'url-without-its-second-question-mark': url('/?a?b?c'),
  'url-decoded': url('/%41'),
  'url-normalised': url('/a/../b'),
  'host-in-small-letters': one('url', 'https://HOOKS.example.com/'),
  'url-without-a-last-slash': url('/a/'),
  'plus-in-the-url-becomes-a-blank': url('/?a+b'),
  'url-cut-at-255': url(`/${'a'.repeat(255)}`),
  'path-cut-at-255-bytes': url(`/${'é'.repeat(200)}?a`),
  'default-port-dropped': url(':443/'),
  'accents-of-the-url-composed': url('/e\u0301'),
  'url-with-two-percent-signs-refused': url('/%41%42'),
};

const afterDelete: Probe = async (server) => {
  const replies: unknown[] = [await server.remove(expendable), await seen(server, expendable)];
  replies.push(await server.remove(expendable), await server.edit(expendable));
  return [...replies, await seen(server, expendable), await seen(server, spare)];
};

const lifecycle: Probes = {
  ...same(
    afterDelete,
    'delete-does-nothing',
    'delete-switches-off',
    'deleted-still-read',
    'deleted-still-listed',
    'deleted-edit-answers-200',
    'deleted-revived-by-an-edit',
    'second-delete-answers-204',
    'second-delete-answers-500',
    'deleted-answers-410',
    'delete-takes-the-next-one-too',
  ),
  'only-the-last-delete-lasts': all(remove(expendable), remove(spare), get(expendable)),
  'next-edit-brings-the-deleted-back': all(remove(expendable), edit(ordinary), get(expendable)),
  'edited-cannot-be-deleted': all(edit(expendable), remove(expendable), get(expendable)),
  'inactive-not-found-by-get': get(inactive),
  'inactive-not-found-by-edit': edit(inactive),
  'inactive-stays-inactive': edits({ active: false }, { active: true }),
  'switching-off-drops-the-rest': edits({ active: false }),
  'active-false-ignored': edits({ active: false }),
  'same-edit-twice-refused': edits({}, {}),
  'same-url-again-refused': edits({}, { webhookName: 'Other' }),
  'former-url-refused': edits(
    { url: 'https://hooks.example.com/1' },
    { url: 'https://hooks.example.com/2' },
    { url: 'https://hooks.example.com/1' },
  ),
  'same-edit-twice-flips-active': edits({}, {}),
  'third-edit-lost': edits({}, { webhookName: 'Second' }, { webhookName: 'Third' }),
  'edit-back-to-the-first-url-ignored': edits(
    { url: 'https://hooks.example.com/1' },
    { url: 'https://hooks.example.com/2' },
    { url: 'https://hooks.example.com/1' },
  ),
};

const fieldNames = ['active', 'mailing-list', 'secret', 'url', 'description', 'event-type', 'name'];
const switchedOff = editsListed({ active: false });

const reads: Probes = {
  ...same(switchedOff, ...fieldNames.map((field) => `${field}-answered-but-not-stored`)),
  ...same(switchedOff, ...fieldNames.map((field) => `${field}-stored-but-answered-old`)),
  ...same(
    switchedOff,
    'list-shows-the-first-url',
    'list-shows-the-first-webhook-name',
    'list-shows-the-first-webhook-status',
    'nothing-stored',
    'edit-answers-the-old-state',
    'get-one-edit-behind',
    'first-get-after-an-edit-is-old',
    'name-of-the-event-type-lags',
    'event-types-add-up',
  ),
  'get-cached-for-good': all(look, edits({})),
  'list-cached-for-good': all(list(), editsListed({})),
  'secret-changes-only-with-the-url': edits({}, { secret: 'another' }),
};

const shown = (on: string, ...names: string[]): string[] => names.map((name) => `${on}-${name}`);
const lacking = (on: string, ...names: string[]): string[] =>
  names.map((name) => `${on}-answer-without-${name}`);

const shapes: Probes = {
  ...same(
    edit(ordinary),
    ...lacking(
      'edit',
      'created-by',
      'created-date',
      'event-type',
      'locked',
      'mailing-list',
      'secret',
      'success-rate',
      'url',
      'webhook-description',
      'webhook-id',
      'webhook-name',
      'webhook-status',
    ),
    ...shown(
      'edit-shows',
      'the-id-as-text',
      'locked-as-number',
      'the-success-rate-as-text',
      'a-success-rate-of-10000',
      'the-created-date-as-number',
      'the-created-date-with-slashes',
      'the-event-type-as-number',
      'the-id-of-the-event-type-as-text',
      'no-name-of-the-event-type',
      'no-creator',
      'no-user-code',
      'the-mailing-list-as-text',
      'the-status-as-boolean',
    ),
    'edit-answers-an-array',
    'edit-answers-nothing',
    'edit-answers-the-request',
    'edit-answer-in-an-envelope',
  ),
  ...same(
    look,
    ...lacking('get', 'secret', 'locked'),
    ...shown('get-shows', 'the-id-as-text', 'the-mailing-list-as-text', 'no-creator'),
    'get-answers-an-array',
    'get-answer-packed-in-text',
    'status-says-nothing',
    'status-with-a-counter',
  ),
  ...same(
    list(),
    ...lacking('list', 'mailing-list', 'success-rate'),
    ...shown('list-shows', 'locked-as-number', 'the-event-type-as-number'),
    'list-in-an-envelope',
    'list-of-ids',
    'list-of-one-without-an-array',
    'locked-listed-without-a-status',
  ),
  'deleted-listed-as-null': all(remove(expendable), list()),
};

/** An edit that is refused, and what became of the webhook. */
const refused = (change: Change): Probe => edits({ webhookName: 'Other', ...change });

const partial: Probes = {
  'refused-edit-half-applied': refused({ url: '' }),
  'refused-edit-applied-where-valid': refused({ url: '' }),
  'unknown-event-type-refused-but-rest-applied': refused({ webhookEventTypeId: 99 }),
  'refused-edit-switches-off': refused({ url: '' }),
  'refused-edit-empties-the-mailing-list': refused({ mailingList: [] }),
  'long-name-refused-but-stored-cut': refused({ webhookName: 'n'.repeat(65) }),
  'refused-edit-leaves-the-next-one-out': edits({ url: '' }, {}),
};

const nested = `{"a":${'['.repeat(1000)}${']'.repeat(1000)}}`;
const brokenUtf8 = new Uint8Array([...Buffer.from('{"webhookName":"'), 0xff, ...Buffer.from('"}')]);

const robustness: Probes = {
  'white-space-before-the-body-refused': puts(`\n${body({})}`),
  ...named('*-answers-500', {
    'malformed-json': puts('{'),
    'empty-body': puts(''),
    'array-body': puts('[]'),
    'null-body': puts('null'),
    'deep-nesting': puts(nested),
    'broken-utf-8': puts(brokenUtf8),
    'half-a-surrogate-pair': puts(body({ webhookDescription: '\ud83d' })),
    'prototype-key': puts('{"__proto__":{"active":true}}'),
    'body-of-a-megabyte': one('webhookDescription', 'd'.repeat(1_000_000)),
    'null-name': one('webhookName', null),
    'missing-url': one('url', undefined),
    'null-in-the-mailing-list': one('mailingList', [null]),
    'object-as-secret': one('secret', {}),
    'letters-as-event-type': one('webhookEventTypeId', 'abc'),
    'event-type-beyond-int32': one('webhookEventTypeId', 2 ** 33),
    'apostrophe-in-the-name': one('webhookName', "a'b"),
    'rare-character': description('😀'),
    'long-description': description('d'.repeat(5000)),
    'long-url': url(`/${'a'.repeat(3000)}`),
    'lone-percent-sign-in-the-url': url('/100%'),
    'text-for-a-url': one('url', 'no address'),
    'many-addresses': one('mailingList', manyAddresses),
  }),
};

/** Two edits of one webhook at a time. Whichever comes first, answers and outcome are either one or the other, never a mixture. */
const coherent = ({ body: shownBody }: Reply): boolean => {
  const { url: address, webhookDescription } = shownBody as Record<string, string>;
  return address === `https://hooks.example.com/${webhookDescription}`;
};
const about = (name: string): Change => ({
  url: `https://hooks.example.com/${name}`,
  webhookDescription: name,
});

const twoEdits: Probe = async (server) => {
  const answers = await Promise.all(['x', 'y'].map((name) => server.edit(ordinary, about(name))));
  const after = await server.get(ordinary);
  return [
    answers.map((answer) => (answer.body as Record<string, unknown>)['webhookDescription']),
    [...answers, after].map(coherent),
  ];
};

const editsOfTwo: Probe = (server) =>
  Promise.all([server.edit(ordinary, about('x')), server.edit(other, about('y'))]);

const getsDuring =
  (looks: (reply: Reply) => boolean): Probe =>
  async (server) => {
    await server.edit(ordinary, about('x'));
    const [, ...replies] = await Promise.all([
      server.edit(ordinary, about('y')),
      ...Array.from({ length: 8 }, () => server.get(ordinary)),
    ]);
    return replies.every(looks);
  };

const deletes: Probe = async (server) => {
  const replies = await Promise.all([server.remove(expendable), server.remove(expendable)]);
  return replies.map((reply) => reply.status).toSorted((a, b) => a - b);
};

/** An edit that succeeded came first, so the delete has the last word either way. */
const editAgainstDelete: Probe = async (server) => {
  await Promise.all([server.edit(expendable), server.remove(expendable)]);
  return server.get(expendable);
};

const races: Probes = {
  'concurrent-edits-mix': twoEdits,
  'half-an-edit-is-readable': getsDuring((reply) => reply.status !== 200 || coherent(reply)),
  'edit-answer-read-late': twoEdits,
  'edit-stored-after-its-answer': edits({}),
  'concurrent-deletes-all-succeed': deletes,
  'edit-revives-a-webhook-deleted-meanwhile': editAgainstDelete,
  'edit-takes-the-webhook-away-meanwhile': getsDuring((reply) => reply.status === 200),
  'concurrent-edits-share-a-buffer': editsOfTwo,
};

export const faultProbes: Probes = {
  ...authentication,
  ...privilege,
  ...identity,
  ...statuses,
  ...fields,
  ...texts,
  ...urls,
  ...lifecycle,
  ...reads,
  ...shapes,
  ...partial,
  ...robustness,
  ...races,
};

export const raceProbes = races;
