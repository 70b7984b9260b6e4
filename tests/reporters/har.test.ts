import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import type { Har } from 'har-format';
import { describe, expect, test } from 'vitest';
import { exchangesOf, renderHar } from '../../reporters/har.ts';
import { writeReport } from '../../reporters/index.ts';
import type { RunResult } from '../../runner/result/result.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { HOSTILE, conformant, exchange, failing, hostile } from './samples.ts';

/** The schemas of `har-schema`, whose ids are of an older draft. */
function validator(): (har: unknown) => unknown[] {
  const schemas = createRequire(import.meta.url)('har-schema') as Record<string, Record<string, unknown>>;
  const ajv = new Ajv({ strict: false, allErrors: true });
  formats.default(ajv);
  for (const schema of Object.values(schemas)) {
    const { $schema: _draft, ...rest } = schema;
    ajv.addSchema(rest);
  }
  const validate = ajv.getSchema('har.json#') ?? ajv.getSchema('har.json');
  if (validate === undefined) throw new Error('no schema');
  return (har) => (validate(har) ? [] : (validate.errors ?? []));
}

async function rendered(result: RunResult): Promise<string> {
  let text = '';
  for await (const chunk of renderHar(result, exchangesOf(result))) text += chunk;
  return text;
}

const folder = temporaryFolder('har');

describe('HAR', () => {
  test.each(Object.entries({ conformant, failing, hostile }))('%s: fits the schema', async (name, sample) => {
    const text = await rendered(sample());
    expect(validator()(JSON.parse(text))).toEqual([]);
    expect(text).not.toMatch(/[^\P{C}\n]/u);
    await expect(text).toMatchFileSnapshot(`golden/har-${name}.har.txt`);
  });

  test('a case that proves several rules is archived once, and bodies come back as they were', async () => {
    const { log } = JSON.parse(await rendered(failing())) as Har;
    expect(log.entries.filter(({ comment }) => comment === 'envelope/trace-id/get')).toHaveLength(1);
    const hostileLog = (JSON.parse(await rendered(hostile())) as Har).log;
    expect(hostileLog.entries[0]?.response.content.text).toBe(HOSTILE);
    expect(hostileLog.entries[0]?.request.postData?.text).toBe(HOSTILE);
  });

  test('a URL that is none does not make the file one that nobody opens', async () => {
    const urls = ['not a url', 'http://[::1]:80/a[b]?q=ü&x=%zz', 'http://h/\ud800', 'javascript:alert(1)'];
    let text = '';
    const records = urls.map((url) => exchange({ request: { ...exchange().request, url } }));
    for await (const chunk of renderHar(conformant(), records)) text += chunk;
    const har = JSON.parse(text) as Har;
    expect(validator()(har)).toEqual([]);
    expect(har.log.entries.map(({ request }) => request.url)).toEqual([
      'invalid:not%20a%20url',
      'http://[::1]/a%5Bb%5D?q=%C3%BC&x=%25zz',
      'http://h/%EF%BF%BD',
      'javascript:alert(1)',
    ]);
  });

  test('streams the exchanges that a run kept; a last line cut short is left out', async () => {
    const spool = join(folder, 'spool.jsonl');
    const record = { ...exchange(), startedAt: '2026-01-02T03:04:06.000Z', case: 'a/b/c' };
    await writeFile(spool, `${JSON.stringify(record)}\n${JSON.stringify(record)}\n{"request":`);
    const out = join(folder, 'out.har');
    await writeReport('har', out, conformant(), { exchangesFile: spool });
    const har = JSON.parse(await readFile(out, 'utf8')) as Har;
    expect(validator()(har)).toEqual([]);
    expect(har.log.entries).toHaveLength(2);
    expect(har.log.entries[0]).toMatchObject({ startedDateTime: record.startedAt, comment: 'a/b/c' });
  });

  test('a broken line elsewhere is an error that says where', async () => {
    const spool = join(folder, 'broken.jsonl');
    await writeFile(spool, `nonsense\n${JSON.stringify(exchange())}\n`);
    const out = join(folder, 'broken.har');
    await expect(writeReport('har', out, conformant(), { exchangesFile: spool })).rejects.toThrow(
      `cannot write the report ${out}: line 1 of ${spool} is not an exchange`,
    );
    const absent = writeReport('har', out, conformant(), { exchangesFile: join(folder, 'absent') });
    await expect(absent).rejects.toThrow(/ENOENT/);
  });
});
