import type { Contract } from '../../spec/contract.ts';

/** The secrets of a target file's `auth`, by key. */
export type Credentials = Readonly<Record<string, string>>;

/** Headers to send. */
export type Headers = Record<string, string>;

/** Makes the headers that credentials ask for, and ways to get them wrong. */
export interface Signer {
  sign(credentials: Credentials): Headers;
  /** Each way of forging, by the name that `with: { forgery }` of a rule uses. */
  forgeries: ReadonlyMap<string, (credentials: Credentials) => Headers>;
  /** What is wrong with credentials that nothing can be signed with: begins with the key's name, never holds its value. */
  problem?(credentials: Credentials): string | undefined;
  /** How a shell makes the signature, where there is one that is the same for every request. */
  shell?: SignatureRecipe;
}

/** A POSIX shell function that prints a signature. */
export interface SignatureRecipe {
  /** The credentials that it takes, in the order of its parameters. */
  from: readonly string[];
  body: string;
}

/** Builds a signer from a contract's `authentication.settings`; InputError where they are wrong. */
export type SignerFactory = (settings: Contract['authentication']['settings']) => Signer;

/** The same length and alphabet, one character other: the last letter or digit is exchanged. */
export function alter(secret: string): string {
  const index = secret.search(/[0-9A-Za-z][^0-9A-Za-z]*$/);
  if (index < 0) return `${secret}x`;
  const old = secret.charAt(index);
  const next = /\d/.test(old) ? String((Number(old) + 1) % 10) : old.toLowerCase() === 'q' ? 'w' : 'q';
  return secret.slice(0, index) + next + secret.slice(index + 1);
}

/** The same, but it is the first letter or digit that is exchanged. */
export function alterFirst(secret: string): string {
  const index = secret.search(/[0-9A-Za-z]/);
  return index < 0 ? `x${secret}` : alter(secret.slice(0, index + 1)) + secret.slice(index + 1);
}

/** The same, but it is the letter or digit in the middle that is exchanged. */
export function alterMiddle(secret: string): string {
  const middle = Math.ceil(secret.length / 2);
  return alter(secret.slice(0, middle)) + secret.slice(middle);
}

/** The same characters in another order. */
export function reversed(secret: string): string {
  return Array.from(secret).toReversed().join('');
}

/** The same length, and only the very end is other: the last character, or what pads Base64. */
export function alterEnd(secret: string): string {
  return /[0-9A-Za-z]$/.test(secret)
    ? alter(secret)
    : secret.replace(/=+$|.$/s, (end) => 'x'.repeat(end.length));
}

/** The same length, one half right and in the other every letter and digit wrong. */
export function alterHalf(secret: string, half: 'first' | 'last'): string {
  const middle = Math.ceil(secret.length / 2);
  const [first, last] = [secret.slice(0, middle), secret.slice(middle)];
  const wrong = (text: string): string => text.replace(/[0-9A-Za-z]/g, alter);
  return half === 'first' ? wrong(first) + last : first + wrong(last);
}

/** The same text with every letter in the other case. */
export function swapCase(secret: string): string {
  return secret.replace(/[a-z]/gi, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
}
