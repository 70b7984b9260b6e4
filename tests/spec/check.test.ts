import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { problemsOf } from '../../runner/cli/check-contract.ts';
import { packageFile } from '../../spec/package-root.ts';
import { temporaryFolder } from '../temporary-folder.ts';

type Changes = readonly (readonly [file: string, from: string | RegExp, to: string])[];

/** The problems of the example's contract with some texts exchanged, a line each. */
async function problems(...changes: Changes): Promise<string[]> {
  const folder = temporaryFolder('contract');
  cpSync(packageFile('examples/quillpost'), folder, { recursive: true });
  for (const [file, from, to] of changes) {
    const path = join(folder, file);
    const before = readFileSync(path, 'utf8');
    const after = before.replace(from, to);
    expect(after, `${String(from)} must stand in ${file}`).not.toBe(before);
    writeFileSync(path, after);
  }
  return (await problemsOf(folder)).problems.map(({ where, problem }) => `${where}: ${problem}`);
}

test.each(['spec/kompliant', 'spec/konpro', 'spec/energycap', 'examples/quillpost'])(
  'nothing is wrong with %s',
  async (folder) => {
    expect((await problemsOf(packageFile(folder))).problems).toEqual([]);
  },
);

test.each<[string, Changes[number], RegExp]>([
  [
    'an operation in no role',
    ['openapi.yaml', 'operationId: getWebhook', 'operationId: readWebhook'],
    /^openapi\.yaml:\d+: operation "readWebhook" plays no role/,
  ],
  [
    'an outcome that nothing expects',
    ['rules.yaml', 'outcomes:\n', 'outcomes:\n  teapot: { status: 418 }\n'],
    /^rules\.yaml:\d+: outcome "teapot" is expected by no rule and no role/,
  ],
  [
    'an outcome of a status that is not documented',
    ['rules.yaml', 'limit-reached: { status: 409', 'limit-reached: { status: 429'],
    /outcome "limit-reached" has status 429, and createWebhook documents 201, 400/,
  ],
  [
    'a gap that nothing names',
    ['rules.yaml', 'gaps:\n', 'gaps:\n  GAP-02: { question: Why? }\n'],
    /GAP-02 is a question that no run can answer/,
  ],
  [
    'a field that no role sets',
    ['rules.yaml', '  fields:\n', '  fields:\n    note: { kind: text, view: /label }\n'],
    /field "note" is set by no role/,
  ],
  [
    'a rule that nothing proves',
    ['rules.yaml', / {4}proved-by: \[\{ law: envelope\/success, on: \[get\] \}\]\n/, ''],
    /^rules\.yaml:\d+: rule QUI-GET-01 needs proved-by, .* or excluded/,
  ],
  [
    'a rule of a schema that is none',
    ['openapi.yaml', 'x-rule: QUI-TIME-01', 'x-rule: QUI-TIMES-01'],
    /^openapi\.yaml:\d+: unknown rule "QUI-TIMES-01" — did you mean "QUI-TIME-01"\?/,
  ],
  [
    'a law on the wrong role',
    ['rules.yaml', '{ law: lifecycle/empty-list }', '{ law: lifecycle/empty-list, on: [get] }'],
    /lifecycle\/empty-list cannot be applied to get; it applies to list/,
  ],
  [
    'a law that does not fit the contract',
    ['rules.yaml', 'update: partial', 'update: replace'],
    /partial\/one-field cannot be applied to update: its updates replace the whole item/,
  ],
  [
    'a forgery that the signer does not know',
    ['rules.yaml', 'forgery: key-case', 'forgery: key-cases'],
    /the signer knows no forgery "key-cases"/,
  ],
  [
    'a signer that there is not',
    ['rules.yaml', 'scheme: header-key', 'scheme: header-keys'],
    /unknown authentication scheme "header-keys" — did you mean "header-key"\?/,
  ],
  [
    'a value that no answer shows',
    ['rules.yaml', 'view: /label', 'view: /lable'],
    /no answer of createWebhook has \/lable — did you mean "label"\?/,
  ],
  [
    'a value that is mapped and misspelt',
    ['rules.yaml', 'view: /label, max: 60', 'view: /lable, shows: mapped'],
    /no answer of createWebhook has \/lable — did you mean "label"\?/,
  ],
  [
    'a webhook that a request does not name',
    ['rules.yaml', '    id: path:webhook_id\n', ''],
    /^rules\.yaml:\d+: get does not say where .*; add id: the place in getWebhook, which requires path:project_id or path:webhook_id/,
  ],
  [
    'a create without a delete',
    ['rules.yaml', /  delete:\n(    .*\n)+/, ''],
    /^rules\.yaml:\d+: what a run creates could never be removed/,
  ],
  [
    'a list that is elsewhere',
    ['rules.yaml', 'items: /webhooks', 'items: /webhook'],
    /no answer of listWebhooks has \/webhook\/\* — did you mean/,
  ],
])('%s is told, with its place', async (_, change, message) => {
  const found = await problems(change);
  expect(found).toContainEqual(expect.stringMatching(message));
  for (const line of found) expect(line).toMatch(/^(rules|openapi)\.yaml:\d+: \S/);
});

test('what a value is mapped to may stand where no document says', async () => {
  const change = [
    'rules.yaml',
    'view: /label, max: 60',
    'view: /presentation/heading, shows: mapped',
  ] as const;
  expect(await problems(change)).not.toContainEqual(expect.stringContaining('heading'));
});

test('several are told at once, in order', async () => {
  const found = await problems(
    ['rules.yaml', 'operation: createWebhook', 'operation: creatWebhook'],
    ['rules.yaml', 'works: QUI-LIST-01', 'works: QUI-LISTS-01'],
    ['rules.yaml', 'law: limits/last-allowed', 'law: limits/last-alowed'],
  );
  expect(
    found.filter((line) => line.includes('did you mean')).map((line) => line.replace(/^.*?: /, '')),
  ).toEqual([
    'unknown operation "creatWebhook" — did you mean "createWebhook"?',
    'unknown rule "QUI-LISTS-01" — did you mean "QUI-LIST-01"?',
    'unknown law "limits/last-alowed" — did you mean "limits/last-allowed"?',
  ]);
});

test('every misspelt key is told', async () => {
  const found = await problems(
    ['rules.yaml', 'unique: url', 'uniq: url'],
    ['rules.yaml', 'idPrefix: wh_', 'idPrefiks: wh_'],
  );
  expect(found).toEqual([
    expect.stringMatching(/^rules\.yaml:\d+: unknown key "uniq" — did you mean "unique"\?/),
    expect.stringMatching(/^rules\.yaml:\d+: unknown key "idPrefiks" — did you mean "idPrefix"\?/),
  ]);
});

test.each([
  ['broken YAML', 'rules.yaml', /^/, 'a: [', /rules\.yaml:\d+:\d+:/],
  [
    'a broken reference',
    'openapi.yaml',
    '#/components/schemas/List',
    '#/components/schemas/Lost',
    /openapi\.yaml:\d+: not a valid/,
  ],
] as const)('%s cannot be read', async (_, file, from, to, message) => {
  await expect(problems([file, from, to])).rejects.toMatchObject({
    name: 'InputError',
    message: expect.stringMatching(message) as string,
  });
});
