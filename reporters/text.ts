/**
 * Text for people. What a server sent is hostile: it may hold escape sequences that repaint a terminal, marks
 * that turn the reading direction, halves of characters that no file can hold. Shown, these become escapes.
 */

/** Control, format (direction, zero width), lone surrogates, line separators, and what is no character. */
const UNSHOWABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16).padStart(4, '0');
  return SHORT[character] ?? (code > 0xffff ? `\\u{${hex}}` : `\\u${hex}`);
}

/** On one line, with nothing in it that acts: ESC becomes `\u001b`. */
export function visible(text: string): string {
  return text.replace(UNSHOWABLE, escapeCharacter);
}

/** The same, but for line feeds and tabs, which stay; CRLF counts as a line feed. */
export function visibleLines(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(UNSHOWABLE, (character) =>
      character === '\n' || character === '\t' ? character : escapeCharacter(character),
    );
}

/** At most `max` characters; what is left out is counted. */
export function cut(text: string, max: number): string {
  const characters = Array.from(text);
  if (characters.length <= max) return text;
  return `${characters.slice(0, max).join('')}… (${count(characters.length - max)} more)`;
}

/** At most `max` characters, the last an ellipsis: for a line that has its place. */
export function clip(text: string, max: number): string {
  const characters = Array.from(text);
  return characters.length <= max ? text : `${characters.slice(0, Math.max(0, max - 1)).join('')}…`;
}

/** 1234 → `1,234`; the same on every machine, whatever its locale. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** `1 rule`, `2 rules`. */
export function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** 950 → `950 ms`, 1234 → `1.2 s`, 125000 → `2 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 999.5) return `${ms < 10 ? Number(ms.toFixed(1)) : Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Lines of at most `width` characters, broken at spaces where there are any. */
export function wrap(text: string, width: number): string[] {
  const room = Math.max(10, width);
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let rest = Array.from(paragraph);
    while (rest.length > room) {
      const space = rest.lastIndexOf(' ', room);
      const end = space > room / 3 ? space : room;
      lines.push(rest.slice(0, end).join('').trimEnd());
      rest = rest.slice(rest[end] === ' ' ? end + 1 : end);
    }
    lines.push(rest.join(''));
  }
  return lines;
}
