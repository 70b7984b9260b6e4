/**
 * The form of what everything that a run makes bears. The path of a URL begins with it, `/wc-0123456789/abcdef-3`, and
 * texts have a hyphen where the second slash is: the run's marker, the attempt at a case, and a count.
 */
import { randomBytes } from 'node:crypto';

/** Another one for each run. */
export function newMarker(): string {
  return randomBytes(5).toString('hex');
}

/** What all paths of one run begin with. */
export function pathOf(marker: string): string {
  return `/wc-${marker}/`;
}

/** What all paths of any run begin with. */
export const OF_ANY_RUN = /\/wc-[0-9a-f]{10}\//;

/** What all paths of one attempt at a case have in common: `/wc-0123456789/abcdef-`. */
export const OF_ONE_ATTEMPT = /\/wc-[0-9a-f]{10}\/[^/?#-]*-/;

/** What is made anew for every item. */
export const MADE_UP = /\bwc-[\da-f]{10}[-/][\da-f]{6}-\d+(?:-\d+)?/g;

/** Of a URL what all those of one example begin with: up to the number in the first step behind the run's marker. */
export const OF_ONE_EXAMPLE = /^[^?#]*?\/[\w-]*[0-9a-f]{6,}\/[0-9a-f]{6}-\d+(?:-\d+)?/i;
