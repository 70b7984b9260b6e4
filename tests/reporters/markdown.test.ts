import { marked, type Token } from 'marked';
import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../reporters/markdown.ts';
import { caseOf, conformant, exchange, failing, hostile, resultOf, rule } from './samples.ts';

/** Every token, however deep. */
function tokensOf(markdown: string): Token[] {
  const all: Token[] = [];
  void marked.walkTokens(marked.lexer(markdown, { gfm: true }), (token) => void all.push(token));
  return all;
}

const OURS = /^<\/?(?:details(?: open)?|summary|code)>$/;

describe('Markdown', () => {
  test.each(Object.entries({ conformant, failing, hostile }))('%s', async (name, sample) => {
    await expect(renderMarkdown(sample())).toMatchFileSnapshot(`golden/markdown-${name}.md`);
  });

  test('nothing that came from elsewhere is Markdown or HTML', () => {
    const tokens = tokensOf(renderMarkdown(hostile()));
    const types = new Set(tokens.map(({ type }) => type));
    for (const forbidden of ['link', 'image', 'codespan', 'em', 'del', 'blockquote', 'def']) {
      expect(types).not.toContain(forbidden);
    }
    const tags = tokens
      .filter(({ type }) => type === 'html')
      .flatMap(({ raw }) => raw.match(/<[^>]*>/g) ?? []);
    expect(tags.filter((tag) => !OURS.test(tag))).toEqual([]);
    expect(tokens.filter(({ type }) => type === 'heading')).toHaveLength(2);
  });

  test('the table has as many columns in each row as in its head', () => {
    const table = tokensOf(renderMarkdown(failing())).find(({ type }) => type === 'table');
    expect(table).toMatchObject({ header: expect.arrayContaining([]) as unknown });
    const { header, rows } = table as unknown as { header: unknown[]; rows: unknown[][] };
    expect(rows.map((cells) => cells.length)).toEqual(rows.map(() => header.length));
    expect(rows).toHaveLength(9);
  });

  test('stays within what a job summary may hold, however much failed', () => {
    const long = exchange({ response: { status: 200, headers: {}, body: 'x`y'.repeat(100_000) } });
    const rules = Array.from({ length: 2000 }, (_, index) =>
      rule(`SAM-X-${index}`, [
        caseOf(`a/b/${index}`, 'failed', {
          message: `${index} ${'m'.repeat(5000)}`,
          exchanges: [long, long],
        }),
      ]),
    );
    expect(Buffer.byteLength(renderMarkdown(resultOf(rules)))).toBeLessThan(1024 * 1024);
  });
});
