import { InputError } from '../../spec/errors.ts';
import {
  alter,
  alterEnd,
  alterFirst,
  alterHalf,
  alterMiddle,
  type Credentials,
  type Headers,
  reversed,
  type Signer,
  swapCase,
} from './signer.ts';

/** A static key in a header. Credential: `apiKey`. Setting: `header`, its name. */
export function headerKey(settings: Readonly<Record<string, unknown>>): Signer {
  const header = settings['header'];
  if (typeof header !== 'string' || header === '') {
    throw new InputError('signer header-key: it needs the setting "header", the name of the header');
  }
  const sign = (credentials: Credentials): Headers => ({ [header]: credentials['apiKey'] ?? '' });
  const changed =
    (change: (key: string) => string) =>
    (credentials: Credentials): Headers => ({ [header]: change(credentials['apiKey'] ?? '') });
  return {
    sign,
    forgeries: new Map<string, (credentials: Credentials) => Headers>([
      ['no-credentials', () => ({})],
      ['empty-key', changed(() => '')],
      ['unknown-key', changed((key) => key.replace(/[0-9A-Za-z]/g, alter))],
      ['tampered-key', changed(alter)],
      ['tampered-beginning', changed(alterFirst)],
      ['tampered-middle', changed(alterMiddle)],
      ['tampered-end', changed(alterEnd)],
      ['reversed-key', changed(reversed)],
      ['tampered-first-half', changed((key) => alterHalf(key, 'first'))],
      ['tampered-last-half', changed((key) => alterHalf(key, 'last'))],
      // Whoever takes a key apart before looking it up stumbles over one that has no parts.
      ['malformed-key', changed(() => 'x')],
      ['truncated-key', changed((key) => key.slice(0, -1))],
      ['extended-key', changed((key) => `${key}x`)],
      ['key-case', changed(swapCase)],
      ['quoted-key', changed((key) => `"${key}"`)],
      ['key-in-a-list', changed((key) => `x, ${key}`)],
      [
        'bearer-beside',
        (credentials) => ({ ...changed(alter)(credentials), authorization: 'Bearer not-a-token' }),
      ],
      // The right key, but not where it belongs: beside a wrong one it opens nothing.
      [
        'right-bearer-beside',
        (credentials) => ({
          ...changed(alter)(credentials),
          authorization: `Bearer ${credentials['apiKey'] ?? ''}`,
        }),
      ],
      ['other-header', (credentials) => ({ authorization: `Bearer ${alter(credentials['apiKey'] ?? '')}` })],
    ]),
  };
}
