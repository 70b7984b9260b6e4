/**
 * Which item of a list the case is about. An account is shared, so a list holds the items of other cases too; ours
 * is the one that holds a text that this case sent.
 */
import type { CaseResult } from '../../runner/result/result.ts';
import { jsonLines, valueOf, type BodyLine } from './json-lines.ts';
import type { MarkedLine } from './marks.ts';

/** Shorter texts (`enabled`) say nothing of whose an item is. */
const SHORTEST = 10;

/** The texts of a case's requests, as they stand in JSON. */
export function sentTexts({ exchanges }: CaseResult): ReadonlySet<string> {
  return new Set(
    exchanges
      .flatMap(({ request }) => jsonLines(request.body ?? '') ?? [])
      .map(valueOf)
      .filter((value) => value.startsWith('"') && value.length >= SHORTEST),
  );
}

/** Where marks lie in several items of a list, leaves those in the item that is the case's own, if one is. */
export function keepOwn(lines: readonly MarkedLine[], sent: ReadonlySet<string>): void {
  const items = new Set(lines.filter(({ marked }) => marked).map(itemOf));
  items.delete(undefined);
  if (items.size < 2) return;
  const holders = new Map<string, Set<string>>();
  for (const line of lines) {
    const item = itemOf(line);
    const value = valueOf(line);
    if (item === undefined || !sent.has(value)) continue;
    holders.set(value, (holders.get(value) ?? new Set()).add(item));
  }
  // A text that every case sends (a kind of event) is in many items.
  const own = new Set([...holders.values()].filter((of) => of.size === 1).flatMap((of) => [...of]));
  if (own.size === 0) return;
  for (const line of lines) {
    const item = itemOf(line);
    if (item !== undefined && !own.has(item)) line.marked = false;
  }
}

/** The place of the list's element that a line belongs to. */
function itemOf({ path }: BodyLine): string | undefined {
  const index = path?.findIndex((step) => /^\d+$/.test(step)) ?? -1;
  return index < 0 ? undefined : path?.slice(0, index + 1).join('/');
}
