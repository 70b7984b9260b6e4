/** The laws of envelope, protocol, authentication, robustness and locked items. */
import { describe, expect, test } from 'vitest';

import { type Catch, caught } from './caught.ts';
import { troubles, tryCases } from './try.ts';

const SUITES = ['envelope', 'protocol', 'authentication', 'robustness'];

describe('the laws of plain requests', () => {
  test.each([
    ['kompliant', SUITES],
    ['konpro', SUITES],
    ['energycap', [...SUITES, 'locked']],
  ])('are kept by the reference server of %s', { timeout: 60_000 }, async (contract, suites) => {
    const result = await tryCases(contract, { suites });
    expect(troubles(result)).toEqual([]);
    expect(result.cleanup.left).toEqual([]);
  });

  test('do not run where the fixture is not there', async () => {
    const target = (data: Record<string, unknown>): Record<string, unknown> => {
      const [account] = data['accounts'] as { id: string; fixtures: Record<string, unknown> }[];
      const { lockedWebhookId: _, unprivilegedApiKey: __, ...fixtures } = account?.fixtures ?? {};
      return { ...data, accounts: [{ id: account?.id, fixtures }] };
    };
    const result = await tryCases('energycap', { rules: ['ECA-EDIT-02', 'ECA-EDIT-03'], target });
    const statuses = result.rules
      .flatMap(({ cases }) => cases)
      .filter(({ name }) => /^(locked|authentication\/unprivileged)/.test(name))
      .map(({ status }) => status);
    expect(statuses).toEqual(['not-run', 'not-run']);
  });
});

const FAULTS: readonly Catch[] = [
  ['kompliant', 'list-answers-206', 'envelope/success/list/as-no-other-success', 'KOM-STATUS-01'],
  ['konpro', 'update-answers-201', 'envelope/success/update', 'KON-UPDATE-22'],
  ['energycap', 'delete-answers-200', 'envelope/success/delete', 'ECA-DELETE-01'],
  [
    'kompliant',
    'missing-parameters-answered-in-html',
    'envelope/refusal/create/absent-field',
    'KOM-STATUS-06',
  ],
  [
    'konpro',
    'unknown-endpoint-coded-not-found-on-delete',
    'envelope/refusal/delete/unknown-id',
    'KON-ERR-04',
  ],
  ['energycap', 'unknown-edit-creates', 'envelope/refusal/update/unknown-id', 'ECA-EDIT-33'],
  ['konpro', 'one-request-id-for-all', 'envelope/fresh/list/request_id', 'KON-ERR-05'],
  ['konpro', 'request-ids-repeat-after-eight', 'envelope/fresh/update/request-ids', 'KON-ERR-05'],
  ['konpro', 'deleted-endpoints-share-a-request-id', 'envelope/fresh/delete/request-ids', 'KON-ERR-05'],
  ['konpro', 'request-id-made-of-the-endpoint', 'envelope/fresh/update/request-ids', 'KON-ERR-05'],
  ['konpro', 'errors-of-add-share-a-request-id', 'envelope/fresh/create/request-ids', 'KON-ERR-05'],
  ['kompliant', 'unknown-path-answers-500', 'protocol/unknown-path/create', 'KOM-STATUS-03'],
  [
    'kompliant',
    'unsupported-method-answers-405',
    'protocol/wrong-method/update/put-and-others',
    'KOM-STATUS-03',
  ],
  ['kompliant', 'create-by-put', 'protocol/wrong-method/create/put-and-others', 'KOM-STATUS-03'],
  ['kompliant', 'update-by-patch', 'protocol/wrong-method/update/put-and-others', 'KOM-STATUS-03'],
  ['kompliant', 'delete-by-delete', 'protocol/wrong-method/delete/delete-and-others', 'KOM-STATUS-03'],
  ['kompliant', 'patch-answers-405', 'protocol/wrong-method/get/patch-and-get', 'KOM-STATUS-03'],
  [
    'kompliant',
    'named-version-answered-by-older-one',
    'protocol/header/update/version-asked-for',
    'KOM-VER-01',
  ],
  ['energycap', 'content-type-with-a-charset-refused', 'protocol/header/update/charset', 'ECA-EDIT-05'],
  [
    'energycap',
    'authorization-decides',
    'protocol/header/get/Authorization/Bearer.not-a-token',
    'ECA-GEN-08',
  ],
  ['kompliant', 'signature-with-a-slash-refused-on-update', 'authentication/accepted/update', 'KOM-AUTH-03'],
  [
    'kompliant',
    'delete-without-authentication',
    'authentication/refused/delete/absent-or-wrong-parts',
    'KOM-AUTH-01',
  ],
  ['kompliant', 'authentication-after-look-up', 'authentication/refused/list/any-part', 'KOM-STATUS-02'],
  ['kompliant', 'end-of-the-signature-ignored', 'authentication/refused/get/wrong-keys', 'KOM-AUTH-03'],
  [
    'kompliant',
    'beginning-of-the-token-ignored',
    'authentication/refused/get/absent-or-wrong-parts',
    'KOM-AUTH-01',
  ],
  ['kompliant', 'signature-in-hex-accepted', 'authentication/refused/list/other-spellings', 'KOM-AUTH-02'],
  [
    'kompliant',
    'key-not-among-signed-accepted',
    'authentication/refused/update/key-not-signed',
    'KOM-AUTH-04',
  ],

  ['kompliant', 'verb-alone-signed-accepted', 'authentication/refused/list/other-texts', 'KOM-AUTH-04'],
  ['kompliant', 'signature-over-nothing-accepted', 'authentication/refused/list/other-texts', 'KOM-AUTH-04'],
  ['kompliant', 'live-key-taken-for-sandbox', 'authentication/refused/list/other-texts', 'KOM-AUTH-04'],
  ['konpro', 'add-needs-no-key', 'authentication/refused/create/no-credentials', 'KON-ERR-03'],
  ['konpro', 'key-compared-without-case', 'authentication/refused/update/key-case', 'KON-ERR-03'],
  [
    'konpro',
    'unknown-endpoint-before-key-on-delete',
    'authentication/refused/delete/no-credentials',
    'KON-ERR-03',
  ],
  ['energycap', 'beginning-of-the-key-ignored', 'authentication/refused/get/one-character-off', 'ECA-GEN-04'],
  [
    'energycap',
    'last-character-of-the-key-ignored',
    'authentication/refused/list/one-character-off',
    'ECA-GEN-04',
  ],
  ['energycap', 'malformed-key-answers-500', 'authentication/refused/get/partly-right', 'ECA-GEN-04'],
  ['energycap', 'bearer-lets-a-wrong-key-in', 'authentication/refused/get/bearers-beside', 'ECA-GEN-08'],
  ['energycap', 'media-type-before-key', 'authentication/refused/update/before-the-media-type', 'ECA-GEN-04'],
  ['energycap', 'body-before-key', 'authentication/refused/update/no-credentials/empty', 'ECA-GEN-04'],
  [
    'energycap',
    'unauthenticated-delete-refused-but-applied',
    'authentication/refused/delete/unknown-key',
    'ECA-GEN-04',
  ],
  [
    'energycap',
    'edit-without-permission-refused-but-applied',
    'authentication/unprivileged/update/unprivilegedApiKey',
    'ECA-EDIT-03',
  ],
  ['konpro', 'comma-before-the-end-accepted', 'robustness/malformed-json/update', 'KON-UPDATE-22'],
  ['konpro', 'text-after-the-body-ignored', 'robustness/malformed-json/update', 'KON-UPDATE-23'],
  ['energycap', 'text-of-json-accepted', 'robustness/not-an-object/update', 'ECA-EDIT-32'],
  ['kompliant', 'null-body-answers-500', 'robustness/not-an-object/list', 'KOM-STATUS-04'],
  ['konpro', 'empty-body-answers-500', 'robustness/empty-body/create', 'KON-ERR-01'],
  ['energycap', 'edit-of-text-plain-accepted', 'robustness/media-type/update/text.plain', 'ECA-EDIT-05'],
  ['energycap', 'edit-without-content-type-accepted', 'robustness/no-media-type/update', 'ECA-GEN-02'],
  ['konpro', 'deep-nesting-answers-500', 'robustness/deep-nesting/create', 'KON-ERR-01'],
  ['energycap', 'body-of-a-megabyte-answers-500', 'robustness/large-body/update', 'ECA-EDIT-32'],
  ['energycap', 'white-space-before-the-body-refused', 'robustness/odd-but-lawful/update', 'ECA-EDIT-32'],
  ['energycap', 'content-type-in-capitals-refused', 'robustness/odd-but-lawful/update', 'ECA-EDIT-32'],
  ['energycap', 'half-a-surrogate-pair-answers-500', 'robustness/odd-but-lawful/update', 'ECA-EDIT-32'],
  ['energycap', 'broken-utf-8-answers-500', 'robustness/odd-but-lawful/update', 'ECA-EDIT-32'],
  ['energycap', 'locked-edit-refused-but-applied', 'locked/refused/update', 'ECA-EDIT-02'],
  ['energycap', 'locked-can-be-switched-off', 'locked/refused/update', 'ECA-EDIT-02'],
  ['energycap', 'locked-editable-when-the-url-stays', 'locked/refused/update', 'ECA-EDIT-02'],
  ['energycap', 'locked-delete-accepted', 'locked/refused/delete', 'ECA-DELETE-02'],
];

test.each(FAULTS)('on %s, %s is caught by %s', async (...one) => {
  expect(await caught(one)).toBe(true);
});
