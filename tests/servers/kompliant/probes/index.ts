/** For every fault the probe that shows it. */

import { sign, u, vector } from '../client.ts';
import * as answers from './answers.ts';
import { blindSpots } from './blind-spots.ts';
import { corners } from './corners.ts';
import { indexed } from './indexed.ts';
import * as races from './races.ts';
import * as state from './state.ts';
import { times } from './times.ts';
import { otherEnd, show, type Probe } from './tools.ts';

const { hasUrl, lacks, sends, signed } = answers;
const { pair, pairAfter, stores } = state;

const long = (length: number): string => u('x'.repeat(length - u('').length));
const writes = ['create', 'update'] as const;
const lower = (text: string): string => text.replace(/[A-Z]/, (letter) => letter.toLowerCase());
const withSignature = (signature: string): Probe =>
  signed({ authorization: `KSig1-HMAC-SHA256 ${signature}` });
const withKey = (key: string): Probe => signed({ 'x-api-key': key, authorization: sign(key) });
const withBody = (body: string): Probe => sends(() => body, ['list']);
const noSignature = signed({ authorization: undefined });
const wrongSignature = withSignature(sign('other').split(' ')[1] ?? '');

/** Of several faults that one probe shows. */
const all = (probe: Probe, ...names: string[]): Record<string, Probe> =>
  Object.fromEntries(names.map((name) => [name, probe]));

const limit: Record<string, Probe> = {
  ...all(
    state.atLimit,
    'limit-of-21',
    'limit-of-19',
    'limit-ignores-updated',
    'update-refused-at-limit',
    'second-delete-frees-another-place',
    'deletion-frees-two-places',
    'failed-delete-frees-a-place',
    'twentieth-drops-the-oldest',
    'delete-refused-at-limit',
    'create-refused-at-limit-reserves-url',
    'refused-create-at-limit-stores',
    'refused-create-at-limit-drops-one',
    'limit-answers-409',
    'limit-answers-bad-request',
    'limit-sub-code-as-code',
    'limit-has-other-sub-code',
    'limit-without-sub-code',
    'limit-without-entity-type',
    'limit-has-other-entity-type',
    'tenth-create-answers-500',
    'list-status-500-over-15',
  ),
  ...all(state.longUse, 'limit-counts-deleted', 'limit-counts-updates', 'refused-create-takes-a-place'),
  'limit-across-accounts': state.bothAccounts,
  'place-freed-by-next-list': state.placeWithoutList,
  'limit-counts-way-back-twice': state.wayBack,
};

const uniqueness: Record<string, Probe> = {
  ...all(
    pair(u('x'), u('x')),
    'duplicates-on-create',
    'duplicates-on-update',
    'duplicate-create-answers-first-id',
    'duplicate-create-replaces',
    'duplicate-update-replaces',
  ),
  'uniqueness-folds-path-case': pair(u('x'), u('X')),
  'uniqueness-folds-query-case': pair(u('x?y'), u('x?Y')),
  'uniqueness-folds-accented-letters': pair(u('É'), u('é')),
  'uniqueness-ignores-query': pair(u('x?y=1'), u('x?y=2')),
  'uniqueness-of-100-characters': pair(`${long(100)}a`, `${long(100)}b`),
  'uniqueness-of-255-characters': pair(`${long(255)}a`, `${long(255)}b`),
  'uniqueness-by-like': pair(u('axb'), u('a_b')),
  'uniqueness-against-last-five': state.manyThenDuplicate,
  'duplicate-accepted-when-retried': state.manyThenDuplicate,
  ...all(
    pairAfter((c, id) => c.update(id, u('changed'))),
    'uniqueness-against-never-updated',
    'uniqueness-of-first-urls',
    'old-url-reserved-after-update',
  ),
  'uniqueness-forgets-listed': pairAfter((c) => c.list()),
  'url-reserved-after-delete': pairAfter((c, id) => c.remove(id)),
  'updated-url-reserved-after-delete': pairAfter(async (c, id) => {
    await c.update(id, u('changed'));
    await c.remove(id);
  }),
  ...all(
    state.sameInBoth,
    'uniqueness-across-accounts',
    'delete-reaches-other-accounts',
    'update-reaches-other-accounts',
  ),
  'update-of-unknown-reserves-url': state.refusedUpdateThenCreate,
  'update-in-case-only-ignored': async (c) => {
    const id = await c.made(u('x'));
    return show(await c.update(id, u('X')), await c.get(id));
  },
};

const storing: Record<string, Probe> = {
  'url-stored-in-lower-case': stores(u('ABC')),
  'update-stores-lower-case': stores(u('ABC')),
  'query-dropped': stores(u('x?y')),
  'query-dropped-on-update': stores(u('x?y')),
  'url-cut-at-100': stores(long(120)),
  'url-cut-at-255': stores(long(300)),
  'path-cut-at-255-bytes': stores(u('é'.repeat(150))),
  'url-decoded': stores(u('a%20b')),
  'plus-stored-as-space': stores(u('x?a+b')),
  'second-question-mark-drops-the-rest': stores(u('x?a?b')),
  'equals-in-value-drops-the-rest': stores(u('x?a=b=c')),
  'repeated-parameter-dropped': stores(u('x?a=1&a=2')),
  'empty-query-value-dropped': stores(u('x?a=&b=1')),
  'accents-garbled': stores(u('é')),
  'emoji-cuts-the-url': stores(u('a😀b')),
  'ampersand-stored-escaped': stores(u('x?a&b')),
  'quote-stored-doubled': stores(u("it's")),
  'double-slash-folded': stores(u('a//b')),
};

const lifecycle: Record<string, Probe> = {
  ...all(
    state.life,
    'get-shows-deleted',
    'list-shows-deleted',
    'update-of-deleted-answers-200',
    'update-revives-deleted',
    'second-delete-answers-200',
    'second-delete-restores',
    'create-revives-deleted',
    'delete-does-nothing',
    'delete-after-two-updates-does-nothing',
    'get-loses-updated',
    'id-without-prefix',
    'id-with-dashes',
    'create-returns-unusable-id',
    'list-returns-unusable-ids',
    'get-returns-another-id',
    'update-gives-new-id',
    'create-stores-nothing',
    'update-stores-nothing',
    'second-update-stores-nothing',
    'delete-answers-404-and-deletes',
    'list-shows-first-url',
    'get-shows-first-url',
    'list-cached-over-update',
    'list-shows-all-accounts',
    'list-without-updated',
    'list-doubles-updated',
    'list-empty-null',
    'list-empty-absent',
    'list-empty-404',
    'list-keyed-by-id',
  ),
  ...all(state.deletesOne, 'next-delete-restores', 'delete-removes-the-oldest', 'delete-removes-longer-urls'),
  ...all(
    state.manyUpdates,
    'third-update-makes-a-second',
    'fourth-update-suspends',
    'update-back-stores-nothing',
  ),
  'get-fails-from-third-time': state.manyReads,
  ...all(
    state.unknownIds,
    'update-creates-unknown',
    'update-of-unknown-answers-200',
    'delete-of-unknown-answers-200',
    'get-of-unknown-answers-200',
    'get-unknown-answers-400',
    'get-unknown-has-other-code',
    'update-unknown-answers-400',
    'update-unknown-has-other-code',
    'delete-unknown-answers-400',
    'delete-unknown-has-other-code',
  ),
  ...all(
    state.foreignIds,
    'get-reaches-other-accounts-ids',
    'update-reaches-other-accounts-ids',
    'delete-reaches-other-accounts-ids',
    'refused-foreign-update-stores-url',
    'refused-foreign-delete-deletes',
  ),
  'ids-in-any-case': state.otherCaseIds,
  'ids-found-by-their-beginning': state.ids((id) => id.slice(0, -3)),
  'ids-with-more-behind': state.ids((id) => `${id}x`),
  'ids-with-line-feed': state.ids((id) => `${id}\n`),
  'ids-without-prefix-found': state.ids((id) => id.slice(4)),
  ...all(state.idsOfMany, 'id-reused-after-delete', 'every-eighth-id-given-twice'),
};

const lists: Record<string, Probe> = {
  ...all(state.listsMany, 'list-cut-at-10', 'list-cut-at-19', 'list-without-newest', 'list-without-oldest'),
  ...all(
    state.listsAfterEach,
    'list-cached-over-create',
    'list-cached-over-delete',
    'list-of-one-is-no-array',
    'list-without-url',
    'list-without-config-id',
    'list-without-created-at',
  ),
  'list-of-unknown-account-shows-all': answers.unknownAccount,
  ...all(
    state.refusedWrites,
    'refused-duplicate-update-stores-url',
    'refused-duplicate-update-moves-updated-at',
    'refused-duplicate-update-deletes',
    'refused-http-update-stores-url',
    'refused-http-create-stores',
    'refused-duplicate-create-stores',
    'update-without-url-clears-it',
  ),
};

const codes: Record<string, Probe> = {
  ...all(
    answers.duplicates,
    'duplicate-create-answers-409',
    'duplicate-create-sub-code-as-code',
    'duplicate-create-has-other-sub-code',
    'duplicate-create-without-sub-code',
    'duplicate-create-without-entity-type',
    'duplicate-update-answers-409',
    'duplicate-update-answers-404',
    'duplicate-update-has-other-sub-code',
    'duplicate-update-without-sub-code',
    'duplicate-update-without-entity-type',
  ),
  ...all(
    answers.unknownAccount,
    'create-unknown-account-answers-404',
    'create-unknown-account-answers-bad-request',
    'unknown-account-served',
  ),
  ...all(
    answers.deleted,
    'get-deleted-answers-410',
    'update-deleted-answers-410',
    'delete-deleted-answers-410',
  ),
  ...all(
    answers.malformedIds,
    'get-malformed-id-answers-500',
    'update-malformed-id-answers-422',
    'delete-malformed-id-has-other-code',
    'errors-of-get-without-envelope',
  ),
  ...all(
    lacks('account_id'),
    'create-missing-answers-422',
    'create-missing-has-other-code',
    'update-missing-has-other-code',
    'list-missing-answers-404',
    'get-missing-has-other-code',
    'delete-missing-answers-500',
    'errors-is-an-object',
    'errors-inside-data',
    'errors-empty',
    'errors-without-message',
    'errors-without-code',
    'error-code-is-number',
    'error-says-success',
    'error-carries-data',
    'errors-answer-200',
    'missing-parameters-answered-in-html',
    'create-without-account-answers-500',
    'create-without-account-uses-the-first',
    'list-without-account-shows-all',
    'get-without-account-accepted',
    'update-without-account-accepted',
    'delete-without-account-accepted',
  ),
  ...all(
    hasUrl('http://hooks.example.com/x'),
    'create-bad-url-is-rule-violation',
    'update-bad-url-has-other-code',
    'update-bad-url-answers-500',
    'create-accepts-http',
    'update-accepts-http',
  ),
  ...all(
    sends((whole) => ({ ...whole, account_id: 7 })),
    'wrong-type-answers-422',
    'account-id-number-answers-500',
    'types-of-ids-not-checked',
  ),
  'malformed-body-answers-500': withBody('{'),
  'other-media-type-answers-500': sends((whole) => whole, undefined, { 'content-type': 'text/plain' }),
  'form-body-answers-500': sends((whole) => whole, undefined, {
    'content-type': 'application/x-www-form-urlencoded',
  }),
  ...all(answers.routes, 'unknown-path-answers-500', 'unsupported-method-answers-405'),
  ...all(answers.versions, 'current-version-refused', 'named-version-answered-by-older-one'),
};

const envelope: Record<string, Probe> = all(
  state.life,
  'absent-version-refused-on-delete',
  'create-answers-201',
  'list-answers-206',
  'get-answers-203',
  'update-answers-202',
  'delete-answers-204',
  'create-without-meta',
  'list-without-meta',
  'update-without-meta',
  'create-without-trace-id',
  'create-without-version',
  'update-without-trace-id',
  'update-without-version',
  'get-without-status',
  'list-status-in-lower-case',
  'delete-status-ok',
  'create-trace-id-empty',
  'create-version-no-date',
  'update-version-compact',
  'meta-at-the-top',
  'create-data-without-id',
  'create-id-nested',
  'get-nested',
  'get-without-config-id',
  'get-without-url',
  'get-without-created-at',
  'update-returns-configuration',
  'update-data-null',
  'update-without-data',
  'delete-returns-id',
  'delete-without-data',
);

const requests: Record<string, Probe> = {
  'create-without-config-answers-500': lacks('config', ['create']),
  'create-without-url-accepted': hasUrl(undefined),
  'create-with-empty-url-accepted': hasUrl(''),
  ...all(
    lacks('config_id', ['get', 'update', 'delete']),
    'get-without-config-id-shows-newest',
    'update-without-config-id-answers-404',
    'delete-without-config-id-deletes-all',
  ),
  'update-without-config-accepted': lacks('config', writes),
  'update-without-url-accepted': hasUrl(undefined),
  'update-with-null-url-answers-500': hasUrl(null),
  'url-number-answers-500': hasUrl(7),
  'url-array-accepted': hasUrl([u('in-array')]),
  'config-text-accepted': sends((whole) => ({ ...whole, config: u('text') }), writes),
  'config-array-accepted': sends((whole) => ({ ...whole, config: [{ url: u('in-array') }] }), writes),
  'ids-in-arrays-accepted': sends((whole) => ({ ...whole, account_id: [whole['account_id']] })),
  'config-id-object-answers-500': sends((whole) => ({ ...whole, config_id: { ne: '' } })),
  'account-named-like-a-prototype-key-answers-500': sends((whole) => ({
    ...whole,
    account_id: 'constructor',
  })),
  'prototype-key-in-body-answers-500': withBody('{"__proto__":{}}'),
  'array-body-answers-500': withBody('[]'),
  'empty-body-answers-500': withBody(''),
  'null-body-answers-500': withBody('null'),
  'deeply-nested-body-answers-500': withBody('['.repeat(1000)),
};

const urls: Record<string, Probe> = {
  'url-without-slashes-accepted': hasUrl('https:/hooks.example.com/x'),
  'url-with-longer-scheme-accepted': hasUrl('httpsx://hooks.example.com/x'),
  'url-with-https-inside-accepted': hasUrl('http://hooks.example.com/?https://'),
  'url-with-https-on-a-later-line-accepted': hasUrl('x\nhttps://hooks.example.com/'),
  'leading-space-accepted': hasUrl(' https://hooks.example.com/x'),
  'no-host-answers-500': hasUrl('https://'),
  'space-in-url-answers-500': hasUrl('https://hooks.example.com/a b'),
  'lone-surrogate-answers-500': hasUrl(u('\ud800')),
  'nul-character-answers-500': hasUrl(u('\0')),
  'emoji-answers-500': hasUrl(u('😀')),
  'malformed-escape-answers-500': hasUrl(u('%zz')),
  'long-url-answers-500': hasUrl(long(1100)),
  'update-with-quote-answers-500': hasUrl(u("'")),
  'several-escapes-refused': hasUrl(u('%20%20')),
  'upper-case-in-path-refused': hasUrl(u('X')),
  'underscore-refused': hasUrl(u('a_b')),
  'extension-refused': hasUrl(u('hook.php')),
  'update-to-query-refused': hasUrl(u('x?y')),
};

const authentication: Record<string, Probe> = {
  ...all(
    noSignature,
    'create-without-authentication',
    'list-without-authentication',
    'get-without-authentication',
    'update-without-authentication',
    'delete-without-authentication',
    'unauthenticated-create-acts',
    'unauthenticated-update-acts',
    'unauthenticated-delete-acts',
    'unauthenticated-answers-403',
    'get-unauthenticated-answers-404',
    'signature-not-asked-for',
    'authenticated-once-and-for-all',
  ),
  ...all(
    wrongSignature,
    'create-signature-not-checked',
    'update-signature-not-checked',
    'delete-signature-not-checked',
  ),
  'token-not-checked': signed({ 'x-api-auth-token': 'other' }),
  'token-not-asked-for': signed({ 'x-api-auth-token': undefined }),
  'missing-key-answers-500': signed({ 'x-api-key': undefined }),
  'token-compared-by-prefix': signed({ 'x-api-auth-token': `${vector.authToken.slice(0, -1)}0` }),
  'beginning-of-the-token-ignored': signed({ 'x-api-auth-token': `x${vector.authToken.slice(1)}` }),
  'token-cut-short-accepted': signed({ 'x-api-auth-token': vector.authToken.slice(0, -1) }),
  'token-in-any-case': signed({ 'x-api-auth-token': lower(vector.authToken) }),
  'key-in-any-case': withKey(lower(vector.apiKey)),
  'signature-in-any-case': withSignature(lower(vector.signature)),
  'end-of-the-signature-ignored': withSignature(
    Buffer.concat([Buffer.from(vector.signature, 'base64').subarray(0, 24), Buffer.alloc(8)]).toString(
      'base64',
    ),
  ),
  'signature-cut-short-accepted': withSignature(vector.signature.slice(0, -4)),
  'signature-with-more-behind-accepted': withSignature(
    Buffer.concat([Buffer.from(vector.signature, 'base64'), Buffer.alloc(3)]).toString('base64'),
  ),
  'signature-in-hex-accepted': withSignature(Buffer.from(vector.signature, 'base64').toString('hex')),
  'signature-keyed-with-text-accepted': signed({ authorization: sign(vector.apiKey, vector.secretKey) }),
  'token-taken-for-signature': withSignature(vector.authToken),
  'any-scheme-accepted': signed({ authorization: `Bearer ${vector.signature}` }),
  'no-scheme-accepted': signed({ authorization: vector.signature }),
  'signature-with-a-slash-refused-on-update': signed({}),
  'environment-ignored': withKey(`lv${vector.apiKey.slice(2)}`),
  'authentication-after-look-up': signed({ authorization: undefined }, (c) => ({
    account_id: otherEnd(c.a),
  })),
  'key-not-among-signed-accepted': signed({
    'x-api-signed-elements': 'HTTP-Verb',
    authorization: sign('POST'),
  }),
  'element-names-in-any-case': signed({ 'x-api-signed-elements': 'api-key' }),
  'elements-without-header-skipped': signed({ 'x-api-signed-elements': 'API-Key;Nonce' }),
};

const clocks: Record<string, Probe> = all(
  times,
  'created-at-with-offset',
  'created-at-without-milliseconds',
  'created-at-without-zone',
  'updated-at-in-words',
  'list-created-at-number',
  'get-created-at-number',
  'list-updated-at-empty',
  'list-updated-at-1970',
  'get-updated-at-1970',
  'reading-moves-updated-at',
  'update-moves-created-at',
  'update-leaves-updated-at',
  'get-lacks-updated-at-after-update',
  'list-updated-at-null-after-update',
  'updated-at-before-created-at',
  'second-update-sets-updated-at-back',
  'update-touches-neighbours',
  'get-and-list-differ-in-created-at',
  'list-shows-time-of-reading',
);

const racing: Record<string, Probe> = {
  'race-on-limit': races.createsAtLimit,
  'race-on-uniqueness-of-create': races.createsOfOneUrl,
  'race-on-uniqueness-of-update': races.updatesToOneUrl,
  'race-of-creates-has-no-winner': races.createsOfOneUrl,
  'race-of-updates-has-no-winner': races.updatesToOneUrl,
  'race-between-create-and-update': races.createAndUpdate,
  'race-of-update-with-delete': races.updateAndDelete,
  'race-of-two-deletes': races.deletesOfOne,
  'race-loses-creates': races.createsOfMany,
  'race-loses-updates': races.updatesOfMany,
  'race-mixes-up-ids': races.createsOfMany,
  'race-of-reads-mixes-accounts': races.listsOfBoth,
  'race-list-reads-in-parts': races.listWhileReplacing,
};

export const probes: Record<string, Probe> = {
  ...limit,
  ...uniqueness,
  ...storing,
  ...lifecycle,
  ...lists,
  ...codes,
  ...envelope,
  ...requests,
  ...urls,
  ...authentication,
  ...clocks,
  ...racing,
  ...blindSpots,
  ...corners,
  ...indexed,
};
