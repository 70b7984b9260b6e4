import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import type { Log } from 'sarif';
import { describe, expect, test } from 'vitest';
import { renderSarif } from '../../reporters/sarif.ts';
import { conformant, failing, hostile } from './samples.ts';

/** The published schema is of draft 4, of which it uses nothing that later drafts read otherwise but `id`. */
async function publishedSchema(): Promise<object> {
  const main = createRequire(import.meta.url).resolve('@microsoft/jest-sarif');
  const text = await readFile(join(dirname(main), 'schemas', 'sarif-2.1.0-rtm.5.json'), 'utf8');
  const { $schema: _draft, id: _id, ...schema } = JSON.parse(text) as Record<string, unknown>;
  return schema;
}

describe('SARIF', () => {
  test.each(Object.entries({ conformant, failing, hostile }))(
    '%s: fits the published schema',
    async (name, sample) => {
      const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
      formats.default(ajv);
      const validate = ajv.compile(await publishedSchema());
      const text = renderSarif(sample());
      validate(JSON.parse(text));
      expect(validate.errors ?? []).toEqual([]);
      expect(text).not.toMatch(/[^\P{C}\n]/u);
      await expect(text).toMatchFileSnapshot(`golden/sarif-${name}.sarif.txt`);
    },
  );

  test('a finding is a result of each rule that it breaks, with its exchange', () => {
    const results = (JSON.parse(renderSarif(failing())) as Log).runs[0]?.results ?? [];
    const untraced = results.filter(({ message }) => message.text?.includes('trace_id'));
    expect(untraced.map(({ ruleId }) => ruleId)).toEqual(['SAM-ENV-01', 'SAM-ENV-02']);
    expect(untraced[0]).toMatchObject({ level: 'error', webResponse: { statusCode: 200 } });
    expect(results.filter(({ kind }) => kind === 'open')).toHaveLength(1);
    expect(results.filter(({ suppressions }) => suppressions !== undefined)).toHaveLength(1);
  });

  test('fingerprints outlive seeds and messages', () => {
    const prints = (text: string): unknown[] =>
      ((JSON.parse(text) as Log).runs[0]?.results ?? []).map((each) => each.partialFingerprints);
    const again = failing();
    for (const rule of again.rules) {
      for (const each of rule.cases) if (each.message !== undefined) each.message += ' (again)';
    }
    expect(prints(renderSarif({ ...again, seed: 7 }))).toEqual(prints(renderSarif(failing())));
  });
});
