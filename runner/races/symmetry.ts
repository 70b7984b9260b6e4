import type { History } from './history.ts';
import type { Fragment, SequentialModel } from './model.ts';

type Fragments<Call, Answer> = SequentialModel<never, Call, Answer>['fragments'];

/**
 * Sorts the operations of one partition into classes; within a class, exchanging two operations gives the
 * same history, up to names. The result holds the number of the class for each operation.
 *
 * Two operations are in one class if call and answer are equal, or if they become equal when the names in
 * them are replaced by their positions and all other mentions of those names do so too: the same operations
 * mention them, in the same words. A fragment that mentions names of both spoils it, since the names of the
 * second stay in the text of the first; so equal texts mean that the exchange changes no other operation.
 */
export function classesOf<Call, Answer>(
  operations: History<Call, Answer>,
  fragmentsOf: Fragments<Call, Answer>,
): readonly number[] {
  const texts = operations.map(({ call, answer }) => JSON.stringify([call, answer ?? null]));
  const seen = new Map<string, number>();
  for (const text of texts) seen.set(text, (seen.get(text) ?? 0) + 1);

  const fragments = fragmentsOf && operations.map(({ call, answer }) => fragmentsOf(call, answer));
  const mentions = mentionsIn(fragments ?? []);
  const numbers = new Map<string, number>();
  return texts.map((text, index) => {
    const own = fragments?.[index];
    let key = `lone ${index}`;
    if ((seen.get(text) ?? 0) > 1) key = `same ${text}`;
    else if (own?.length === 1 && own[0]) key = `like ${signature(own[0], index, mentions)}`;
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
}

interface Mention {
  readonly operation: number;
  readonly fragment: Fragment;
}

function mentionsIn(operations: readonly (readonly Fragment[])[]): ReadonlyMap<string, readonly Mention[]> {
  const mentions = new Map<string, Mention[]>();
  for (const [operation, fragments] of operations.entries()) {
    for (const fragment of fragments) {
      for (const name of namesOf(fragment)) {
        const known = mentions.get(name) ?? [];
        known.push({ operation, fragment });
        mentions.set(name, known);
      }
    }
  }
  return mentions;
}

function signature(own: Fragment, index: number, mentions: ReadonlyMap<string, readonly Mention[]>): string {
  const positions = new Map([...namesOf(own)].map((name, position) => [name, position]));
  const elsewhere = new Set<Mention['fragment']>();
  const texts: string[] = [];
  for (const name of positions.keys()) {
    for (const { operation, fragment } of mentions.get(name) ?? []) {
      if (operation === index || elsewhere.has(fragment)) continue;
      elsewhere.add(fragment);
      texts.push(`${operation} ${render(fragment, positions)}`);
    }
  }
  return JSON.stringify([render(own, positions), texts.toSorted()]);
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
