import { parse, validate } from 'ctrf';
import { describe, expect, test } from 'vitest';
import { renderCtrf } from '../../reporters/ctrf.ts';
import { conformant, failing, hostile } from './samples.ts';

describe('CTRF', () => {
  test.each(Object.entries({ conformant, failing, hostile }))(
    '%s: fits the published schema',
    async (name, sample) => {
      const text = renderCtrf(sample());
      expect(validate(JSON.parse(text))).toMatchObject({ valid: true });
      expect(text).not.toMatch(/[^\P{C}\n]/u);
      await expect(text).toMatchFileSnapshot(`golden/ctrf-${name}.json.txt`);
    },
  );

  test('holds every status, none of them hidden among passes', () => {
    const { summary, tests } = parse(renderCtrf(failing())).results;
    expect(summary).toMatchObject({ tests: 79, failed: 14, other: 2, skipped: 7, pending: 0 });
    expect(tests.filter(({ rawStatus }) => rawStatus === 'inconclusive')).toMatchObject([
      { status: 'other' },
    ]);
    expect(new Set(tests.map(({ testId }) => testId)).size).toBe(tests.length);
  });
});
