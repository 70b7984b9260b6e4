/** Sequences of operations, lawful and not, as plain data: what they mean depends on what is there when they run. */
import * as fc from 'fast-check';

/** Of the accounts, items and URLs that a sequence knows, by number; more than there are begin again at the first. */
export type Command =
  | Create
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

interface Create {
  readonly does: 'create';
  readonly account: number;
  readonly url: number;
}

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

/** Sequences over so many accounts, kind by kind: each has two of the things that are rare by chance. */
export function sequenceKinds(accounts: number): fc.Arbitrary<readonly Command[]>[] {
  const account = accounts === 1 ? fc.constant(0) : fc.constantFrom(0, 0, 0, 1);
  const made = fc.record({
    does: fc.constant('create' as const),
    account,
    url: fc.nat({ max: URLS.length - 1 }),
  });
  const single = singles(account, accounts);
  const count = motifs({ does: 'create', account: 0, url: 0 }, accounts).length;
  const motif = (from: Create, index: number): Command[] => pick(motifs(from, accounts), index) ?? [];
  return Array.from({ length: Math.ceil(count / 2) }, (_, kind) =>
    fc.tuple(made, made, single, single, single).map(([first, second, one, two, three]) => {
      // Between the two, room is made again: an account at its brink has not much.
      const room: Command = { does: 'delete', account: second.account, item: NEWEST };
      return [...motif(first, 2 * kind), one, two, room, room, ...motif(second, 2 * kind + 1), three];
    }),
  );
}

function singles(account: fc.Arbitrary<number>, accounts: number): fc.Arbitrary<Command> {
  // Mostly one and the same item: what goes wrong goes wrong after several changes of it.
  const item = fc.constantFrom(0, 0, 0, 1, 2);
  const url = fc.nat({ max: URLS.length - 1 });
  const by = fc.constantFrom('get' as const, 'update' as const, 'delete' as const);
  const bent = fc.oneof(url, fc.constantFrom('first' as const, 'own' as const, 'none' as const));
  const does = <Name extends Command['does']>(...names: readonly Name[]): fc.Arbitrary<Name> =>
    fc.constantFrom(...names);
  return fc.oneof(
    { weight: 4, arbitrary: fc.record({ does: does('create'), account, url }) },
    {
      weight: 6,
      arbitrary: fc.record({ does: does('update'), account, item, url: bent, others: fc.boolean() }),
    },
    { weight: 2, arbitrary: fc.record({ does: does('list'), account }) },
    { weight: 3, arbitrary: fc.record({ does: does('delete', 'get', 'empty-url'), account, item }) },
    { weight: 2, arbitrary: fc.record({ does: does('gone'), account, item, by, url }) },
    { weight: accounts - 1, arbitrary: fc.record({ does: does('foreign'), account, item, by, url }) },
  );
}

/** The newest item, to `pick`. */
const NEWEST = -1;

/** There and back, again and again, gone and made anew; over two accounts also what one must not do to the other. */
function motifs(made: Create, accounts: number): Command[][] {
  const { account } = made;
  const [second, third] = [(made.url + 1) % URLS.length, (made.url + 2) % URLS.length];
  const to = (url: Update['url']): Command => ({ does: 'update', account, item: NEWEST, url, others: false });
  const gone: Command = { does: 'delete', account, item: NEWEST };
  const list: Command = { does: 'list', account };
  const again: Command = { ...made, url: second };
  const other = 1 - account;
  const foreign = (by: 'get' | 'update' | 'delete'): Command => ({
    does: 'foreign',
    account: other,
    item: NEWEST,
    by,
    url: second,
  });
  return [
    [made, to(second), to('first'), { ...made, url: third }],
    [made, to(second), to(third), to('first'), to(second)],
    [made, list, made],
    [made, gone, made],
    [made, to(second), gone, again],
    [made, gone, { does: 'gone', account, item: 0, by: 'update', url: second }, again],
    [made, again, { ...made, url: third }],
    // A URL that begins with another one's, and one that differs from another in case alone.
    [{ ...made, url: 3 }, { ...made, url: 0 }, gone, to(1), to(2)],
    ...(accounts === 1
      ? []
      : [
          [made, foreign('get'), foreign('update'), foreign('delete')],
          [made, { ...made, account: other }, to(second), gone],
        ]),
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

/** A sequence with everything on one account or with one URL, or with one command made plainer. */
export function* plainer(commands: readonly Command[]): Generator<Command[]> {
  yield commands.map((command) => ({ ...command, account: 0 }));
  yield commands.map((command) =>
    'url' in command && typeof command.url === 'number' ? { ...command, url: 0 } : command,
  );
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
