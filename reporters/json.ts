/** The JSON report: the result itself. Every other format can be made from it later. */
import type { RunResult } from '../runner/result/result.ts';

/**
 * What JSON lets stand but a terminal or an editor acts on: C1 controls, direction marks, line separators, what
 * is no character. They can only stand inside strings, so that an escape means the same. Lone surrogates and C0
 * controls JSON.stringify escapes itself.
 */
const ACTING = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;

export function renderJson(result: RunResult): string {
  return jsonText(result, 2);
}

/** JSON that is harmless to look at; one document, one line feed at its end. */
export function jsonText(value: unknown, indent?: number): string {
  return `${JSON.stringify(value, null, indent).replace(ACTING, escapeUnits)}\n`;
}

/** Some of these lie beyond the first plane: two units, two escapes. */
function escapeUnits(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
