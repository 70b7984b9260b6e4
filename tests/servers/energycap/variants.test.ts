/** Each lawful variant differs from the plain server as it says, and any of them together still serve. */
import { describe, expect, test } from 'vitest';
import { energycap } from '../../../fixtures/servers/energycap/index.ts';
import { manager, reader } from '../../../fixtures/servers/energycap/world.ts';
import { fieldsOf, ids, validBody, withServer } from './kit.ts';
import { all, edit, edits, get, list, raw, remove, times, waiting, type Probe } from './probes.ts';

const look = get(ids.ordinary);
const change = (fields: Record<string, unknown>): Probe => edits(fields);
const manyIds: Probe = (server) => Promise.resolve(server.target);
const lockedEdit = edit(ids.locked);

const probes: Record<string, Probe> = {
  'locked-answers-403': lockedEdit,
  'locked-answers-405': lockedEdit,
  'locked-answers-409': lockedEdit,
  'locked-answers-422': all(lockedEdit, remove(ids.locked)),
  'locked-answers-423': lockedEdit,
  'no-permission-answers-401': edit(ids.ordinary, { key: reader.apiKey }),
  'reads-need-the-permission': list({ key: reader.apiKey }),
  'wrong-content-type-answers-415': edit(ids.ordinary, { type: null }),
  'content-type-free-without-a-body': get(ids.ordinary, { type: null }),
  'id-of-letters-answers-404': get('abc'),
  'id-beyond-int32-answers-404': get('2147483648'),
  'unknown-event-type-answers-404': change({ webhookEventTypeId: 99 }),
  'lookup-before-body': (server) => server.edit(ids.unknown, { url: null }),
  'lock-before-body': async (server) => {
    const { body } = await server.edit(ids.locked, { url: null });
    return body;
  },
  'unknown-get-answers-400': get(ids.unknown),
  'empty-name-refused': change({ webhookName: '' }),
  'empty-description-refused': change({ webhookDescription: '' }),
  'plain-http-refused': change({ url: 'http://hooks.example.com/' }),
  'shared-url-refused': all(change({}), edit(ids.other)),
  'extra-fields-refused': change({ colour: 'blue' }),
  'errors-as-plain-text': get(ids.unknown),
  'errors-without-a-body': get(ids.unknown),
  'errors-as-problem-json': get(ids.unknown),
  'secret-masked': look,
  'id-read-leniently': all(get(`%20${ids.ordinary}`), get(`%2B${ids.ordinary}`), get(`0${ids.ordinary}%0A`)),
  'event-type-as-text-accepted': change({ webhookEventTypeId: '3' }),
  'active-as-text-accepted': change({ active: 'false' }),
  'null-description-accepted': change({ webhookDescription: null }),
  'empty-secret-accepted': change({ secret: '' }),
  'non-url-text-accepted': change({ url: 'not a url' }),
  'mail-addresses-unchecked': change({ mailingList: [''] }),
  'mailing-list-reversed': change({}),
  'mailing-list-without-doubles': change({ mailingList: ['a@example.com', 'a@example.com'] }),
  'name-trimmed': change({ webhookName: ' Name ' }),
  'name-counted-in-characters': change({ webhookName: '😀'.repeat(64) }),
  'success-rate-null': look,
  'success-rate-zero': look,
  'success-rate-of-one': look,
  'success-rate-moves': look,
  'edit-resets-success-rate': change({}),
  'created-date-without-time': look,
  'created-date-with-offset': look,
  'created-date-without-milliseconds': look,
  'created-without-zone': look,
  'secret-masked-in-list': list(),
  'status-words-of-its-own': look,
  'status-case-differs': list(),
  'list-in-pages-of-10': list(),
  'list-newest-first': list(),
  'extra-answer-fields': look,
  'keys-reversed': raw,
  'ids-of-four-digits': manyIds,
  'ids-of-ten-digits': manyIds,
  gzip: raw,
  chunked: raw,
  'close-each': raw,
  slow: waiting,
  jitter: waiting,
  'rate-limit': (server) =>
    Promise.all(Array.from({ length: 160 }, () => server.get(ids.ordinary))).then((replies) =>
      replies.some((reply) => reply.status === 429),
    ),
  'rare-503-html': times(151, look),
  'upper-case-headers': raw,
  charset: raw,
};

const names = energycap.variants.map((variant) => variant.name);

test('every variant has a probe, a name of its own and words', () => {
  expect(Object.keys(probes).toSorted()).toEqual(names.toSorted());
  for (const variant of energycap.variants) {
    expect(variant.name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(variant.does).not.toBe('');
    if (variant.gap !== undefined) expect(variant.gap).toMatch(/^GAP-(0[1-9]|[12]\d|3[0-6])$/);
  }
});

describe('shows its difference', () => {
  test.each(Object.entries(probes))('%s', async (name, probe) => {
    const correct = await withServer({}, probe);
    expect(await withServer({ variants: [name] }, probe)).not.toEqual(correct);
  });
});

describe('combined', () => {
  /** Left out: what turns single requests away on purpose. */
  const combinable = names.filter((name) => name !== 'rate-limit' && name !== 'rare-503-html');

  const serves = (variants: readonly string[]): Promise<void> =>
    withServer({ variants }, async (server) => {
      const [account] = server.target['accounts'] as { fixtures: Record<string, number[]> }[];
      const id = account?.fixtures['webhookIds']?.[0] ?? 0;
      const expendable = account?.fixtures['expendableWebhookIds']?.[0] ?? 0;
      expect((await server.get(id)).status).toBe(200);
      expect((await server.edit(id)).status).toBe(200);
      expect(fieldsOf(await server.get(id))).toMatchObject({ url: validBody.url, webhookId: id });
      expect((await server.list()).status).toBe(200);
      expect((await server.remove(expendable)).status).toBe(204);
      expect((await server.get(expendable)).status).toBe(404);
      expect((await server.get(id, { key: null })).status).toBe(401);
      expect((await server.list({ key: manager.apiKey })).status).toBe(200);
    });

  test('all at once', () => serves(combinable));
  test('all at once, in the other order', () => serves(combinable.toReversed()));
  test.each([0, 1, 2, 3, 4])('every fifth, from %i on, in both orders', async (first) => {
    const some = combinable.filter((_, index) => index % 5 === first);
    await serves(some);
    await serves(some.toReversed());
  });
});
