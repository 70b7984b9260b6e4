/** Which findings are told in full: as many as fit above what stands below them on one screen. */
import type { Finding } from '../findings.ts';
import { plural } from '../text.ts';
import { briefLines, findingLines } from './finding.ts';
import type { Paint, TerminalOptions } from './paint.ts';

/** Lines of a summary, where one can be told in so few. */
const SCREEN = 40;
/** However much stands below, failures have this much room. */
const LEAST = 20;

/** The first is told in full, whatever it takes; of what has no room at all, it is said how much there is. */
export function onOneScreen(
  found: readonly Finding[],
  below: number,
  options: TerminalOptions,
  paint: Paint,
): string[] {
  const full = found.map((finding) => [...findingLines(finding, options, paint), '']);
  if (options.verbose) return full.flat();
  const brief = found.map((finding) => [...briefLines(finding, options, paint), '']);
  let room = Math.max(LEAST, SCREEN - below) - (full[0]?.length ?? 0);
  const all = brief.slice(1).reduce((sum, lines) => sum + lines.length, 0);
  // Where not all are shown, the last lines say so.
  if (all > room) room -= restLines(found).length;
  let shown = 1;
  for (const lines of brief.slice(1)) {
    if (lines.length > room) break;
    room -= lines.length;
    shown += 1;
  }
  const blocks = brief.slice(0, shown).map((short, index) => {
    const long = full[index] ?? short;
    if (index === 0) return long;
    if (long.length - short.length > room) return short;
    room -= long.length - short.length;
    return long;
  });
  return [...blocks.flat(), ...restLines(found.slice(shown))];
}

/** Told are the gravest; the others have a line together. */
function restLines(rest: readonly Finding[]): string[] {
  if (rest.length === 0) return [];
  const rules = new Set(rest.flatMap((finding) => finding.rules.map(({ id }) => id)));
  const text = `… and ${plural(rest.length, 'other finding')}, of ${plural(rules.size, 'rule')}: --verbose and the reports tell all`;
  return [text, ''];
}
