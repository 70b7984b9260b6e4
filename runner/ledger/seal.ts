/** Seals what a ledger must keep and nobody may read: the first state of a fixture holds its secret. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

import type { Credentials } from '../signers/signer.ts';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Base64 of nonce, tag and ciphertext, under a key that only the target's credentials give. */
export function seal(data: unknown, credentials: Credentials): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keyOf(credentials), nonce);
  const sealed = Buffer.concat([cipher.update(JSON.stringify(data), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
}

/** What was sealed; undefined where the credentials are others or the text is damaged. */
export function unseal(text: string, credentials: Credentials): unknown {
  try {
    const bytes = Buffer.from(text, 'base64');
    const decipher = createDecipheriv(CIPHER, keyOf(credentials), bytes.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const plain = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
    return JSON.parse(plain.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

function keyOf(credentials: Credentials): Buffer {
  const ordered = Object.entries(credentials).sort(([a], [b]) => a.localeCompare(b));
  return Buffer.from(hkdfSync('sha256', JSON.stringify(ordered), '', 'webhook-conformance ledger', 32));
}
