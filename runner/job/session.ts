/** One run against one target: what all its cases share, from the first request to the last clean-up. */
import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';

import type { Contract } from '../../spec/contract.ts';
import type { Account } from '../accounts/account.ts';
import { Before } from '../accounts/before.ts';
import { Budget } from '../accounts/budget.ts';
import { FixtureKeeper } from '../accounts/fixture-keeper.ts';
import { FullAccount, oneAtATime } from '../accounts/full-account.ts';
import { FullHistory } from '../accounts/full-history.ts';
import { type Attempt, Client } from '../http/client.ts';
import { Graves } from '../accounts/graves.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { Freshness } from '../cases/freshness.ts';
import { type Lease, Leases } from '../accounts/leases.ts';
import type { Bounds } from './plan.ts';
import { Redactor } from '../secrets/redactor.ts';
import { ResponseSecrets } from '../secrets/response-secrets.ts';
import type { Mode } from '../result/result.ts';
import { signerFor } from '../signers/index.ts';
import { expendableSiteOf, siteOf, TO_FILL } from '../accounts/sites.ts';
import { type Tally, Tracker } from '../accounts/tracker.ts';
import type { Choices, Mark } from '../registry/values.ts';

/** What a run is told. */
export interface Settings {
  baseUrl: string;
  sink: string;
  accounts: readonly Account[];
  /** Accounts of the target that other parts of a split run take care of. */
  elsewhere?: readonly string[];
  hostProbes: boolean;
  seed: number;
  /** New each run, never from the seed. */
  marker: string;
  mode: Mode;
  runs?: number;
  /** Of the one property that runs: the way to the example that is tried again. */
  path?: string;
  concurrency: number;
  rate?: number;
  timeoutMs: number;
  /** Requests at most, clean-up included; undefined: what the plan comes to. */
  maxRequests?: number;
  /** Places that stay free on every account, whatever it is that takes up the others. */
  reserve?: number;
  /** Certificates of authorities that the target file trusts, as PEM. */
  ca?: string;
}

/** What the look before the first case found on one account. */
export interface Found {
  account: Account;
  /** Items that were there before. */
  existing: number;
  /** Why a lawful create is refused there, where the documents let it be. */
  cannotCreate?: string;
  /** Fixtures that could not be put back after an edit, where there are others. */
  unfit?: ReadonlySet<unknown>;
}

/** For who brings no plan. */
const UNBOUNDED: Bounds = { requests: Infinity, creates: Infinity, alive: Infinity, kept: 0 };

export class Session {
  readonly contract: Contract;
  readonly settings: Settings;
  readonly client: Client;
  readonly budget: Budget;
  readonly redactor = new Redactor();
  readonly ledger: Ledger;
  readonly fixtures: FixtureKeeper;
  readonly graves = new Graves(async () => this.#expendable.acquire({ slots: 1 }));
  readonly tally: Tally = { created: 0, removed: 0, alive: new Map(), again: new Set() };
  readonly mark: Mark;
  readonly freshness = new Freshness();
  readonly found = new Map<string, Found>();
  readonly before = new Before();
  choices: Choices = new Map();
  readonly #stop = new AbortController();
  #leases = new Leases([]);
  #expendable = new Leases([]);
  #full: Promise<FullUse> | undefined;
  readonly #fullQueue = oneAtATime();
  #fullUsers = 0;

  constructor(
    contract: Contract,
    settings: Settings,
    ledger: Ledger,
    tool: { name: string; version: string },
    onAttempt: (attempt: Attempt) => void = () => undefined,
    bounds: Bounds = UNBOUNDED,
  ) {
    this.contract = contract;
    this.settings = settings;
    this.ledger = ledger;
    const secrets = new ResponseSecrets(contract, this.redactor, settings.marker);
    this.mark = { marker: settings.marker, sink: settings.sink };
    const budget = new Budget(bounds);
    this.budget = budget;
    this.client = new Client({
      baseUrl: settings.baseUrl,
      signer: signerFor(contract),
      userAgent: `${tool.name}/${tool.version} run/${settings.marker}`,
      concurrency: settings.concurrency,
      ...(settings.rate === undefined ? {} : { rate: settings.rate }),
      timeoutMs: settings.timeoutMs,
      ...(settings.ca === undefined ? {} : { ca: settings.ca }),
      signal: this.#stop.signal,
      // What wants an account to itself stands in one line for it: the run is over when that line is.
      hurries: ({ account }) => this.#leases.held(account),
      spend: ({ role }, cleaning) => budget.spend({ create: role.name === 'create', cleaning }),
      onAttempt: (attempt) => {
        secrets.hide(attempt.answer?.body);
        onAttempt(attempt);
      },
    });
    this.fixtures = new FixtureKeeper(contract, this.client, ledger);
    // Every request in flight listens: that is no leak.
    setMaxListeners(0, this.#stop.signal);
    this.#hideSecrets();
  }

  /** Opens the accounts for leases, after what was found on them. */
  open(found: readonly Found[]): void {
    for (const one of found) this.found.set(one.account.id, one);
    this.#leases = new Leases(found.map((one) => siteOf(this.contract, one, this.settings)));
    this.#expendable = new Leases(found.map(expendableSiteOf));
  }

  leases(expendable: boolean): Leases {
    return expendable ? this.#expendable : this.#leases;
  }

  tracker(): Tracker {
    const { contract, client, ledger, fixtures, tally, budget, freshness, before } = this;
    return new Tracker({ contract, client, ledger, fixtures, tally, budget, freshness, before });
  }

  /** A case's own stream of random values. */
  seedOf(name: string): number {
    return createHash('sha256').update(`${this.settings.seed}\n${name}`).digest().readInt32LE();
  }

  /** Announces how many cases will ask for the full account; after the last one it is emptied. */
  expectFullUsers(count: number): void {
    this.#fullUsers = count;
  }

  /** Runs `use` with the full account, one case at a time. */
  async withFull(use: (full: FullUse) => Promise<void>): Promise<void> {
    // Asked for at once, and not when the queue comes to it: it stands in line for an account like any other case.
    const full = (this.#full ??= this.#openFull());
    await this.#fullQueue(async () => use(await full));
  }

  /** A case that may have asked for the full account, once or more often, will not do so again. */
  async fullUserDone(): Promise<void> {
    this.#fullUsers -= 1;
    const full = this.#fullUsers === 0 ? await this.#full?.catch(() => undefined) : undefined;
    if (full) await this.#closeFull(full);
  }

  /** Sends nothing any more but what cleans up; what is under way is aborted. */
  stop(reason: string): void {
    this.#stop.abort(reason);
  }

  /** Why the run was stopped, or undefined. */
  get stopReason(): string | undefined {
    return this.stopped ? String(this.#stop.signal.reason) : undefined;
  }

  get stopped(): boolean {
    return this.#stop.signal.aborted;
  }

  async close(): Promise<void> {
    await this.client.close();
    await this.ledger.close();
  }

  async #openFull(): Promise<FullUse> {
    const lease = await this.#leases.acquire({ alone: true, slots: TO_FILL });
    const existing = this.found.get(lease.accounts[0].id)?.existing ?? 0;
    return {
      lease,
      tracker: this.tracker(),
      account: new FullAccount(this.contract.limit ?? 0, existing),
      history: new FullHistory(),
    };
  }

  async #closeFull({ lease, tracker }: FullUse): Promise<void> {
    await tracker.cleanUp();
    lease.release();
  }

  #hideSecrets(): void {
    const [first] = this.settings.accounts;
    for (const { id, credentials } of this.settings.accounts) {
      // Accounts may share credentials; those that have their own are told apart by their names.
      const own = (name: string): string =>
        credentials[name] === first?.credentials[name] ? name : `${name} of ${id}`;
      for (const [name, value] of Object.entries(credentials)) this.redactor.addCredential(own(name), value);
      const suffix = Object.keys(credentials).every((name) => own(name) === name) ? '' : ` of ${id}`;
      for (const value of Object.values(this.client.signer.sign(credentials))) {
        const signature = value.split(' ').at(-1) ?? '';
        if (Object.values(credentials).includes(signature)) continue;
        this.redactor.addCredential(`signature${suffix}`, signature);
        const hex = Buffer.from(signature, 'base64').toString('hex');
        this.redactor.addCredential(`signature${suffix} in hex`, hex);
      }
    }
    for (const { fixtures } of this.settings.accounts) {
      this.redactor.addCredential('unprivilegedApiKey', fixtures['unprivilegedApiKey']);
    }
  }
}

/** The full account, the lease that holds it, and who removes its items. */
export interface FullUse {
  lease: Lease;
  tracker: Tracker;
  account: FullAccount;
  history: FullHistory;
}
