/**
 * What a failure was about, as facts of the answers that hold where it shows again. A script checks them with the
 * functions of reader.ts.
 */
import { quoted, type Substitution, word } from './words.ts';

/** A place in the answer to one exchange; `*` in the pointer is any element of a list. */
export interface Place {
  exchange: number;
  pointer: string;
  /** Only the element that holds this there, told by the pointer of that. */
  element?: { pointer: string; is: string | number };
}

/** What one place of a documented answer holds. */
export type Test =
  | { any: readonly unknown[] }
  | { like: string; ignoringCase: boolean }
  | { present: boolean };

/** A documented answer. */
export interface Form {
  status: readonly number[];
  body: readonly (readonly [pointer: string, test: Test])[];
}

export type Fact =
  /** The answer came with this status; none: it did not come. */
  | { kind: 'status'; exchange: number; is: number }
  /** The answer is none of these. */
  | { kind: 'outside'; exchange: number; forms: readonly Form[] }
  /** The body is no JSON. */
  | { kind: 'unreadable'; exchange: number }
  | { kind: 'header'; exchange: number; name: string; is: string }
  | { kind: 'missing'; place: Place }
  | { kind: 'value'; place: Place; is: unknown; not?: true }
  /** The value looks like that, digits and made-up parts apart (see `formOf`). */
  | { kind: 'form'; place: Place; is: string }
  | { kind: 'times'; place: Place; value: unknown; is: number }
  | { kind: 'order'; place: Place; is: '=' | '!=' | '<' | '>'; than: Place };

/** The look of a text whose letters and digits are new each time: a script does the same by sed. */
export function formOf(text: string): string {
  return text.replace(/[A-Za-z0-9]+/g, (token) =>
    token.length > 5 && /\d/.test(token) ? `#${'#'.repeat(token.length)}` : token.replace(/\d+/g, '9'),
  );
}

/** The exchanges that a fact speaks of. */
export function exchangesOf(fact: Fact): number[] {
  if (fact.kind === 'order') return [fact.place.exchange, fact.than.exchange];
  return ['exchange' in fact ? fact.exchange : fact.place.exchange];
}

/** Ids that a fact needs to know. */
export function idsOf(fact: Fact): unknown[] {
  const places = fact.kind === 'order' ? [fact.place, fact.than] : 'place' in fact ? [fact.place] : [];
  const values = fact.kind === 'times' ? [fact.value] : fact.kind === 'value' ? [fact.is] : [];
  return [...places.flatMap(({ element }) => (element ? [element.is] : [])), ...values];
}

/** The command of a script that succeeds where a fact holds. */
export function commandOf(fact: Fact, substitutions: readonly Substitution[]): string {
  const value = (data: unknown): string => word(JSON.stringify(data) ?? 'missing', substitutions);
  const place = ({ exchange, pointer, element }: Place): string =>
    [
      String(exchange + 1),
      quoted(pointer),
      ...(element ? [quoted(element.pointer), value(element.is)] : ["''", "''"]),
    ].join(' ');
  switch (fact.kind) {
    case 'status':
      return `came ${fact.exchange + 1} ${String(fact.is).padStart(3, '0')}`;
    case 'outside':
      return `outside ${[String(fact.exchange + 1), ...fact.forms.map((form) => formWord(form, substitutions))].join(' ')}`;
    case 'unreadable':
      return `unreadable ${fact.exchange + 1}`;
    case 'header':
      return `header ${fact.exchange + 1} ${quoted(fact.name)} ${quoted(fact.is)}`;
    case 'missing':
      return `shows ${place(fact.place)} missing`;
    case 'value':
      return `${fact.not ? 'lacks' : 'shows'} ${place(fact.place)} ${value(fact.is)}`;
    case 'form':
      return `looks ${place(fact.place)} ${quoted(fact.is)}`;
    case 'times':
      return `counts ${place(fact.place)} ${value(fact.value)} ${fact.is}`;
    case 'order':
      return `compares ${place(fact.place)} ${quoted(fact.is)} ${place(fact.than)}`;
  }
}

/** `STATUS STATUS`, then a line for each place: pointer, kind of test, values; tabs between. */
function formWord({ status, body }: Form, substitutions: readonly Substitution[]): string {
  const lines = body.map(([pointer, test]) => {
    if ('any' in test) return [pointer, 'any', ...test.any.map((value) => JSON.stringify(value))];
    if ('like' in test) return [pointer, test.ignoringCase ? 'LIKE' : 'like', test.like];
    return [pointer, test.present ? 'present' : 'absent'];
  });
  return word([status.join(' '), ...lines.map((parts) => parts.join('\t'))].join('\n'), substitutions);
}
