import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { renderHtml } from '../../reporters/html.ts';
import { bodyLines } from '../../reporters/html/body.ts';
import { jsonLines } from '../../reporters/html/json-lines.ts';
import { markChanges, markValues, markedLines, placesIn } from '../../reporters/html/marks.ts';
import { markup } from '../../reporters/html/markup.ts';
import { keepOwn, sentTexts } from '../../reporters/html/own.ts';
import { parseTimeline } from '../../reporters/html/timeline.ts';
import type { CaseResult } from '../../runner/result/result.ts';
import { HOSTILE, caseOf, conformant, exchange, failing, hostile, resultOf, rule } from './samples.ts';

function marked(body: string, message: string): string[] {
  const lines = markedLines(body, message) ?? [];
  return lines
    .filter((line) => line.marked)
    .map((line) => line.text + (line.absent === undefined ? '' : ` (no ${line.absent})`));
}

describe('the HTML report', () => {
  test.each(Object.entries({ conformant, failing, hostile }))('%s', async (name, sample) => {
    const text = renderHtml(sample());
    expect(text).not.toMatch(/[^\P{C}\n\t]/u);
    await expect(text).toMatchFileSnapshot(`golden/report-${name}.html.txt`);
  });

  test('a sentence about another URL of the run is the same finding', () => {
    const about = (name: string, path: string): CaseResult =>
      caseOf(name, 'failed', {
        message: `url is nothing, not "https://hooks.example.com/wc-ae151f5492/${path}"`,
      });
    const text = renderHtml(
      resultOf([rule('SAM-1', [about('a/b/update', '38314b-6'), about('a/c/update', '1f02ac-1')])]),
    );
    expect(text.match(/<details class="finding/g)).toHaveLength(1);
    expect(text).toContain('Also seen in 1 case');
  });

  test('of a long chain the last few before the point are shown, the others fold', () => {
    const chain = Array.from({ length: 22 }, () => exchange());
    const long = caseOf('limits/one/create', 'failed', { message: 'no', exchanges: chain });
    const text = renderHtml(resultOf([rule('SAM-1', [long])]));
    expect(text).toContain('17 exchanges before');
    expect(text.match(/<li><details/g)).toHaveLength(22);
  });

  test('the columns of the matrix come in the order in which readers think of them', () => {
    const names = ['delete', 'create', 'get'].map((each) => caseOf(`a/b/${each}`, 'passed'));
    const text = renderHtml(resultOf([rule('SAM-1', names)]));
    expect([...text.matchAll(/<th scope="col">(\w+)<\/th>/g)].map(([, each]) => each).slice(0, 4)).toEqual([
      'Rules',
      'create',
      'get',
      'delete',
    ]);
  });

  test('its policy allows its own style and nothing else', () => {
    const text = renderHtml(hostile());
    const style = /<style>(.*?)<\/style>/s.exec(text)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(text).toContain(`default-src 'none'; style-src 'sha256-${hash}'`);
    expect(text).not.toMatch(/<(?:script|img|iframe|object|embed|form|base)\b/i);
    expect(text).not.toMatch(/<[^>]*\s(?:on\w+|style|src)=/i);
  });

  test('what is put into a template is text', () => {
    expect(markup`<p title="${HOSTILE}">`.text).not.toMatch(/<(?:script|img|!--)|"quoted"/);
    expect(markup`${[1, false, undefined, '<', markup`<b>`]}`.text).toBe('1&lt;<b>');
  });
});

describe('what is marked in an answer', () => {
  const body = '{"meta":{"status":"OK"},"data":{"created_at":"x","configs":[{"url":"a"},{"url":"b"}]}}';

  test.each([
    ['data.configs[1].url: must be a string', ['"url": "b"']],
    ['data.configs[*].url: must be a string', ['"url": "a"', '"url": "b"']],
    ['meta.trace_id: must be present, got nothing', ['"meta": { (no trace_id)']],
    ['demanded that created_at stay as it was', ['"created_at": "x",']],
    ['at /data/configs/0/url', ['"url": "a"']],
    ['after an update, list shows: status is "OK", not "NO"', ['"status": "OK"']],
    ['the status of the url is no place', []],
  ])('%s', (message, expected) => {
    expect(marked(body, message)).toEqual(expected);
  });

  test('a place is not taken from a sentence', () => {
    expect(placesIn('It was sent. Then it came, e.g. twice (1.5 s), and/or not.')).toEqual([]);
  });

  test('a change between two answers', () => {
    const lines = markedLines('{"a":1,"b":[2,4]}', '') ?? [];
    markChanges(lines, '{"a":1,"b":[2,3]}');
    expect(lines.filter((line) => line.marked).map(({ text }) => text)).toEqual(['4']);
  });

  test("of a list, the item that is the case's own", () => {
    const lines =
      markedLines('[{"url":"https://a","on":[]},{"url":"https://b","on":[]},{"on":[]}]', 'on is []') ?? [];
    const sent = exchange({ request: { ...exchange().request, body: '{"url":"https://b"}' } });
    keepOwn(lines, sentTexts(caseOf('a/b/c', 'failed', { exchanges: [sent] })));
    expect(lines.filter((line) => line.marked).map(({ path }) => path)).toEqual([['1', 'on']]);
  });

  test('of a long body, what is far from any mark is folded', () => {
    const long = JSON.stringify({ list: Array.from({ length: 50 }, (_, index) => index), last_one: 1 });
    const text = bodyLines(markedLines(long, 'last_one') ?? [])
      .map((part) => part.text)
      .join('');
    expect(text).toMatch(/^{\n {2}"list": \[\n<details class="fold"><summary>45 lines<\/summary>/);
    expect(text.replaceAll(/<[^>]*>|45 lines|\s/g, '')).toBe(long);
  });

  test('what is nested a thousand deep does not grow with the square of it', () => {
    const deep = '['.repeat(2000);
    expect(
      bodyLines(markedLines(deep, '') ?? [])
        .map((part) => part.text)
        .join('').length,
    ).toBeLessThan(200_000);
  });

  test('a counterexample in a request', () => {
    const lines = markedLines('{"a":"x","b":{"c":"y: \\"z"}}', '') ?? [];
    markValues(lines, { deep: ['y: "z'] });
    expect(lines.filter((line) => line.marked).map(({ text }) => text)).toEqual(['"c": "y: \\"z"']);
  });
});

describe('a body in lines', () => {
  const shown = (body: string): string[] | undefined =>
    jsonLines(body)?.map(({ depth, text }) => '  '.repeat(depth) + text);

  test('keeps every token as it was', () => {
    expect(shown('{"a": 1.0, "a": 1e3, "b": {}, "c": [ ], "d": [1, {"e": "\\u0041, }"}]}')).toEqual([
      '{',
      '  "a": 1.0,',
      '  "a": 1e3,',
      '  "b": {},',
      '  "c": [],',
      '  "d": [',
      '    1,',
      '    {',
      '      "e": "\\u0041, }"',
      '    }',
      '  ]',
      '}',
    ]);
  });

  test.each(['{"a":"cut off in a str', '{"a":[1,', '{', '}{', '[[[[', '{a b:c}', '{"a" "b"}', '{,,}'])(
    '%s: says what is there',
    (body) => {
      const words = (text: string): string => text.replaceAll(/\s/g, '');
      const lines = shown(body);
      if (lines !== undefined) expect(words(lines.join(''))).toBe(words(body));
    },
  );

  test('what is no JSON is left alone', () => {
    expect(jsonLines('<html>{}</html>')).toBeUndefined();
    expect(jsonLines('"text"')).toBeUndefined();
    expect(jsonLines('')).toBeUndefined();
  });
});

describe('a timeline', () => {
  test('is read back from its text', () => {
    const race = failing()
      .rules.flatMap(({ cases }) => cases)
      .find((each) => each.timeline !== undefined);
    expect(parseTimeline(race?.timeline ?? '')).toEqual([
      {
        number: 1,
        client: 'client-1',
        from: 0,
        to: 10.2,
        text: 'create https://hooks.example.com/m1/19 → ok whc_20',
      },
      {
        number: 2,
        client: 'client-2',
        from: 1.3,
        to: 13.2,
        text: 'create https://hooks.example.com/m1/20 → ok whc_21',
      },
      { number: 3, client: 'client-3', from: 2, to: undefined, text: 'delete whc_3 → no answer' },
      { number: 4, client: 'client-1', from: 20, to: 27.5, text: 'list → ok 21 items' },
    ]);
  });

  test.each(['', HOSTILE, 'client |---1---|'])('of another form stays text', (text) => {
    expect(parseTimeline(text)).toBeUndefined();
  });
});
