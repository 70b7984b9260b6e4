/**
 * Which part of an answer the sentence speaks of. A finding names places (`meta.trace_id`, `errors[*].code`,
 * `created_at`, `status 400`); those are looked up in the answer, and what is not there is looked for in the
 * nearest place that is.
 */
import type { Exchange } from '../../runner/result/result.ts';
import { jsonLines, valueOf, type BodyLine } from './json-lines.ts';

export interface MarkedLine extends BodyLine {
  marked: boolean;
  /** What the sentence names and this line's object has not. */
  absent?: string;
}

/**
 * `a.b`, `a[0].b`, `a[*]`, `/a/b`, or a lone name: one that is no word (`created_at`, `createdAt`), or one whose
 * value is said (`events is []`).
 */
const PLACE =
  /\/[\w$*-]+(?:\/[\w$*-]+)+|[A-Za-z_$][\w$-]+(?:\.[A-Za-z_$][\w$-]+|\[(?:\d+|\*)\])+|\b[a-z]+(?:_[a-z\d]+)+\b|\b[a-z]+[A-Z]\w*\b|\b[A-Za-z_$][\w$-]*(?= is (?:[[{"\d-]|true\b|false\b|null\b|nothing\b))/g;

/** What is longer than any sentence was made to be; a search in it would take its maker's time of us. */
const SENTENCE_LENGTH = 2000;

export function placesIn(message: string): string[][] {
  return (message.slice(0, SENTENCE_LENGTH).match(PLACE) ?? []).map((place) =>
    place.split(/[./[\]]+/).filter((step) => step !== ''),
  );
}

export function statusIsNamed(message: string, { response }: Exchange): boolean {
  const named = [...message.matchAll(/\b(?:status|got|answered) (\d{3})\b/g)].map((match) =>
    Number(match[1]),
  );
  return response !== undefined && named.includes(response.status);
}

/** Lines of a body with those marked that `message` names. Undefined: not JSON. */
export function markedLines(body: string, message: string): MarkedLine[] | undefined {
  const lines = jsonLines(body)?.map((line): MarkedLine => ({ ...line, marked: false }));
  if (lines === undefined) return undefined;
  for (const place of placesIn(message)) mark(lines, place);
  return lines;
}

function mark(lines: readonly MarkedLine[], place: readonly string[]): void {
  if (place.length === 1) {
    // A lone name says nothing of where: wherever it is.
    for (const line of lines) if (line.path?.at(-1) === place[0]) line.marked = true;
    return;
  }
  for (let length = place.length; length > 0; length--) {
    const wanted = place.slice(0, length);
    const found = lines.filter((line) => line.path !== undefined && matches(line.path, wanted));
    if (found.length === 0) continue;
    const missing = place[length];
    for (const line of found) {
      line.marked = true;
      if (missing !== undefined && missing !== '*') line.absent = missing;
    }
    return;
  }
}

function matches(path: readonly string[], wanted: readonly string[]): boolean {
  return path.length === wanted.length && wanted.every((step, index) => step === '*' || step === path[index]);
}

/** What an answer has otherwise than an earlier one to the same request: reading back shows changes so. */
export function markChanges(lines: readonly MarkedLine[], before: string): void {
  const known = new Map((jsonLines(before) ?? []).map((line) => [JSON.stringify(line.path), line.text]));
  for (const line of lines) {
    if (line.path === undefined) continue;
    const earlier = known.get(JSON.stringify(line.path));
    if (earlier?.replace(/,$/, '') !== line.text.replace(/,$/, '')) line.marked = true;
  }
}

/** Marks in a request what the smallest counterexample says: its plain values, wherever they stand. */
export function markValues(lines: readonly MarkedLine[], counterexample: unknown): void {
  const values = new Set(leaves(counterexample).map((value) => JSON.stringify(value)));
  for (const line of lines) {
    if (values.has(valueOf(line))) line.marked = true;
  }
}

function leaves(value: unknown): unknown[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(leaves);
  return value === undefined ? [] : [value];
}
