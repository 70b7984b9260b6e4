/** From a target file to the settings of a run, as far as the contract has its say. */
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';

import type { Contract } from '../../spec/contract.ts';
import { InputError } from '../../spec/errors.ts';
import { didYouMean } from '../../spec/nearest.ts';
import type { Account } from '../accounts/account.ts';
import { newMarker } from '../result/marker.ts';
import { checkBaseUrl } from './base-url.ts';
import { typedFixtures } from './fixture-kinds.ts';
import { refuseUnfitKeys } from './keys-check.ts';
import type { Settings } from './session.ts';
import type { Target } from './target.ts';

/** What a command line says beside the target file. */
export interface Overrides {
  baseUrl?: string;
  mode?: Settings['mode'];
  seed?: number;
  runs?: number;
  path?: string;
  concurrency?: number;
  rate?: number;
  timeoutMs?: number;
  maxRequests?: number;
  reserve?: number;
}

/** Enough to keep two cores busy on loopback, and gentle enough for a small staging system. */
const DEFAULT_CONCURRENCY = 12;
const DEFAULT_TIMEOUT_MS = 30_000;

/** Throws InputError where the target file does not fit the contract. */
export function settingsFor(contract: Contract, target: Target, overrides: Overrides = {}): Settings {
  const baseUrl = overrides.baseUrl ?? target.baseUrl;
  if (baseUrl === undefined) throw new InputError(`${target.from}: baseUrl is missing`);
  const where = overrides.baseUrl === undefined ? `${target.from}: baseUrl` : '--base-url';
  checkBaseUrl(contract, baseUrl, where);
  const production = contract.production.includes(new URL(baseUrl).hostname);
  const { runs, path, rate, maxRequests, reserve } = overrides;
  const accounts = accountsFor(contract, target);
  refuseUnfitKeys(contract, accounts, target.from);
  return {
    baseUrl: baseUrl.replace(/\/+$/, ''),
    sink: target.sink,
    accounts,
    hostProbes: target.hostProbes,
    seed: overrides.seed ?? randomBytes(4).readUInt32LE() >>> 1,
    marker: newMarker(),
    mode: overrides.mode ?? (production ? 'safe' : 'full'),
    ...(runs === undefined ? {} : { runs }),
    ...(path === undefined ? {} : { path }),
    concurrency: overrides.concurrency ?? DEFAULT_CONCURRENCY,
    ...(rate === undefined ? {} : { rate }),
    timeoutMs: overrides.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    ...(maxRequests === undefined ? {} : { maxRequests }),
    ...(reserve === undefined ? {} : { reserve }),
    ...(target.ca === undefined ? {} : { ca: target.ca }),
  };
}

function accountsFor(contract: Contract, target: Target): Account[] {
  const { credentials } = contract.authentication;
  const listed = target.accounts.length > 0 ? target.accounts : [{ id: 'main', auth: {}, fixtures: {} }];
  const fail = (problem: string, hint = ''): never => {
    throw new InputError(`${target.from}: ${problem}${otherContract(contract, target) ?? hint}`);
  };
  if (target.accounts.length === 0 && [...contract.roles.values()].some(({ account }) => account)) {
    fail(`accounts is missing; contract ${contract.name} needs at least one: "- id: …"`);
  }
  return listed.map((account) => {
    const { id, auth } = account;
    const fixtures = typedFixtures(contract, account);
    return { id, credentials: needed({ ...target.auth, ...auth }, id), fixtures };
  });

  function needed(given: Readonly<Record<string, string>>, id: string): Readonly<Record<string, string>> {
    const wrong = Object.keys(given).find((key) => !credentials.includes(key));
    if (wrong !== undefined) fail(`unknown key "${wrong}" in auth`, didYouMean(wrong, credentials));
    const missing = credentials.find((key) => given[key] === undefined);
    if (missing !== undefined) {
      fail(`auth.${missing} is missing for account ${id} of contract ${contract.name}`);
    }
    return given;
  }
}

/** The likelier mistake where the file does not fit the contract that is run: it was written for another one. */
function otherContract({ name, folder }: Contract, { contract }: Target): string | undefined {
  if (contract === undefined || contract === name || resolve(contract) === resolve(folder)) return undefined;
  return `: the file is for contract ${contract}, and this run is of ${name}; run ${contract}, or give a target file for ${name}`;
}

/**
 * Where credentials alone say whose a request is, two accounts with the same ones are one: it would be blamed for
 * seeing what is its own. Throws InputError.
 */
export function refuseSameCredentials(
  { name: contract, authentication }: Contract,
  { accounts }: Pick<Settings, 'accounts'>,
  from: string,
): void {
  if (!authentication.perAccount) return;
  const owners = new Map<string, string>();
  for (const { id, credentials } of accounts) {
    const all = JSON.stringify(authentication.credentials.map((name) => credentials[name]));
    const other = owners.get(all);
    if (other !== undefined) {
      throw new InputError(
        `${from}: accounts ${other} and ${id} have the same credentials, and ${contract} knows an account by nothing else, so whether one sees the other's cannot be judged; give each an auth of its own, or name one alone`,
      );
    }
    owners.set(all, id);
  }
}
