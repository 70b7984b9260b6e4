/** A vendor's contract as the suite works with it: loaded from data, checked, compiled. */
import type { OutcomeBook } from './outcomes.ts';
import type { Operation } from './operation.ts';
import type { Place } from './place.ts';

/** The parts that operations play; laws speak of these and never of a vendor's operations. */
export const ROLES = ['create', 'list', 'get', 'update', 'delete'] as const;
export type RoleName = (typeof ROLES)[number];

export type Level = 'must' | 'should' | 'observe';

/** Where a vendor says so. */
export interface Source {
  document: string;
  section: string;
}

/** How a field's values are made and compared; the generators of each kind are in the runner. */
export type FieldKind = 'url' | 'text' | 'secret' | 'flag' | 'emails' | 'choice' | 'choices';

/** Something a client sets on an item. */
export interface Field {
  name: string;
  kind: FieldKind;
  /** Pointer of the value in an item as the answers show it. */
  view: string;
  /** Longest text, in characters. */
  max?: number;
  /** The key of an account's fixtures that names the values for `choice` and `choices`. */
  fixture?: string;
  /** Sets of values to try in order when no fixture names them; the first that the target takes is used. */
  candidates?: readonly (readonly unknown[])[];
  /**
   * `shown`: the view holds the value; `mapped`: it holds another one for each value, always the same
   * (true and false become words that no document lists).
   */
  shows: 'shown' | 'mapped';
  /** Further values that may be read back after an empty list or null was written, each with its gap. */
  emptyReadsBack?: { gap: string; first: unknown[]; otherwise: string };
  /** Masked in answers by some servers: the gap that lets it. */
  maskable?: string;
  /** Of a URL: the gap that lets a target refuse one with a fragment. */
  fragments?: string;
  /** Of a URL: the documents ask for https, and not that it begins with these letters. */
  https?: 'as-parsed';
}

/** What an item looks like in answers. Pointers are relative to the item. */
export interface ItemView {
  id: string;
  idType: 'string' | 'integer';
  /** What every well-formed id begins with, where the documents say so. */
  idPrefix?: string;
  fields: ReadonlyMap<string, Field>;
  created?: string;
  updated?: string;
  /** Pointer of what is true of an item that nobody may edit. */
  locked?: string;
  /** Pointer of the time of deletion in the answer to a delete. */
  deleted?: string;
  /** What the server made and no update may change. */
  stable: readonly string[];
  /** By pointer: the rule that an update breaks when it changes what it was not asked to change. */
  kept: ReadonlyMap<string, string>;
  /** Pointers of what must never be shown in a report. */
  secrets: readonly string[];
  /** How `updated` may read while an item was never updated, by role. */
  neverUpdated?: {
    gap: string;
    equal: string;
    absent: Partial<Record<RoleName, string>>;
    null: Partial<Record<RoleName, string>>;
  };
}

/** An operation in its part: where the values sit and which rules a plain failure of it breaks. */
export interface Role {
  name: RoleName;
  operation: Operation;
  account?: Place;
  id?: Place;
  fields: ReadonlyMap<string, Place>;
  /** The outcome of a plain, lawful call. */
  success: string;
  /** The rule that a plain failure breaks. */
  works: string;
  /** The rule that an answer of another shape breaks, where the schema names no closer one. */
  shape: string;
  /** Pointer of the item in a success answer (create, get, update). */
  item?: string;
  /** Pointer of a new item's id in a success answer (create), where there is no item. */
  newId?: string;
  /** Where the items are (list): the first pointer, or others that a gap lets pass. */
  items?: readonly { pointer: string; gap?: string; reading?: string }[];
}

export interface Proof {
  law: string;
  on: readonly RoleName[];
  expect?: string;
  /** Stands in the case's name for the values of `with`, where these would make a long one. */
  name?: string;
  with: Readonly<Record<string, unknown>>;
  /** `file:line`, for errors. */
  at: string;
}

export interface Rule {
  id: string;
  level: Level;
  title: string;
  source: Source;
  proofs: readonly Proof[];
  /** Why no law proves it. */
  excluded?: string;
}

/** A question that the documents leave open. */
export interface Gap {
  id: string;
  question: string;
  /** How the contract settles it, where no run can see an answer. */
  settled?: string;
}

export interface Authentication {
  /** The name of a signer. */
  scheme: string;
  /** What the signer is told: header names and the like. */
  settings: Readonly<Record<string, unknown>>;
  /** The keys that `auth` of a target file must hold. */
  credentials: readonly string[];
  /** Whether each account has credentials of its own (it is a user), rather than an id in the request. */
  perAccount: boolean;
}

export interface Contract {
  name: string;
  title: string;
  folder: string;
  production: readonly string[];
  authentication: Authentication;
  item: ItemView;
  roles: ReadonlyMap<RoleName, Role>;
  /** How many items an account may hold; absent: no limit is stated. */
  limit?: number;
  /** The field whose values no two items of an account share; absent: no such rule. */
  unique?: string;
  /** What an update does with the fields that it does not name. */
  update: 'partial' | 'replace';
  /** False where a list may be one page of more, so that absence from it proves nothing. */
  listIsComplete: boolean;
  /** Whether a plain create may be refused for want of something that no operation shows (an active key, a probe). */
  precondition?: { gap: string; because: string };
  /** The outcome a refusal of credentials has. */
  unauthorised: string;
  outcomes: OutcomeBook;
  gaps: ReadonlyMap<string, Gap>;
  rules: ReadonlyMap<string, Rule>;
}
