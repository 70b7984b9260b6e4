import { readFile } from 'node:fs/promises';
import { parse } from 'junit2json';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { renderJunit } from '../../reporters/junit.ts';
import { conformant, failing, hostile } from './samples.ts';

const samples = { conformant, failing, hostile };

describe('JUnit', () => {
  test.each(Object.entries(samples))(
    '%s: is well-formed and keeps the rules of its readers',
    async (name, sample) => {
      const xml = renderJunit(sample());
      const schema = await readFile(new URL('junit.xsd', import.meta.url), 'utf8');
      const { valid, errors } = await validateXML({ xml, schema });
      expect(errors.map(({ message }) => message)).toEqual([]);
      expect(valid).toBe(true);
      await expect(xml).toMatchFileSnapshot(`golden/junit-${name}.xml`);
    },
  );

  test('counts what it holds, suite by suite and in all', async () => {
    const parsed = await parse(renderJunit(failing()));
    if (parsed === undefined || parsed === null || !('testsuite' in parsed)) throw new Error('no suites');
    const suites = parsed.testsuite ?? [];
    let tests = 0;
    for (const suite of suites) {
      const cases = suite.testcase ?? [];
      expect(suite.tests).toBe(cases.length);
      expect(suite.failures).toBe(cases.filter((each) => each.failure !== undefined).length);
      expect(suite.errors).toBe(cases.filter((each) => each.error !== undefined).length);
      expect(suite.skipped).toBe(cases.filter((each) => each.skipped !== undefined).length);
      tests += cases.length;
    }
    expect(parsed.tests).toBe(tests);
    // Twelve rules are broken, one of them in three cases.
    expect(parsed.failures).toBe(14);
    expect(parsed.errors).toBe(1);
  });

  test('what attacks the format comes out as the text that it was', async () => {
    const parsed = await parse(renderJunit(hostile()));
    if (parsed === undefined || parsed === null || !('testsuite' in parsed)) throw new Error('no suites');
    const cases = (parsed.testsuite ?? []).flatMap((suite) => suite.testcase ?? []);
    expect(cases).toHaveLength(4);
    expect(cases[0]?.failure?.[0]?.message).toContain(']]>');
    expect(cases[0]?.failure?.[0]?.message).toContain('\\u001b[2J');
    expect(cases[0]?.failure?.[0]?.message).toContain('half \\ud800 of');
  });
});
