/** How a URL came back other than it was sent, in a few words: what was done to it says what does it. */
import { MADE_UP } from '../runner/result/marker.ts';

/** Both as JSON, perhaps cut. Undefined where they are no URLs. */
export function differenceOf(now: string, was: string): string | undefined {
  const [shown, sent] = [bare(now), bare(was)];
  if (!/^https?:/i.test(shown) || !/^https?:/i.test(sent)) return undefined;
  if (marks(shown) !== marks(sent)) return 'is shown where another one is due';
  if (shown.toLowerCase() === sent.toLowerCase()) return 'comes back in another case';
  const [there, sentAs] = [Array.from(shown), Array.from(sent)];
  const at = sentAs.findIndex((character, index) => character !== there[index]);
  const character = sentAs[at];
  if (character === undefined) return 'comes back longer';
  if (at === there.length) return `is cut at ${character}`;
  return `comes back with another ${/[\p{L}\p{N}]/u.test(character) ? 'letter' : character}`;
}

/** The marks of the run in it: another one is another item's, or a former value. */
function marks(url: string): string {
  return [...url.toLowerCase().matchAll(MADE_UP)].join(' ');
}

function bare(json: string): string {
  return json.replace(/^"/, '').replace(/["…]+$/, '');
}
