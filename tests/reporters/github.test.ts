import { describe, expect, test } from 'vitest';
import { renderGithub } from '../../reporters/github.ts';
import { caseOf, conformant, failing, hostile, resultOf, rule } from './samples.ts';

describe('GitHub annotations', () => {
  test('says nothing when all is well', () => {
    expect(renderGithub(conformant())).toBe('');
  });

  test.each(Object.entries({ failing, hostile }))(
    '%s: every line is one command of ours',
    async (name, sample) => {
      const text = renderGithub(sample());
      for (const line of text.trimEnd().split('\n')) {
        expect(line).toMatch(/^::(?:error|warning|notice) title=[^:,\p{C}]*::\P{C}+$/u);
      }
      await expect(text).toMatchFileSnapshot(`golden/github-${name}.txt`);
    },
  );

  test('no more of a kind than are shown, and the last says how many are left', () => {
    const rules = Array.from({ length: 25 }, (_, index) =>
      rule(`SAM-X-${index}`, [
        caseOf(`a/b/${index}`, 'failed', { message: `finding ${'i'.repeat(index + 1)}` }),
      ]),
    );
    const lines = renderGithub(resultOf(rules)).trimEnd().split('\n');
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toContain('16 other findings');
  });
});
