/** The last look at what was written. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { lastLook, redactorOf, scanFor } from '../../runner/cli/last-look.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const SECRET = 'kŒ"&<\'/+ canary=';
const account = {
  id: 'a',
  credentials: { apiKey: SECRET },
  fixtures: { unprivilegedApiKey: 'second-canary-7' },
};
const scan = scanFor(redactorOf({ accounts: [account] }), [
  ['learnt-from-answer-3', 'secret'],
  ['a-word', 'secret'],
]);
const bytes = Buffer.from(SECRET);

function files(texts: Record<string, string>): string[] {
  const folder = temporaryFolder('scan');
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text);
  return Object.keys(texts).map((name) => join(folder, name));
}

test.each([
  ['raw', SECRET],
  ['in a URL', encodeURIComponent(SECRET)],
  [
    'in a URL, in small digits',
    encodeURIComponent(SECRET).replace(/%[0-9A-F]{2}/g, (digits) => digits.toLowerCase()),
  ],
  ['in a form', new URLSearchParams({ a: SECRET }).toString()],
  ['in Base64', bytes.toString('base64')],
  ['in Base64 for URLs', bytes.toString('base64url')],
  ['in the Base64 of user and password', Buffer.from(`user1:${SECRET}:x`).toString('base64')],
  ['in the Base64 of another user and password', Buffer.from(`user:${SECRET}`).toString('base64')],
  ['in hexadecimal digits', bytes.toString('hex')],
  ['in JSON', JSON.stringify({ a: SECRET })],
  ['in JSON in JSON', JSON.stringify({ a: JSON.stringify({ a: SECRET }) })],
  ['in HTML', SECRET.replaceAll('&', '&amp;').replaceAll('<', '&lt;')],
  [
    'in an attribute',
    SECRET.replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;'),
  ],
  ['learnt', 'it is learnt-from-answer-3.'],
  ['of a fixture', 'the second-canary-7'],
])('a secret %s does not stay in a file', async (_, text) => {
  const [bad = '', good = ''] = files({ bad: `before ${text} after`, good: 'nothing: a-word' });
  await expect(lastLook([bad, good], [], scan)).rejects.toThrow(
    /bad held a secret \((apiKey|secret|unprivilegedApiKey)\): it was removed$/,
  );
  expect(readdirSync(join(bad, '..'))).toEqual(['good']);
});

test('a secret is found where a large file is read in pieces', async () => {
  for (const before of [65_530, 65_536, 200_000]) {
    const [bad = ''] = files({ bad: `${'x'.repeat(before)}${SECRET}${'y'.repeat(100_000)}` });
    await expect(lastLook([bad], [], scan)).rejects.toThrow(/held a secret/);
  }
});

test('a ledger stays, and it is said', async () => {
  const [ledger = ''] = files({ ledger: SECRET });
  await expect(lastLook([], [ledger], scan)).rejects.toThrow(/held a secret \(apiKey\): remove it when/);
  expect(readdirSync(join(ledger, '..'))).toEqual(['ledger']);
});

test('what holds none, is not there or is a pipe is no trouble', async () => {
  const [good = ''] = files({ good: 'all is well' });
  await lastLook([good, `${good}.none`, '/dev/null'], [], scan);
  expect(readdirSync(join(good, '..'))).toEqual(['good']);
});

test('a password that is a word says nothing where it stands: a report has it of its own', async () => {
  const words = scanFor(redactorOf({ accounts: [{ ...account, credentials: { apiKey: 'webhook' } }] }), []);
  await expect(lastLook(files({ report: 'demanded of webhook.get' }), [], words)).resolves.toBeUndefined();
});
