import type { History } from './history.ts';
import type { Fragment, SequentialModel } from './model.ts';

type Fragments<Call, Answer> = SequentialModel<never, Call, Answer>['fragments'];

/**
 * Sorts the operations of one partition into classes; within a class, exchanging two operations gives the
 * same history, up to names. The result holds the number of the class for each operation.
 *
 * Two operations are in one class if they become equal when their own names are replaced by positions, and
 * all other mentions of those names do so too: the same operations mention them, in the same words. A
 * fragment that mentions names of both spoils it, since the names of the second stay in the text of the
 * first; so equal texts mean that exchanging the names changes no other operation. Names that occur in the
 * call or plain answer of several operations belong to none: two creates of one URL exchange their ids alone.
 */
export function classesOf<Call, Answer>(
  operations: History<Call, Answer>,
  fragmentsOf: Fragments<Call, Answer>,
): readonly number[] {
  const cut = fragmentsOf && operations.map(({ call, answer }) => fragmentsOf(call, answer));
  const mentions = mentionsIn(cut ?? []);
  const numbers = new Map<string, number>();
  return operations.map(({ call, answer }, index) => {
    const [head, ...items] = cut?.[index] ?? [];
    const key =
      head !== undefined && items.length === 0
        ? signature(head, mentions)
        : JSON.stringify({ call, answer: answer ?? null });
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
}

interface Mention {
  readonly operation: number;
  readonly fragment: Fragment;
  /** Whether it is the first fragment of its operation, with the call and the plain answer. */
  readonly isHead: boolean;
}

type Mentions = ReadonlyMap<string, readonly Mention[]>;

function mentionsIn(operations: readonly (readonly Fragment[])[]): Mentions {
  const mentions = new Map<string, Mention[]>();
  for (const [operation, fragments] of operations.entries()) {
    for (const [position, fragment] of fragments.entries()) {
      for (const name of namesOf(fragment)) {
        const known = mentions.get(name) ?? [];
        known.push({ operation, fragment, isHead: position === 0 });
        mentions.set(name, known);
      }
    }
  }
  return mentions;
}

function signature(head: Fragment, mentions: Mentions): string {
  const mentionsOf = (name: string): readonly Mention[] => mentions.get(name) ?? [];
  const own = [...namesOf(head)].filter(
    (name) => mentionsOf(name).filter(({ isHead }) => isHead).length === 1,
  );
  const positions = new Map(own.map((name, position) => [name, position]));
  const elsewhere = new Set(own.flatMap(mentionsOf).filter(({ fragment }) => fragment !== head));
  const texts = [...elsewhere].map(
    ({ operation, fragment }) => `${operation} ${render(fragment, positions)}`,
  );
  return JSON.stringify([render(head, positions), texts.toSorted()]);
}

function namesOf(fragment: Fragment): ReadonlySet<string> {
  return new Set(fragment.flatMap((word) => (typeof word === 'string' ? [] : [word.name])));
}

/** Unambiguous text: words stay strings, own names become numbers, the names of others stay objects. */
function render(fragment: Fragment, positions: ReadonlyMap<string, number>): string {
  return JSON.stringify(
    fragment.map((word) => (typeof word === 'string' ? word : (positions.get(word.name) ?? word))),
  );
}
