/** Why a case does not run at all: the mode, the concurrency, or what the target file does not name. */
import type { Contract } from '../../spec/contract.ts';
import type { Case } from './cases.ts';
import { NotDeclared } from './findings.ts';
import { Leases } from '../accounts/leases.ts';
import type { Effect, Needs } from './law.ts';
import type { Mode } from '../result/result.ts';
import type { Settings } from '../job/session.ts';
import { expendableSiteOf, siteOf } from '../accounts/sites.ts';

const GENTLE: Readonly<Record<Mode, readonly Effect[]>> = {
  full: ['reads', 'writes', 'fills', 'floods', 'races'],
  safe: ['reads', 'writes'],
  'read-only': ['reads'],
};

/** The reason, as far as it can be known before anything is sent. */
export function leftOut(one: Case, contract: Contract, settings: Settings): string | undefined {
  return byMode(one, settings) ?? byTarget(one, contract, settings);
}

/** Why the mode leaves a case out, or undefined. */
export function byMode({ effect, role }: Case, { mode, concurrency }: Settings): string | undefined {
  if (!GENTLE[mode].includes(effect)) return `mode ${mode} leaves out what ${effect}`;
  if (mode === 'read-only' && role.name !== 'get' && role.name !== 'list') {
    return `mode ${mode} leaves out what asks for a change, also where it must be refused`;
  }
  if (effect === 'races' && concurrency < 2) return 'a race needs a concurrency of at least 2';
  return undefined;
}

function byTarget(one: Case, contract: Contract, settings: Settings): string | undefined {
  const needs = needsOf(one, contract);
  const missing = (needs.fixtures ?? []).find((key) =>
    settings.accounts.every(({ fixtures }) => fixtures[key] === undefined),
  );
  if (missing !== undefined) return `the target file names no fixture ${missing}`;
  if (needs.full || needs.expendable === 'rather') return undefined;
  const sites = settings.accounts.map((account) =>
    needs.expendable === true
      ? expendableSiteOf({ account })
      : siteOf(contract, { account, existing: 0 }, settings),
  );
  const reason = new Leases(sites).impossible(needs);
  return reason instanceof NotDeclared ? reason.message : undefined;
}

/** What a case needs, as its contract makes it: where nothing can be created, deletions need expendable fixtures. */
export function needsOf({ needs, role }: Case, contract: Contract): Needs {
  const expendable = !contract.roles.has('create') && role.name === 'delete' && (needs.slots ?? 0) > 0;
  return expendable ? { expendable, ...needs } : needs;
}
