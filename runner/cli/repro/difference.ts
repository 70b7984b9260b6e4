/** A failure that is about a value of an item: `list shows: url is "a", not "b"`. */
import { type Fact, formOf, type Place } from '../../../reporters/repro/facts.ts';
import { literally } from '../../../reporters/repro/words.ts';
import type { Contract } from '../../../spec/contract.ts';
import { at, same, show, words } from '../../../spec/json.ts';
import type { Step } from './chain.ts';
import { parsed } from './json-text.ts';
import { isFresh, sighted, spokenOf } from './sighted.ts';

/** Somewhere in an item that laws compare. */
interface Compared {
  pointer: string;
  /** The name of the field that is shown there. */
  field?: string;
  /** How messages speak of it. */
  names: RegExp;
}

/** Undefined where the message names no value that an item shows. */
export function differenceFacts(
  message: string,
  steps: readonly Step[],
  contract: Contract,
): Fact[] | undefined {
  for (const step of spokenOf(message, steps)) {
    for (const { item, place } of sighted(step, steps, contract).toReversed()) {
      for (const { pointer, field, names } of compared(contract)) {
        const now = item === undefined ? told(message, pointer, names) : { value: at(item, pointer) };
        if (!now || !speaksOf(message, pointer, names, now.value)) continue;
        const wrong = wrongAt(place(pointer), now.value, steps);
        const earlier = steps.slice(0, step.index + 1).toReversed();
        const other = expected(message, place(pointer), now.value, field, earlier, contract);
        const came: Fact = { kind: 'status', exchange: step.index, is: step.status };
        return other ? [came, wrong, other] : [came, wrong];
      }
    }
  }
  return undefined;
}

function compared({ item }: Contract): Compared[] {
  const fields = [...item.fields.values()].map(({ name, view }) => ({
    pointer: view,
    field: name,
    names:
      name === 'url'
        ? /:\/\/|url|create|update/i
        : new RegExp(`${literally(name)}|${literally(words(view))}`),
  }));
  const known = new Set(fields.map(({ pointer }) => pointer));
  const others: [string | undefined, RegExp?][] = [
    [item.updated, /updated|last update|its time/],
    [item.created, /created/],
    [item.locked],
    [item.deleted],
    ...item.stable.map((pointer): [string] => [pointer]),
    [item.id],
  ];
  return [
    ...fields,
    ...others.flatMap(([pointer, names]) =>
      pointer === undefined || known.has(pointer)
        ? []
        : [{ pointer, names: names ?? new RegExp(literally(words(pointer))) }],
    ),
  ];
}

function speaksOf(message: string, pointer: string, names: RegExp, value: unknown): boolean {
  const text = show(value);
  if (message.includes(`${words(pointer)} is ${text}, not `)) return true;
  return (
    names.test(message) && new RegExp(`shows (?:it as |created )?${literally(text)}(?![\\w"])`).test(message)
  );
}

/** The value as the message has it, where the report has it nowhere else. */
function told(message: string, pointer: string, names: RegExp): { value: unknown } | undefined {
  const name = literally(words(pointer));
  const text =
    new RegExp(`${name} is (.+?), not `).exec(message)?.[1] ??
    (names.test(message)
      ? /shows (?:it as |created )?("(?:[^"\\]|\\.)*"|[-\d.]+|true|false|null)/.exec(message)?.[1]
      : undefined);
  if (text === undefined) return undefined;
  const value = parsed(text);
  return value === undefined && text !== 'nothing' ? undefined : { value };
}

/** The value that is wrong, as far as it is one that a later run meets again. */
function wrongAt(place: Place, value: unknown, steps: readonly Step[]): Fact {
  if (value === undefined) return { kind: 'missing', place };
  if (isFresh(value, steps)) return { kind: 'form', place, is: formOf(JSON.stringify(value)) };
  return { kind: 'value', place, is: value };
}

/** That it is not the value that was to be there, as a request or an earlier answer has that. */
function expected(
  message: string,
  place: Place,
  now: unknown,
  field: string | undefined,
  earlier: readonly Step[],
  contract: Contract,
): Fact | undefined {
  const named = (value: unknown): boolean => {
    const text = show(value);
    const forms = [
      `not ${text}`,
      `set to ${text}`,
      `where ${text} was`,
      `showed as ${text}`,
      ` and ${text}`,
      `created ${text}`,
    ];
    return (
      value !== undefined &&
      !same(value, now) &&
      forms.some((form) => new RegExp(`${literally(form)}(?![\\w.])`).test(message))
    );
  };
  for (const { sent, role } of earlier) {
    const written = field === undefined ? undefined : role?.fields.get(field);
    const is = written?.in === 'body' ? at(sent, written.at) : undefined;
    if (named(is)) return { kind: 'value', place, is, not: true };
  }
  const hidden = typeof now === 'string' && /^<.*>$/.test(now);
  for (const step of earlier) {
    for (const one of sighted(step, earlier, contract)) {
      for (const { pointer } of compared(contract)) {
        const value = at(one.item, pointer);
        const than = one.place(pointer);
        const other =
          hidden && value === now && than.exchange !== place.exchange && place.pointer.endsWith(pointer);
        // Times alone are compared with other ones than the same of earlier.
        const comparable = place.pointer.endsWith(pointer) || (isTime(now) && isTime(value));
        if ((comparable && named(value)) || other)
          return { kind: 'order', place, is: orderOf(now, value), than };
      }
    }
  }
  return undefined;
}

function orderOf(now: unknown, then: unknown): '!=' | '<' | '>' {
  const [a, b] = [now, then].map((value) => (isTime(value) ? Date.parse(value) : Number.NaN));
  if (a === undefined || b === undefined) return '!=';
  return a < b ? '<' : a > b ? '>' : '!=';
}

function isTime(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value);
}
