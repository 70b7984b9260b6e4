import type { Contract, Role, RoleName } from '../../spec/contract.ts';
import type { Scene } from './scene.ts';

/**
 * What a law does to a target, from gentle to rough: `reads` only; `writes` a few items of its own; `fills` an
 * account to its limit; `floods` it with many requests; `races` it with concurrent ones.
 */
export type Effect = 'reads' | 'writes' | 'fills' | 'floods' | 'races';

/** What a case needs to be leased before it starts. */
export interface Needs {
  /** How many accounts; a law for two gets the second as `other`. */
  accounts?: 1 | 2;
  /** Items alive at once on each account at most, wrongly accepted ones included. */
  slots?: number;
  /** The account to itself: for laws that count or race. */
  alone?: boolean;
  /** An account that holds as many items as it may, shared by all cases that ask for one, one after the other. */
  full?: boolean;
  /** Fixtures that may be deleted for good, where the contract has no create; `rather`: if there are any, else others. */
  expendable?: boolean | 'rather';
  /** Keys of the account's fixtures without which the case does not run. */
  fixtures?: readonly string[];
}

/** One case's view of its law: the operation it is on and its parameters. */
export interface Setting {
  contract: Contract;
  role: Role;
  with: Readonly<Record<string, unknown>>;
}

/** A small, named, vendor-neutral check. */
export interface Law {
  /** `family/name`. */
  name: string;
  /** One sentence that says what it demands, for `explain`. */
  title: string;
  /** The operations that it can be applied to. */
  on: readonly RoleName[];
  needs: Needs | ((setting: Setting) => Needs);
  effect: Effect | ((setting: Setting) => Effect);
  /** Why it cannot be applied to this contract at all; a mistake of rules.yaml. */
  inapplicable?: (setting: Setting) => string | undefined;
  /** Splits one entry of rules.yaml into several cases: the `with` of each. */
  split?: (setting: Setting) => readonly Readonly<Record<string, unknown>>[];
  /** It tries generated examples, as many as a run is told to. */
  examples?: boolean;
  run: (scene: Scene) => Promise<void>;
}

/** Writes a law down. */
export function law(
  name: string,
  settings: Pick<Law, 'title' | 'on'> & Partial<Pick<Law, 'needs' | 'effect' | 'inapplicable' | 'split'>>,
  run: Law['run'],
): Law {
  return { name, needs: { slots: 1 }, effect: 'writes', ...settings, run };
}

/** Every operation; for laws that fit any. */
export const ANY: readonly RoleName[] = ['create', 'list', 'get', 'update', 'delete'];
export const BY_ID: readonly RoleName[] = ['get', 'update', 'delete'];
export const WRITES_URL: readonly RoleName[] = ['create', 'update'];
