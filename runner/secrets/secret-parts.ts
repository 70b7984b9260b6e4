/** Forged credentials are made from right ones: what they share with these is told by place, not by value. */
import { swapCase } from '../signers/signer.ts';

/** A stretch of the text that stands in a secret too. */
interface Part {
  name: string;
  /** From this character of the text … */
  at: number;
  /** … so many stand in the secret … */
  length: number;
  /** … from this character on. */
  from: number;
  whole: string;
}

/** The text with every stretch of at least `shortest` characters of a secret as `<NAME FIRST-LAST>`, counted from 1. */
export function hideParts(text: string, secrets: ReadonlyMap<string, string>, shortest: number): string {
  const part = longest(text, secrets, shortest);
  if (!part) return text;
  const before = hideParts(text.slice(0, part.at), secrets, shortest);
  const after = hideParts(text.slice(part.at + part.length), secrets, shortest);
  return `${before}<${told(text.slice(part.at, part.at + part.length), part)}>${after}`;
}

function told(shown: string, { name, from, length, whole }: Part): string {
  const range = length === whole.length ? '' : ` ${from + 1}-${from + length}`;
  const right = whole.slice(from, from + length);
  if (shown === right) return `${name}${range}`;
  return shown === swapCase(right) ? `${name}${range} in the other case` : `part of ${name}`;
}

/** The longest stretch, whatever its case: a reader could mend that. */
function longest(text: string, secrets: ReadonlyMap<string, string>, shortest: number): Part | undefined {
  const low = text.toLowerCase();
  let best: Part | undefined;
  for (const [whole, name] of secrets) {
    const secret = whole.toLowerCase();
    for (let at = 0; at <= low.length - shortest; at += 1) {
      const least = Math.max(shortest, (best?.length ?? 0) + 1);
      let from = secret.indexOf(low.slice(at, at + least));
      while (from >= 0 && at + least <= low.length) {
        let length = least;
        while (low[at + length] !== undefined && low[at + length] === secret[from + length]) length += 1;
        if (length > (best?.length ?? 0)) best = { name, at, length, from, whole };
        from = secret.indexOf(low.slice(at, at + least), from + 1);
      }
    }
  }
  return best;
}
