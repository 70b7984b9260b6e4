import { closest, distance } from 'fastest-levenshtein';

/** ` — did you mean "x"?` for the known name closest to a wrong one, or nothing where none is close. */
export function didYouMean(wrong: string, known: Iterable<string>): string {
  const names = [...known];
  if (names.length === 0) return '';
  const sameLetters = names.find((name) => name.toLowerCase() === wrong.toLowerCase());
  const best = sameLetters ?? closest(wrong, names);
  // Half the letters wrong is no misspelling any more, of whichever has fewer; three always pass, so that short names get help too.
  const most = Math.max(3, Math.min(wrong.length, best.length) / 2);
  return sameLetters !== undefined || distance(wrong, best) <= most ? ` — did you mean "${best}"?` : '';
}

/** `a, b or c`, for the right values in a message. */
export function oneOf(names: Iterable<string>): string {
  const all = [...names];
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`;
}
