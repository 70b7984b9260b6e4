import type { Contract, Field, ItemView, RoleName } from '../../spec/contract.ts';
import { at, isObject, same, show, words } from '../../spec/json.ts';
import type { Account } from '../accounts/account.ts';
import { type Id, isId } from '../ledger/records.ts';
import { instantOf } from './instant.ts';

/** An item of the target that the suite may work on: one that it created, or a leased fixture. */
export interface Item {
  readonly account: Account;
  readonly id: Id;
  /** The URL that was asked for when it was made. */
  readonly url: string;
}

/** What one read operation shows of an item: its raw form, or undefined where it shows nothing. */
export interface Sight {
  via: RoleName;
  shown: unknown;
}

/** The item in a success answer of an operation that has one, or undefined. */
export function shownItem(contract: Contract, role: RoleName, body: unknown): unknown {
  const pointer = contract.roles.get(role)?.item;
  if (pointer === undefined) return undefined;
  const item = at(body, pointer);
  return isObject(item) ? item : undefined;
}

/** The id that a create's answer brings, or undefined. */
export function newId(contract: Contract, body: unknown): Id | undefined {
  const role = contract.roles.get('create');
  const pointer = role?.newId ?? (role?.item === undefined ? undefined : role.item + contract.item.id);
  const id = pointer === undefined ? undefined : at(body, pointer);
  return isId(id) ? id : undefined;
}

/** Whether a field's value reads back as it was written: lists as sets, since no document orders them. */
export function readsBack(field: Field, written: unknown, read: unknown): boolean {
  if (field.maskable !== undefined && isMasked(read)) return true;
  const asSet = field.kind === 'emails' || field.kind === 'choices';
  if (asSet && Array.isArray(written) && Array.isArray(read)) return sameSet(written, read);
  const empty = field.emptyReadsBack;
  if (empty && (written === null || same(written, []))) {
    return empty.first.some((value) => same(value, read));
  }
  return same(written, read);
}

/** Whether a value is stars or dots, as secrets are shown. */
export function isMasked(value: unknown): boolean {
  return typeof value === 'string' && /^[*•.x]{3,}|[*•]{3,}/i.test(value);
}

/** Whether a field shows what it showed before: of a mapped one, the word counts and not its case. */
function sameShown(field: Field, before: unknown, now: unknown): boolean {
  if (field.shows === 'mapped' && typeof before === 'string' && typeof now === 'string') {
    return word(before) === word(now);
  }
  const hidden = field.maskable !== undefined && [before, now].some(isMasked);
  return hidden || same(before, now) || readsBack(field, before, now);
}

/** The word that a mapped field shows, whatever the case of its letters. */
export function word(shown: unknown): unknown {
  return typeof shown === 'string' ? shown.toLowerCase() : shown;
}

function sameSet(a: readonly unknown[], b: readonly unknown[]): boolean {
  const within = (x: readonly unknown[], y: readonly unknown[]): boolean =>
    x.every((element) => y.some((other) => same(element, other)));
  return within(a, b) && within(b, a);
}

/** Whether two texts name the same instant; texts that are no dates must be equal. */
export function sameInstant(a: unknown, b: unknown): boolean {
  const [x, y] = [instantOf(a), instantOf(b)];
  return Number.isNaN(x) || Number.isNaN(y) ? same(a, b) : x === y;
}

/** The values that were asked for, by field. */
export type Asked = Readonly<Record<string, unknown>>;

/** What is otherwise than it should be, and in words. */
export interface Change {
  pointer: string;
  text: string;
}

/**
 * What differs between an item as it was and as it is, beside the values that were asked for. Members that no document
 * names are free to change.
 */
export function* unexpectedChanges(
  view: ItemView,
  before: unknown,
  after: unknown,
  asked: Asked,
): Generator<Change> {
  const changed = (pointer: string, alike: (a: unknown, b: unknown) => boolean = same): Change[] =>
    alike(at(before, pointer), at(after, pointer))
      ? []
      : [difference(pointer, at(before, pointer), at(after, pointer))];
  yield* changed(view.id);
  for (const field of view.fields.values()) {
    if (!Object.hasOwn(asked, field.name))
      yield* changed(field.view, (old, now) => sameShown(field, old, now));
    else if (field.shows === 'shown' && !readsBack(field, asked[field.name], at(after, field.view)))
      yield difference(field.view, asked[field.name], at(after, field.view));
  }
  for (const pointer of view.stable) yield* changed(pointer);
  if (view.created !== undefined) yield* changed(view.created, sameInstant);
  const nothingAsked = Object.keys(asked).length === 0;
  if (nothingAsked && view.updated !== undefined) yield* changed(view.updated, sameInstant);
}

/** The first of these, or undefined. */
export function unexpectedChange(...of: Parameters<typeof unexpectedChanges>): Change | undefined {
  return unexpectedChanges(...of).next().value ?? undefined;
}

function difference(pointer: string, expected: unknown, actual: unknown): Change {
  const right = expected === undefined ? 'absent as before' : show(expected);
  return { pointer, text: `${words(pointer)} is ${show(actual)}, not ${right}` };
}
