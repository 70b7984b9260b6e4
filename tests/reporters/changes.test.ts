import { expect, test } from 'vitest';

import { renderHtml } from '../../reporters/html.ts';
import { renderMarkdown } from '../../reporters/markdown.ts';
import { renderSummary } from '../../reporters/terminal.ts';
import type { Changes } from '../../runner/result/result.ts';
import { conformant, HOSTILE } from './samples.ts';

const SINCE = '2026-01-02T03:04:05.000Z';

const FORMATS = {
  terminal: (changes: Changes) =>
    renderSummary({ ...conformant(), changes }, { colour: false, width: 200, verbose: true }),
  // As a reader sees it: colons are entities, so that nothing becomes a link.
  markdown: (changes: Changes) => renderMarkdown({ ...conformant(), changes }).replaceAll('&#58;', ':'),
  html: (changes: Changes) => renderHtml({ ...conformant(), changes }),
};

const NONE: Changes = { runs: 3, since: SINCE, broken: [], fixed: [], flaky: [], readings: [] };

test.each(Object.entries(FORMATS))('%s tells each kind of change', (_, render) => {
  const told = render({
    ...NONE,
    sinceVersion: '1.4',
    broken: [{ rule: 'SAM-1', title: 'one', since: SINCE }],
    fixed: [{ rule: 'SAM-2', title: 'two', since: SINCE }],
    flaky: [{ rule: 'SAM-3', title: 'three', verdicts: ['held', 'broken', 'held'] }],
    readings: [{ gap: 'GAP-9', question: 'which', before: 'this', now: 'that' }],
  });
  for (const words of [
    /newly broken.*SAM-1.*one \\?\(held 2026-01-02 03:04 UTC/is,
    /newly fixed.*SAM-2/is,
    /flaky.*SAM-3.*held, broken, held/is,
    /reading changed.*GAP-9.*which: that, before this/is,
    /version 1\\?\.4/,
    /3 runs looked at/,
  ])
    expect(told).toMatch(words);
});

test.each(Object.entries(FORMATS))(
  '%s says so where nothing changed, and where there was nothing',
  (_, render) => {
    expect(render(NONE)).toMatch(/none since 2026-01-02 03:04 UTC/i);
    const { since: __, ...first } = NONE;
    expect(render({ ...first, runs: 0 })).toContain('the first run of this target');
  },
);

test.each(Object.entries(FORMATS))('%s is not acted on by what a version or title says', (name, render) => {
  const attack = { rule: HOSTILE, title: HOSTILE, since: SINCE };
  const told = render({
    ...NONE,
    sinceVersion: HOSTILE,
    broken: [attack],
    readings: [{ gap: HOSTILE, question: HOSTILE, before: HOSTILE, now: HOSTILE }],
  });
  expect(told).not.toContain('\u001b');
  expect(told).not.toContain('\u202e');
  expect(told).not.toMatch(/^\s*::error/m);
  if (name !== 'terminal') expect(told).not.toContain('<img src=x');
});

test('the terminal names the rules in a line or two', () => {
  const many = Array.from({ length: 20 }, (_, at) => ({ rule: `SAM-${at + 1}`, title: 'one', since: SINCE }));
  const result = { ...conformant(), changes: { ...NONE, broken: many } };
  const told = renderSummary(result, { colour: false, width: 80, verbose: false });
  expect(told).toContain(`
changes   since 2026-01-02 03:04 UTC, 3 runs looked at
          newly broken     SAM-1, SAM-2, SAM-3, SAM-4, SAM-5, SAM-6, SAM-7,
                           SAM-8, SAM-9, SAM-10, SAM-11, SAM-12 and 8 more
`);
});
