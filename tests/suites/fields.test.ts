import { describe, expect, test } from 'vitest';

import { caught, type Catch } from './caught.ts';
import { troubles, tryCases } from './try.ts';

const SPOILED = 'fields/value/update/webhookDescription/unusual-texts';

const CATCHES: Catch[] = [
  ['konpro', 'missing-id-updates-the-newest', 'fields/absent/update/endpoint_id', 'KON-UPDATE-03'],
  ['energycap', 'missing-description-emptied', 'fields/absent/update/webhookDescription', 'ECA-EDIT-14'],
  ['energycap', 'refused-edit-leaves-the-next-one-out', 'fields/absent/update/url', 'ECA-EDIT-01'],
  ['kompliant', 'update-with-null-url-answers-500', 'fields/null/update/config.url', 'KOM-UPDATE-07'],
  ['konpro', 'null-url-clears-it', 'fields/null/update/url', 'KON-UPDATE-04'],
  ['kompliant', 'create-with-empty-url-accepted', 'fields/empty/create/config.url', 'KOM-CREATE-06'],
  ['energycap', 'refused-edit-empties-the-mailing-list', 'fields/empty/update/mailingList', 'ECA-EDIT-10'],
  ['kompliant', 'url-array-accepted', 'fields/wrong-type/update/config.url', 'KOM-STATUS-04'],
  ['konpro', 'add-with-bad-events-is-stored', 'fields/wrong-type/create/events', 'KON-ADD-04'],
  ['konpro', 'refused-update-rotates-secret', 'fields/wrong-type/update/events', 'KON-UPDATE-19'],
  ['energycap', 'any-text-is-active', 'fields/value/update/active/maybe', 'ECA-EDIT-07'],
  ['energycap', 'carriage-returns-lost', SPOILED, 'ECA-EDIT-28'],
  ['konpro', 'entity-id-hides-from-list', 'fields/value/create/entity_id/project123/anything', 'KON-LIST-01'],
  ['energycap', 'name-of-64-refused', 'fields/longest/update/webhookName/64', 'ECA-EDIT-17'],
  ['energycap', 'name-length-wraps-at-256', 'fields/too-long/update/webhookName/64', 'ECA-EDIT-17'],
  [
    'konpro',
    'username-taken-from-the-update',
    'fields/unknown/update/username.somebody_else',
    'KON-UPDATE-14',
  ],
  ['energycap', 'blanks-around-the-secret-lost', 'fields/value/update/secret/odd-characters', 'ECA-EDIT-25'],
  ['energycap', 'markup-stripped', SPOILED, 'ECA-EDIT-28'],
  ['energycap', 'short-name-refused', 'fields/value/update/webhookName/short', 'ECA-EDIT-17'],
  ['energycap', 'status-settable-by-the-body', 'fields/unknown/update/webhookStatus.Active', 'ECA-EDIT-31'],
  ['energycap', 'locked-settable-by-the-body', 'fields/unknown/update/locked.true', 'ECA-EDIT-22'],
  ['energycap', 'edit-takes-over-the-creator', 'fields/keeps/update/createdBy', 'ECA-EDIT-19'],
  ['konpro', 'new-url-rotates-secret', 'fields/keeps/update/secret', 'KON-UPDATE-19'],
];

/** Servers that take what others refuse, or show it in another way. */
const LAWFUL: [contract: string, variants: string[]][] = [
  ['kompliant', ['account-before-the-rest', 'config-before-url', 'empty-ids-unknown', 'wrong-type-own-code']],
  ['kompliant', ['unknown-fields-refused', 'updated-at-null']],
  [
    'konpro',
    ['null-url-changes-nothing', 'add-needs-events', 'mistyped-id-answers-404', 'unknown-fields-refused'],
  ],
  ['konpro', ['every-event-spelt-out', 'endpoint-before-fields', 'events-of-the-reference-alone']],
  [
    'energycap',
    ['null-description-accepted', 'active-as-text-accepted', 'empty-name-refused', 'status-words-of-its-own'],
  ],
  [
    'energycap',
    ['event-type-as-text-accepted', 'unknown-event-type-answers-404', 'extra-fields-refused', 'name-trimmed'],
  ],
];

describe.concurrent('fields', () => {
  test.each(CATCHES)('%s: %s fails %s at %s', async (...one) => expect(await caught(one)).toBe(true));

  test.each([['kompliant', []], ['konpro', []], ['energycap', []], ...LAWFUL] as typeof LAWFUL)(
    '%s with %j passes',
    async (contract, variants) => {
      const result = await tryCases(contract, { suites: ['fields'], variants });
      expect(troubles(result)).toEqual([]);
      expect(result.cleanup.left).toEqual([]);
    },
  );
});
