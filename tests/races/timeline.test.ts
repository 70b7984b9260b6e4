import { expect, test } from 'vitest';
import { timeline } from '../../runner/races/timeline.ts';
import { describeAnswer, describeCall } from '../../runner/races/webhook-calls.ts';
import { hook, ok, op } from './op.ts';

const describe = { describeCall, describeAnswer };

test('a line a client, a bar an operation, and a legend', () => {
  const history = [
    hook('B', 10, 12.5, { kind: 'create', url: 'https://x.example/1' }, ok('id1')),
    hook('A', 10.5, 13, { kind: 'create', url: 'https://x.example/1' }, ok('id2')),
    hook('B', 14, undefined, { kind: 'delete', id: 'id1' }),
    hook('A', 15, 16, { kind: 'update', id: 'id2', fields: { x: '1' } }),
  ];
  expect(timeline(history, { width: 60, ...describe })).toMatchInlineSnapshot(`
    "A         ├──────2──────┤             ├───4──┤
    B  ├──────1──────┤             ├┄┄┄┄┄┄┄┄┄┄3┄┄┄┄┄┄┄┄┄┄

      1  0.00-2.50 ms       create https://x.example/1 → ok id1
      2  0.50-3.00 ms       create https://x.example/1 → ok id2
      3  from 4.00 ms       delete id1 → no answer
      4  5.00-6.00 ms       update id2 x=1 → any answer"
  `);
  expect(timeline(history, { width: 60, ascii: true, ...describe })).toMatchInlineSnapshot(`
    "A         |------2------|             |---4--|
    B  |------1------|             |..........3..........

      1  0.00-2.50 ms       create https://x.example/1 -> ok id1
      2  0.50-3.00 ms       create https://x.example/1 -> ok id2
      3  from 4.00 ms       delete id1 -> no answer
      4  5.00-6.00 ms       update id2 x=1 -> any answer"
  `);
});

test('no line is wider than asked, and a long history goes on below', () => {
  const history = Array.from({ length: 40 }, (_, index) =>
    op(`client ${index % 3}`, index, index + 2.5, { text: 'x'.repeat(index * 5) }, 'ok'),
  );
  const lines = timeline(history, { width: 72 }).split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(72);
  for (let number = 1; number <= 40; number += 1) {
    expect(
      lines.filter((line) => line.startsWith('client') && new RegExp(`\\D${number}[^\\d ]`, 'u').test(line))
        .length,
    ).toBeGreaterThan(0);
  }
});

test('nothing hostile reaches the terminal', () => {
  const drawn = timeline([op('a\u001b[31m', 0, 1, 'é\u0007\n', '\u{1f600}')]);
  expect(drawn.replaceAll('\n', '')).toMatch(/^[ -~├─┤→…┄]*$/u);
  expect(timeline([])).toBe('');
});
