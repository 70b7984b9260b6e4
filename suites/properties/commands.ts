/** Sequences of operations, lawful and not, as plain data: what they mean depends on what is there when they run. */
import * as fc from 'fast-check';

/** Of the accounts, items and URLs that a sequence knows, by number; more than there are begin again at the first. */
export type Command =
  | { readonly does: 'create'; readonly account: number; readonly url: number }
  | Update
  | { readonly does: 'delete' | 'get' | 'empty-url'; readonly account: number; readonly item: number }
  | { readonly does: 'list'; readonly account: number }
  | {
      /** On an item that is gone, or on another account's; the URL is for an update. */
      readonly does: 'gone' | 'foreign';
      readonly account: number;
      readonly item: number;
      readonly by: 'get' | 'update' | 'delete';
      readonly url: number;
    };

export interface Update {
  readonly does: 'update';
  readonly account: number;
  readonly item: number;
  /** A URL of the pool, the one that the item had at first, the one that it has, or none. */
  readonly url: number | 'first' | 'own' | 'none';
  /** The other fields too. */
  readonly others: boolean;
}

/** So few that they clash: two that differ in case alone, and one that begins with the first. */
const URLS = ['0', 'a', 'A', '0/1'] as const;

/** Of `length` commands or a few more; `accounts` many accounts. */
export function arbitraryCommands(accounts: number, length: number): fc.Arbitrary<readonly Command[]> {
  const account =
    accounts === 1
      ? fc.constant(0)
      : fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) });
  // Mostly one and the same item: what goes wrong goes wrong after several changes of it.
  const item = fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.nat({ max: 3 }) },
  );
  const url = fc.nat({ max: URLS.length - 1 });
  const by = fc.constantFrom('get' as const, 'update' as const, 'delete' as const);
  const bent = fc.oneof(
    { weight: 5, arbitrary: url },
    { weight: 3, arbitrary: fc.constant('first' as const) },
    { weight: 1, arbitrary: fc.constantFrom('own' as const, 'none' as const) },
  );
  const others = fc.integer({ min: 0, max: 3 }).map((number) => number === 0);
  const create = fc.record({ does: fc.constant('create' as const), account, url });
  const update = fc.record({ does: fc.constant('update' as const), account, item, url: bent, others });
  const list = fc.record({ does: fc.constant('list' as const), account });
  const remove = fc.record({ does: fc.constant('delete' as const), account, item });
  const single: fc.Arbitrary<Command> = fc.oneof(
    { weight: 7, arbitrary: create },
    { weight: 7, arbitrary: update },
    { weight: 3, arbitrary: list },
    { weight: 2, arbitrary: remove },
    { weight: 2, arbitrary: fc.record({ does: fc.constant('get' as const), account, item }) },
    { weight: 1, arbitrary: fc.record({ does: fc.constant('empty-url' as const), account, item }) },
    { weight: 2, arbitrary: fc.record({ does: fc.constant('gone' as const), account, item, by, url }) },
    {
      weight: accounts > 1 ? 6 : 0,
      arbitrary: fc.record({ does: fc.constant('foreign' as const), account, item, by, url }),
    },
  );
  // Some things are rare by chance: there and back, again and again, gone and made anew.
  const motif: fc.Arbitrary<Command[]> = fc
    .tuple(fc.nat({ max: 6 }), create, url, url)
    .map(([kind, one, second, third]) => motifs(one, second, third)[kind] ?? []);
  const parts = fc.oneof(
    { weight: 5, arbitrary: single.map((one) => [one]) },
    { weight: 4, arbitrary: motif },
  );
  return fc
    .tuple(create, fc.array(parts, { minLength: Math.ceil(length / 2), maxLength: length, size: 'max' }))
    .map(([first, rest]) => [first, ...rest.flat()].slice(0, length));
}

/** The newest item, to `pick`. */
const NEWEST = -1;

function motifs(made: Command & { does: 'create' }, second: number, third: number): Command[][] {
  const { account } = made;
  const to = (url: Update['url']): Command => ({ does: 'update', account, item: NEWEST, url, others: false });
  const gone: Command = { does: 'delete', account, item: NEWEST };
  return [
    [made, to(second), to('first'), { ...made, url: third }, { ...made, url: second }],
    [to(second), to(third), to('first'), to(second)],
    [made, { does: 'list', account }, made],
    [made, gone, made],
    [made, to(second), gone, { ...made, url: second }],
    [made, gone, { does: 'gone', account, item: 0, by: 'update', url: second }, { ...made, url: second }],
    [made, { ...made, url: second }, { ...made, url: third }],
  ];
}

/** One of many by its number, from the first on or, below zero, from the last back. */
export function pick<T>(all: readonly T[], index: number): T | undefined {
  return all.at(index % all.length);
}

/** The name of a URL of the pool. */
export function urlName(index: number): string {
  return pick(URLS, index) ?? '';
}

/** A sequence with one command made plainer. */
export function* plainer(commands: readonly Command[]): Generator<Command[]> {
  for (const [index, command] of commands.entries()) {
    for (const simpler of plainerOnes(command)) yield commands.with(index, simpler);
  }
}

function* plainerOnes(command: Command): Generator<Command> {
  if (command.account > 0) yield { ...command, account: 0 };
  if ('item' in command && command.item !== 0) yield { ...command, item: 0 };
  if (command.does === 'update' && command.others) yield { ...command, others: false };
  if (!('url' in command) || typeof command.url !== 'number') return;
  if (command.does === 'update') yield { does: 'create', account: command.account, url: command.url };
  for (let url = 0; url < command.url; url += 1) yield { ...command, url };
}
