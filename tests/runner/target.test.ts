import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { readTarget } from '../../runner/job/target.ts';
import { temporaryFolder } from '../temporary-folder.ts';

function file(text: string): string {
  const path = join(temporaryFolder('target'), 'target.yaml');
  writeFileSync(path, text);
  return path;
}

const EXAMPLE = `
contract: energycap
baseUrl: \${URL:-http://127.0.0.1:4030}
auth: { apiKey: \${ECI_API_KEY} }
accounts:
  - id: main
    fixtures: { webhookIds: [1, \${SECOND}], lockedWebhookId: 3, eventTypeIds: [1, 2] }
`;

test('a version is text as it was written', async () => {
  const versioned = file('version: ${BUILD}');
  expect((await readTarget(versioned, { BUILD: '1.10' })).version).toBe('1.10');
});

test('fills in the environment, also within braces, and keeps what a secret is made of', async () => {
  const target = await readTarget(file(EXAMPLE), { ECI_API_KEY: 'a: {b} #c', SECOND: '2' });
  expect(target.baseUrl).toBe('http://127.0.0.1:4030');
  expect(target.auth).toEqual({ apiKey: 'a: {b} #c' });
  expect(target.accounts[0]?.fixtures['webhookIds']).toEqual([1, 2]);
  expect(target.sink).toBe('https://hooks.example.com');
});

test.each([
  ['baseUlr: http://x', 'target.yaml:1: unknown key "baseUlr" — did you mean "baseUrl"?'],
  ['auth: { apiKey: ${NOT_SET} }', 'the environment variable NOT_SET is not set'],
  ['accounts: []', 'must be a list of accounts'],
  ['accounts: [{ id: a }, { id: a }]', 'stands there twice'],
  ['accounts: [{ id: a, fixtures: { webhokIds: [1] } }]', 'did you mean "webhookIds"?'],
  ['sink: http://hooks.example.com', 'is no sink'],
  ['sink: https://hooks.example.com/path', 'is no sink'],
  ['hostProbes: yes please', 'true or false'],
  ['version: 1.10', 'write a text in quotes, like "1.10"'],
  ['a: [', 'target.yaml'],
  ['just text', 'it must hold keys'],
])('refuses %j', async (text, message) => {
  await expect(readTarget(file(text), {})).rejects.toThrow(message);
});

test('a file that is not there is named', async () => {
  await expect(readTarget('/nowhere/target.yaml', {})).rejects.toThrow(
    '/nowhere/target.yaml: there is no such file',
  );
});
