/** Probes of what is sent: URLs, events, ids, hostile bodies. */
import { each, sink, someEvents, told, type Probe } from './talk.ts';

/** Sends one URL in an add and in an update, and looks what is there afterwards. */
const url = (value: unknown): Probe =>
  told(async (said) => {
    const id = await said.made();
    await said.add({ url: value });
    await said.update({ endpoint_id: id, url: value });
    await said.list();
  });

const events = (value: unknown): Probe =>
  told(async (said) => {
    const id = await said.made({ events: ['avatar.updated'] });
    await said.add({ url: `${sink}/a`, events: value });
    await said.update({ endpoint_id: id, events: value });
    await said.list();
  });

/** Sends one body as it is. */
const body = (text: (id: string) => string): Probe =>
  told(async (said) => {
    const id = await said.made({ events: someEvents });
    await said.add(text(id));
    await said.update(text(id));
    await said.list();
  });

/** Names an endpoint by something near its id. */
const id = (near: (right: string) => unknown): Probe =>
  told(async (said) => {
    const right = await said.made();
    const given = near(right);
    await said.update({ endpoint_id: given, url: `${sink}/new` });
    if (typeof given === 'string') await said.remove(given);
    await said.list();
  });

const entity = told(async (said) => {
  await said.made({ entity_id: 'e1' });
  await said.made();
  await said.list();
});

const without = told(async (said) => {
  await said.made();
  await said.add({});
  await said.update({ url: `${sink}/new` });
  await said.remove();
  await said.list();
});

const text = `"url":"${sink}/new"`;

export const inputProbes: Record<string, Probe> = {
  ...each(url('http://hooks.example.com/'), [
    'http-accepted-on-add',
    'http-accepted-on-update',
    'add-with-bad-url-is-stored',
    'update-with-bad-url-is-stored',
    'refused-update-rotates-secret',
  ]),
  'http-in-capitals-accepted': url('HTTP://hooks.example.com/'),
  ...each(url('hello'), ['any-text-accepted-on-add', 'any-text-accepted-on-update']),
  'other-schemes-accepted': url('ftp://hooks.example.com/'),
  'https-anywhere-accepted': url('http://hooks.example.com/?to=https://hooks.example.com/'),
  'https-prefix-is-enough': url('https://'),
  'missing-url-accepted-on-add': without,
  'empty-url-accepted-on-update': url(''),
  'null-url-clears-it': url(null),
  ...each(url(7), ['number-for-url-answers-500']),
  'url-in-an-array-accepted': url([`${sink}/a`]),
  ...each(url(`${sink}/a?b=c`), ['query-refused', 'query-lost', 'query-lost-on-update']),
  ...each(url(`${sink}/%41%2F%20`), ['two-percent-signs-refused', 'percent-decoded']),
  'tilde-refused': url(`${sink}/~me`),
  'url-cut-at-100': url(`${sink}/${'a'.repeat(100)}`),
  'url-cut-at-255-bytes': url(`${sink}/${'é'.repeat(120)}`),
  'url-cut-at-1024': url(`${sink}/${'a'.repeat(1_024)}`),
  'path-lower-cased': url(`${sink}/Path`),
  'fragment-lost': url(`${sink}/a#b`),
  'second-question-mark-cuts': url(`${sink}/a?b=c?d`),
  'plus-becomes-space': url(`${sink}/a+b`),
  'ampersand-escaped': url(`${sink}/?a&b`),
  'last-slash-dropped': url(`${sink}/a/`),
  'double-slashes-joined': url(`${sink}/a//b`),
  'accents-composed': url(`${sink}/e\u0301`),
  'accented-capitals-lost': url(`${sink}/É`),
  ...each(url(`${sink}/😀/x`), ['cut-at-an-emoji', 'emoji-answers-500']),
  'lone-surrogate-answers-500': url(`${sink}/\ud800`),
  'nul-in-url-answers-500': url(`${sink}/\0`),
  'url-over-4096-answers-500': url(`${sink}/${'a'.repeat(4_096)}`),
  'long-url-answers-500': url(`${sink}/${'a'.repeat(2_000)}`),
  'bad-escape-in-url-answers-500': url(`${sink}/%zz`),

  ...each(events(someEvents), [
    'every-event-name-refused',
    'events-of-add-ignored',
    'only-the-first-event-kept',
    'events-merged-on-update',
    'list-shows-no-events',
    'listed-once-per-event',
  ]),
  ...each(events(null), [
    'null-events-refused-on-add',
    'null-events-refused-on-update',
    'null-events-keep-the-former',
    'all-events-missing-from-list',
  ]),
  ...each(events([]), [
    'empty-events-refused-on-add',
    'empty-events-refused-on-update',
    'empty-events-keep-the-former',
  ]),
  ...each(events('video.updated'), [
    'text-for-events-accepted-on-add',
    'text-for-events-accepted-on-update',
    'add-with-bad-events-is-stored',
  ]),
  ...each(events(['video.updated', 1]), [
    'numbers-in-events-dropped',
    'only-the-first-event-checked',
    'last-event-unchecked',
  ]),
  ...each(events(['video.updated', 'video.updated', 'avatar.deleted']), [
    'repeated-events-cancel-out',
    'repeated-events-answer-500',
  ]),
  'false-for-events-means-all': events(false),
  'more-than-two-events-refused': events([...someEvents, 'video.created']),
  'empty-events-beside-url-keep-the-former': body(
    (right) => `{"endpoint_id":${JSON.stringify(right)},${text},"events":[]}`,
  ),
  'escaped-letters-refused': body(
    (right) => `{"endpoint_id":${JSON.stringify(right)},"url":"${sink}/\\u0061"}`,
  ),
  'escaped-slashes-refused': body((right) => `{"endpoint_id":${JSON.stringify(right)},"url":"${sink}\\/a"}`),
  'id-behind-other-members-refused': body((right) => `{${text},"endpoint_id":${JSON.stringify(right)}}`),
  'object-for-events-accepted': events({ a: 'video.updated' }),
  'null-in-events-answers-500': events(['video.updated', null]),
  ...each(entity, ['entity-id-needed', 'entity-id-hides-from-list']),

  'ids-matched-without-case': id((right) => right.toUpperCase()),
  'ids-trimmed': id((right) => ` ${right} `),
  'ids-matched-up-to-a-line-break': id((right) => `${right}\n`),
  'ids-matched-by-their-start': id((right) => right.slice(0, -1)),
  'ids-with-a-tail-matched': id((right) => `${right}0`),
  'ids-matched-as-patterns': id((right) => `${right.slice(0, -1)}_`),
  'ids-with-a-wildcard-matched': id((right) => `${right}%`),
  'ids-matched-without-prefix': id((right) => right.slice('webhook_'.length)),
  'id-in-an-array-accepted': id((right) => [right]),
  'id-field-named-id': id((right) => right),
  'object-for-id-answers-500': id((right) => ({ $ne: right })),
  'long-id-answers-500': id(() => 'a'.repeat(256)),
  'nul-in-id-answers-500': id(() => 'a\0b'),
  'prototype-id-answers-500': id(() => 'constructor'),
  'quote-in-id-answers-500': id(() => "a'b"),
  ...each(
    id(() => 'webhook_0'),
    [
      'update-of-unknown-adds-one',
      'update-of-unknown-refused-but-added',
      'delete-of-unknown-answers-200',
      'delete-of-unknown-removes-the-newest',
    ],
  ),
  ...each(without, [
    'missing-id-updates-the-newest',
    'missing-url-answers-500-on-add',
    'missing-id-answers-500-on-update',
    'missing-id-answers-500-on-delete',
    'delete-without-id-answers-200',
  ]),

  ...each(
    body(() => '{"url":'),
    ['malformed-json-answers-500-on-add', 'malformed-json-answers-500-on-update'],
  ),
  'empty-body-answers-500': body(() => ''),
  'null-body-answers-500': body(() => 'null'),
  'array-body-answers-500': body(() => '[]'),
  'deep-nesting-answers-500': body(
    (right) => `{"endpoint_id":"${right}",${text},"x":${'['.repeat(600)}${']'.repeat(600)}}`,
  ),
  'large-body-answers-500': body(
    (right) => `{"endpoint_id":"${right}",${text},"x":"${'x'.repeat(110_000)}"}`,
  ),
  'text-after-the-body-ignored': body((right) => `{"endpoint_id":"${right}",${text}} x`),
  'comma-before-the-end-accepted': body((right) => `{"endpoint_id":"${right}",${text},}`),
  'update-with-bad-events-changes-url': body((right) => `{"endpoint_id":"${right}",${text},"events":"x"}`),
  'update-with-bad-url-changes-events': body(
    (right) => `{"endpoint_id":"${right}","url":"x","events":["video.updated"]}`,
  ),
};
