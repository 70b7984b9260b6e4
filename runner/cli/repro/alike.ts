/** A failure that is about values which a server makes up: two that are the same, or times in the wrong order. */
import type { Fact, Place } from '../../../reporters/repro/facts.ts';
import { isObject, show } from '../../../spec/json.ts';
import type { Step } from './chain.ts';
import { isFresh } from './sighted.ts';

interface Leaf {
  value: string | number;
  place: Place;
}

/** How the made-up values that a message names compare; undefined where it names none, or only one once. */
export function alikeFacts(message: string, steps: readonly Step[]): Fact[] | undefined {
  const named = steps
    .flatMap(leavesOf)
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
 * What cannot be told from a message: the last answer is as it was, as far as it is not made up anew. None where that
 * would tell nothing: of a list, and of an answer of which the report keeps a part alone.
 */
export function asRecorded(message: string, steps: readonly Step[]): Fact[] {
  const last = steps.at(-1);
  if (!last) return [];
  const facts: Fact[] = [{ kind: 'status', exchange: last.index, is: last.status }];
  const telling = new RegExp(`status ${last.status}|answered ${last.status}|refuse[ds]|was accepted`);
  if (telling.test(message)) return facts;
  if (last.partial || last.role?.items !== undefined) return [];
  for (const { value, place } of leavesOf(last)) {
    if (!isFresh(value, steps)) facts.push({ kind: 'value', place, is: value });
  }
  return facts;
}

function leavesOf({ index: exchange, body }: Step): Leaf[] {
  const leaves: Leaf[] = [];
  const visit = (value: unknown, pointer: string): void => {
    if (leaves.length > 2000 || pointer.length > 500) return;
    if (typeof value === 'string' || typeof value === 'number')
      leaves.push({ value, place: { exchange, pointer } });
    else if (Array.isArray(value)) value.forEach((element, index) => visit(element, `${pointer}/${index}`));
    else if (isObject(value)) {
      for (const [key, inner] of Object.entries(value))
        visit(inner, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    }
  };
  visit(body, '');
  return leaves;
}
