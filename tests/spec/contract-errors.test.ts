import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { rolesOf } from '../../runner/job/perform.ts';
import { loadContract } from '../../spec/load.ts';
import { packageFile } from '../../spec/package-root.ts';
import { LAWS } from '../../suites/index.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** A copy of a contract with one text of one file exchanged. */
function spoilt(file: 'rules.yaml' | 'openapi.yaml', change: (text: string) => string): string {
  const folder = temporaryFolder('contract');
  cpSync(packageFile('spec/kompliant'), folder, { recursive: true });
  const path = join(folder, file);
  const before = readFileSync(path, 'utf8');
  const after = change(before);
  expect(after, 'the test must spoil something').not.toBe(before);
  writeFileSync(path, after);
  return folder;
}

const load = async (folder: string): Promise<unknown> => loadContract(folder, rolesOf(LAWS));

test.each<[string, 'rules.yaml' | 'openapi.yaml', (text: string) => string, RegExp]>([
  [
    'an unknown law',
    'rules.yaml',
    (text) => text.replace('law: envelope/success', 'law: envelope/sucess'),
    /rules\.yaml:\d+: unknown law "envelope\/sucess" — did you mean "envelope\/success"\?/,
  ],
  [
    'a misspelt key',
    'rules.yaml',
    (text) => text.replace('\nunauthorised:', '\nunauthorized:'),
    /rules\.yaml:\d+: unknown key "unauthorized" — did you mean "unauthorised"\?/,
  ],
  [
    'an unknown outcome',
    'rules.yaml',
    (text) => text.replace('expect: limit-reached', 'expect: limit-reachd'),
    /unknown outcome "limit-reachd" — did you mean "limit-reached"\?/,
  ],
  [
    'an unknown rule',
    'rules.yaml',
    (text) => text.replace(/works: KOM-CREATE-01/, 'works: KOM-CREATE-99'),
    /unknown rule "KOM-CREATE-99"/,
  ],
  [
    'an unknown operation',
    'rules.yaml',
    (text) => text.replace('operation: webhook.config.create', 'operation: webhook.config.creat'),
    /unknown operation "webhook.config.creat" — did you mean "webhook.config.create"/,
  ],
  [
    'a place that the document does not have',
    'rules.yaml',
    (text) => text.replace('body:/config/url', 'body:/config/uri'),
    /unknown parameter of webhook\.config\.create "body:\/config\/uri" — did you mean "body:\/config\/url"/,
  ],
  ['broken YAML', 'rules.yaml', (text) => `${text}\n  - [`, /rules\.yaml:\d+:\d+:/],
  [
    'a broken $ref',
    'openapi.yaml',
    (text) => text.replace(/(\$ref: ['"]?#\/components\/schemas\/)(\w+)/, '$1Nowhere$2'),
    /openapi\.yaml:\d+: not a valid OpenAPI document: .*Nowhere/,
  ],
  [
    'a misspelt type',
    'openapi.yaml',
    (text) => text.replace('type: string', 'type: strng'),
    /openapi\.yaml:\d+.*strng|strng/,
  ],
  [
    'a status that is no number',
    'openapi.yaml',
    (text) => text.replace(/'400':/, "'4XX':"),
    /documents status "4XX"; write each status as a number/,
  ],
])('%s is one helpful line', async (_, file, change, message) => {
  const error: unknown = await load(spoilt(file, change)).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ name: 'InputError', message: expect.stringMatching(message) as string });
  expect((error as Error).message).not.toContain('\n');
});
