/** A failure that is about values which a server makes up: two that are the same, or times in the wrong order. */
import type { Fact, Place } from '../../../reporters/repro/facts.ts';
import type { Contract } from '../../../spec/contract.ts';
import { at, below, isObject, show } from '../../../spec/json.ts';
import { isId } from '../../ledger/records.ts';
import { listed, type Step } from './chain.ts';
import { isFresh } from './sighted.ts';

interface Leaf {
  value: string | number;
  place: Place;
}

/** How the made-up values that a message names compare; undefined where it names none, or only one once. */
export function alikeFacts(message: string, steps: readonly Step[], contract: Contract): Fact[] | undefined {
  const named = steps
    .flatMap((step) =>
      leavesOf(step).map(({ value, place }) => ({ value, place: steady(place, step, contract) })),
    )
    .filter(
      ({ value }) => String(value).length > 3 && message.includes(show(value)) && isFresh(value, steps),
    );
  const values = [...new Set(named.map(({ value }) => value))];
  const places = (value: unknown): Place[] =>
    named.filter((leaf) => leaf.value === value).map(({ place }) => place);
  const [one, other] = values;
  if (one === undefined) return undefined;
  if (other === undefined) {
    const [first, ...more] = places(one);
    const again = more.findLast((place) => place.exchange !== first?.exchange);
    if (!first || !again) return undefined;
    return [{ kind: 'order', place: again, is: '=', than: first }];
  }
  const [a, b] = [places(one).at(-1), places(other).at(-1)];
  if (!a || !b) return undefined;
  return [{ kind: 'order', place: a, is: String(one) < String(other) ? '<' : '>', than: b }];
}

/**
 * What is said in words that nobody else knows: the last answer has the status and the values that the message names.
 * None where it names none, since then a right answer would look the same.
 */
export function asRecorded(message: string, steps: readonly Step[]): Fact[] {
  const last = steps.at(-1);
  if (!last) return [];
  const came: Fact = { kind: 'status', exchange: last.index, is: last.status };
  const telling = new RegExp(`status ${last.status}|answered ${last.status}|refuse[ds]|was accepted`);
  if (telling.test(message)) return [came];
  if (last.partial || last.role?.items !== undefined) return [];
  const named = leavesOf(last).filter(({ value }) => message.includes(show(value)) && !isFresh(value, steps));
  const values = named.map(({ value, place }): Fact => ({ kind: 'value', place, is: value }));
  return values.length === 0 ? [] : [came, ...values];
}

/** An item of a list stands at another index each time: its place is told by its id. */
function steady(place: Place, step: Step, { item: { id } }: Contract): Place {
  const list = listed(step);
  if (!list || !place.pointer.startsWith(`${list.pointer}/`)) return place;
  const [index = '', ...rest] = place.pointer.slice(list.pointer.length + 1).split('/');
  const is = at(list.items[Number(index)], id);
  if (!isId(is)) return place;
  const element = { pointer: `${list.pointer}/*${id}`, is };
  return { ...place, pointer: [`${list.pointer}/*`, ...rest].join('/'), element };
}

function leavesOf({ index: exchange, body }: Step): Leaf[] {
  const leaves: Leaf[] = [];
  const visit = (value: unknown, pointer: string): void => {
    if (leaves.length > 2000 || pointer.length > 500) return;
    if (typeof value === 'string' || typeof value === 'number')
      leaves.push({ value, place: { exchange, pointer } });
    else if (Array.isArray(value)) value.forEach((element, index) => visit(element, `${pointer}/${index}`));
    else if (isObject(value)) {
      for (const [key, inner] of Object.entries(value)) visit(inner, below(pointer, key));
    }
  };
  visit(body, '');
  return leaves;
}
