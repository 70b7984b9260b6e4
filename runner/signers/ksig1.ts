import { createHmac } from 'node:crypto';

import { InputError } from '../../spec/errors.ts';
import {
  alter,
  alterFirst,
  alterHalf,
  alterMiddle,
  type Credentials,
  type Headers,
  reversed,
  type SignatureRecipe,
  type Signer,
  swapCase,
} from './signer.ts';

const SCHEME = 'KSig1-HMAC-SHA256';

/** A run signs one text with one key thousands of times; a few forgeries come to it. */
const KNOWN = new Map<string, string>();

/** Base64 of the HMAC-SHA256 over a message of UTF-8 text. */
export function signature(key: Buffer, message: string): string {
  const pair = `${key.toString('latin1')}\n${message}`;
  const known = KNOWN.get(pair);
  if (known !== undefined) return known;
  if (KNOWN.size > 100) KNOWN.clear();
  const made = createHmac('sha256', key).update(message, 'utf8').digest('base64');
  KNOWN.set(pair, made);
  return made;
}

const SHELL: SignatureRecipe = {
  from: ['apiKey', 'secretKey'],
  body: [
    "key=$(printf '%s' \"$2\" | base64 -d | od -An -v -tx1 | tr -d ' \\n')",
    'printf \'%s\' "$1" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64 | tr -d \'\\n\'',
  ].join('\n'),
};

interface Settings {
  /** Elements in the order in which they are signed; API-Key alone is what the documents fully describe. */
  elements: readonly string[];
  /** What joins the values of several elements; the documents do not say. */
  joiner: string;
}

/**
 * KSig1-HMAC-SHA256: the key is the decoded secret, the message the signed elements. Credentials: `apiKey`,
 * `secretKey` (Base64), `authToken`. Settings: `elements` (default API-Key alone) and `joiner` (default line feed).
 */
export function ksig1(settings: Readonly<Record<string, unknown>>): Signer {
  const { elements, joiner } = readSettings(settings);

  const sign = (credentials: Credentials, key: Buffer = secret(credentials)): Headers => {
    const apiKey = credentials['apiKey'] ?? '';
    const timestamp = String(Math.floor(Date.now() / 1000));
    const values: Record<string, string> = { 'API-Key': apiKey, 'HTTP-Verb': 'POST', Timestamp: timestamp };
    const message = elements.map((element) => values[element] ?? '').join(joiner);
    return {
      authorization: `${SCHEME} ${signature(key, message)}`,
      'x-api-key': apiKey,
      'x-api-auth-token': credentials['authToken'] ?? '',
      ...(elements.length > 1 ? { 'x-api-signed-elements': elements.join(';') } : {}),
      ...(elements.includes('Timestamp') ? { 'x-api-timestamp': timestamp } : {}),
    };
  };

  const less = (name: string) => (credentials: Credentials) => {
    const { [name]: _, ...rest } = sign(credentials);
    return rest;
  };
  const other =
    (name: string, change: (value: string) => string) =>
    (credentials: Credentials): Headers => {
      const headers = sign(credentials);
      return { ...headers, [name]: change(headers[name] ?? '') };
    };
  const otherKey = (change: (key: Buffer) => Buffer) => (credentials: Credentials) =>
    sign(credentials, change(secret(credentials)));
  /** The right key over another text. */
  const signs =
    (message: (apiKey: string) => string) =>
    (credentials: Credentials): Headers => ({
      ...sign(credentials),
      authorization: `${SCHEME} ${signature(secret(credentials), message(credentials['apiKey'] ?? ''))}`,
    });
  /** Says that these elements are signed, though the signature is over the values given. */
  const claims =
    (names: string, more: Headers, message: (apiKey: string) => string) =>
    (credentials: Credentials): Headers => ({
      ...signs(message)(credentials),
      'x-api-signed-elements': names,
      ...more,
    });
  const keyAlone = (apiKey: string): string => apiKey;
  const otherCredential = (name: string, change: (value: string) => string) => (credentials: Credentials) =>
    sign({ ...credentials, [name]: change(credentials[name] ?? '') });

  return {
    sign: (credentials) => sign(credentials),
    problem: (credentials) =>
      isBase64(credentials['secretKey'] ?? '')
        ? undefined
        : 'secretKey is no Base64; copy it as the vendor gave it, with + and / and the = at its end',
    // With a time in it, there is a signature a request.
    ...(elements.length === 1 ? { shell: SHELL } : {}),
    forgeries: new Map<string, (credentials: Credentials) => Headers>([
      ['no-credentials', () => ({})],
      ['no-authorization', less('authorization')],
      ['no-api-key', less('x-api-key')],
      ['no-auth-token', less('x-api-auth-token')],
      ['tampered-signature', other('authorization', (value) => tamper(value, 16))],
      ['signature-beginning', other('authorization', (value) => tamper(value, 0, 0, 0x80))],
      ['signature-end', other('authorization', (value) => tamper(value, 31))],
      ['signature-first-half', other('authorization', (value) => tamper(value, 0, 15))],
      ['signature-last-half', other('authorization', (value) => tamper(value, 16, 31))],
      ['empty-signature', other('authorization', () => `${SCHEME} `)],
      ['other-message', signs((apiKey) => `${apiKey} `)],
      ['empty-message', signs(() => '')],
      ['wrong-secret', otherKey((key) => Buffer.from(key.map((byte) => byte ^ 0x5a)))],
      [
        'text-as-key',
        (credentials) => sign(credentials, Buffer.from(credentials['secretKey'] ?? '', 'utf8')),
      ],
      ['wrong-token', other('x-api-auth-token', alter)],
      ['token-beginning', other('x-api-auth-token', alterFirst)],
      ['token-middle', other('x-api-auth-token', alterMiddle)],
      ['token-reversed', other('x-api-auth-token', reversed)],
      ['token-first-half', other('x-api-auth-token', (token) => alterHalf(token, 'first'))],
      ['token-last-half', other('x-api-auth-token', (token) => alterHalf(token, 'last'))],
      ['truncated-token', other('x-api-auth-token', (token) => token.slice(0, -1))],
      ['extended-token', other('x-api-auth-token', (token) => `${token}x`)],
      ['token-case', other('x-api-auth-token', swapCase)],
      ['unknown-api-key', otherCredential('apiKey', alter)],
      ['api-key-case', otherCredential('apiKey', swapCase)],
      ['api-key-beginning', otherCredential('apiKey', alterFirst)],
      ['api-key-middle', otherCredential('apiKey', alterMiddle)],
      ['api-key-first-half', otherCredential('apiKey', (key) => alterHalf(key, 'first'))],
      ['api-key-last-half', otherCredential('apiKey', (key) => alterHalf(key, 'last'))],
      ['signature-case', other('authorization', (value) => withSignature(value, swapCase))],
      // A whole group less: without its padding alone it would still be the same bytes.
      [
        'truncated-signature',
        other('authorization', (value) => withSignature(value, (mac) => mac.slice(0, -4))),
      ],
      ['extended-signature', other('authorization', (value) => withSignature(value, withMoreBytes))],
      ['hex-signature', other('authorization', (value) => withSignature(value, inHex))],
      ['token-as-signature', (credentials) => withToken(sign(credentials))],
      ['no-scheme', other('authorization', (value) => value.slice(SCHEME.length + 1))],
      ['key-not-signed', claims('Timestamp', { 'x-api-timestamp': '1724710669' }, () => '1724710669')],
      // Every operation of the scheme is a POST.
      ['verb-alone', claims('HTTP-Verb', {}, () => 'POST')],
      ['other-environment', otherCredential('apiKey', inOtherEnvironment)],
      ['element-case', claims('api-key', {}, keyAlone)],
      ['timestamp-missing', claims('API-Key;Timestamp', {}, keyAlone)],
      ['nonce-missing', claims('API-Key;Nonce', {}, keyAlone)],
      ['hash-missing', claims('API-Key;Content-MD5', {}, keyAlone)],
      ['other-scheme', other('authorization', (value) => value.replace(SCHEME, 'KSig2-HMAC-SHA256'))],
    ]),
  };
}

/** Decoders pass over what is not of the alphabet: the key would be another one, and every signature wrong. */
function isBase64(text: string): boolean {
  return text !== '' && /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text);
}

/** The key: the bytes that the Base64 text stands for. */
function secret(credentials: Credentials): Buffer {
  return Buffer.from(credentials['secretKey'] ?? '', 'base64');
}

/** The key under the prefix of the other environment; where it has none of the two, a key that nobody has. */
function inOtherEnvironment(apiKey: string): string {
  const prefix = /^(?:sb|lv)(?=_)/.exec(apiKey)?.[0];
  if (prefix === undefined) return alterFirst(apiKey);
  return (prefix === 'sb' ? 'lv' : 'sb') + apiKey.slice(prefix.length);
}

function withSignature(authorization: string, change: (mac: string) => string): string {
  return `${SCHEME} ${change(authorization.slice(SCHEME.length + 1))}`;
}

/** Three bytes more. What is only added to the text behind the padding, a lenient decoder lawfully passes over. */
function withMoreBytes(mac: string): string {
  return Buffer.concat([Buffer.from(mac, 'base64'), Buffer.alloc(3)]).toString('base64');
}

function inHex(mac: string): string {
  return Buffer.from(mac, 'base64').toString('hex');
}

function withToken(headers: Headers): Headers {
  return { ...headers, authorization: `${SCHEME} ${headers['x-api-auth-token'] ?? ''}` };
}

/**
 * Other bytes from a place of the MAC to another: still Base64 of 32 bytes. The first bit of the first byte, as the last
 * bit of the last, shows in one character alone.
 */
function tamper(authorization: string, from: number, to = from, bits = 0x01): string {
  return withSignature(authorization, (mac) =>
    Buffer.from(
      Buffer.from(mac, 'base64').map((byte, index) => (index >= from && index <= to ? byte ^ bits : byte)),
    ).toString('base64'),
  );
}

function readSettings(settings: Readonly<Record<string, unknown>>): Settings {
  const { elements = ['API-Key'], joiner = '\n', ...unknown } = settings;
  const [extra] = Object.keys(unknown);
  if (extra !== undefined) throw new InputError(`signer ksig1-hmac-sha256: unknown setting "${extra}"`);
  const known = ['API-Key', 'HTTP-Verb', 'Timestamp'];
  if (!Array.isArray(elements) || !elements.every((name) => known.includes(String(name)))) {
    throw new InputError(`signer ksig1-hmac-sha256: elements must be among ${known.join(', ')}`);
  }
  if (!elements.includes('API-Key')) {
    throw new InputError('signer ksig1-hmac-sha256: elements must hold API-Key, which is always signed');
  }
  if (typeof joiner !== 'string') throw new InputError('signer ksig1-hmac-sha256: joiner must be a text');
  return { elements: elements.map(String), joiner };
}
