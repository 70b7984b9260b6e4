/** The lines of a ledger file, and what they say a run still owes the target. */
import { isObject } from '../../spec/json.ts';

export type Id = string | number;

/** What else an answer or a target file has in an id's place names no item. */
export function isId(value: unknown): value is Id {
  return typeof value === 'string' || typeof value === 'number';
}

export type LedgerRecord =
  | { t: 'intend'; run: string; key: string; account: string; url: string }
  | { t: 'created'; run: string; key: string; account: string; id: Id }
  | { t: 'refused'; run: string; key: string; account: string }
  | { t: 'found'; run: string; account: string; id: Id }
  | { t: 'removed'; run: string; account: string; id: Id }
  | { t: 'editing'; run: string; account: string; id: Id; sealed: string }
  | { t: 'restored'; run: string; account: string; id: Id }
  /** Nothing of this run is left on the account. */
  | { t: 'swept'; run: string; account: string };

/** What one run left on one account. */
export interface Debt {
  run: string;
  account: string;
  ids: Id[];
  /** Creates whose answers never came, or came without an id: their items bear the run's marker, if they are there. */
  uncertain: boolean;
  /** First states of fixtures, sealed. */
  fixtures: { id: Id; sealed: string }[];
}

/** Reads the lines of a ledger. A torn last line, and what is no record, is passed over: a crash may have cut it. */
export function parseRecords(text: string): LedgerRecord[] {
  return text.split('\n').flatMap((line) => {
    try {
      const record: unknown = JSON.parse(line);
      return isRecord(record) ? [record] : [];
    } catch {
      return [];
    }
  });
}

function isRecord(value: unknown): value is LedgerRecord {
  return isObject(value) && ['t', 'run', 'account'].every((key) => typeof value[key] === 'string');
}

/** What is still owed, run by run and account by account. */
export function debts(records: readonly LedgerRecord[]): Debt[] {
  const open = new Map<string, { debt: Debt; pending: Set<string> }>();
  for (const record of records) {
    const key = JSON.stringify([record.run, record.account]);
    const { run, account } = record;
    const entry = open.get(key) ?? {
      debt: { run, account, ids: [], uncertain: false, fixtures: [] },
      pending: new Set(),
    };
    open.set(key, entry);
    const { debt, pending } = entry;
    switch (record.t) {
      case 'intend':
        pending.add(record.key);
        break;
      case 'created':
        pending.delete(record.key);
        debt.ids.push(record.id);
        break;
      case 'refused':
        pending.delete(record.key);
        break;
      case 'found':
        debt.ids.push(record.id);
        break;
      case 'removed':
        debt.ids = debt.ids.filter((id) => id !== record.id);
        break;
      case 'editing':
        debt.fixtures.push({ id: record.id, sealed: record.sealed });
        break;
      case 'restored':
        debt.fixtures = debt.fixtures.filter(({ id }) => id !== record.id);
        break;
      case 'swept':
        open.delete(key);
        break;
      default:
        record satisfies never;
    }
  }
  return [...open.values()]
    .map(({ debt, pending }) => ({ ...debt, uncertain: pending.size > 0 }))
    .filter(({ ids, uncertain, fixtures }) => ids.length > 0 || uncertain || fixtures.length > 0);
}
