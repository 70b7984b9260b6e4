/** Texts as words of a POSIX shell: what is literal in single quotes, what is known only there in double ones. */

/** A stretch of text in whose place an expression stands, like `$RUN`. */
export interface Substitution {
  /** Sticky or not; it is searched from left to right. */
  pattern: RegExp;
  /** The expression for a match; it is put in double quotes. */
  expression: (match: RegExpExecArray) => string;
}

/** Nothing in a text gets out of its quotes, whoever wrote it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** One word: the text, with expressions for what the substitutions find; where two begin at once, the first wins. */
export function word(text: string, substitutions: readonly Substitution[]): string {
  const pieces: string[] = [];
  let rest = text;
  while (rest !== '') {
    const next = first(rest, substitutions);
    if (!next) break;
    if (next.at > 0) pieces.push(quoted(rest.slice(0, next.at)));
    pieces.push(`"${next.expression}"`);
    rest = rest.slice(next.at + next.length);
  }
  if (rest !== '' || pieces.length === 0) pieces.push(quoted(rest));
  return pieces.join('');
}

function first(
  text: string,
  substitutions: readonly Substitution[],
): { at: number; length: number; expression: string } | undefined {
  let best: { at: number; length: number; expression: string } | undefined;
  for (const { pattern, expression } of substitutions) {
    const match = pattern.exec(text);
    if (!match || match[0] === '') continue;
    if (!best || match.index < best.at) {
      best = { at: match.index, length: match[0].length, expression: expression(match) };
    }
  }
  return best;
}

/** A pattern for exactly this text. */
export function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
