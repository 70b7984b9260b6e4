/** Runs one case: leases what it needs, sets the scene, runs the law, judges how it ended, cleans up. */
import { createHash } from 'node:crypto';

import { SuiteError } from '../spec/errors.ts';
import type { Case } from './cases.ts';
import { Broken, CannotJudge, Doubt, NotDeclared } from './findings.ts';
import { Trouble } from './http/answer.ts';
import { Judge } from './judge.ts';
import type { Effect, Needs } from './law.ts';
import type { Lease } from './leases.ts';
import { CaseRecord } from './record.ts';
import { Registry } from './registry.ts';
import type { Mode, Status } from './result.ts';
import { Scene } from './scene.ts';
import type { FullUse, Session } from './session.ts';
import { Values } from './values.ts';

/** How a case ended, with its record. */
export interface Ended {
  case: Case;
  status: Exclude<Status, 'expected-failure'>;
  message?: string;
  counterexample?: unknown;
  timeline?: string;
  record: CaseRecord;
}

/** Bad moments and broken connections: how often a case begins anew, the first time included. */
const MOST_ATTEMPTS = 3;

const GENTLE: Readonly<Record<Mode, readonly Effect[]>> = {
  full: ['reads', 'writes', 'fills', 'floods', 'races'],
  safe: ['reads', 'writes'],
  'read-only': ['reads'],
};

/** The case's verdict. Never throws for anything that a server can do. */
export async function conduct(one: Case, session: Session): Promise<Ended> {
  let doubted = false;
  for (let attempt = 1; ; attempt += 1) {
    const record = new CaseRecord();
    try {
      if (session.stopReason !== undefined) throw new CannotJudge(session.stopReason);
      const why = notDeclared(one, session);
      if (why !== undefined) throw new NotDeclared(why);
      await play(one, session, record, !doubted);
      return { case: one, record, ...passing(record) };
    } catch (error) {
      const last = attempt >= MOST_ATTEMPTS || session.stopped;
      if (error instanceof Doubt && !last) {
        doubted = true;
        continue;
      }
      if (error instanceof Trouble && !last) continue;
      return { case: one, record, ...ending(error) };
    }
  }
}

function passing({ latitude, notes }: CaseRecord): Pick<Ended, 'status' | 'message'> {
  const message = [...latitude, ...notes].join('; ');
  return { status: latitude.length > 0 ? 'observed' : 'passed', ...(message === '' ? {} : { message }) };
}

function ending(error: unknown): Pick<Ended, 'status' | 'message' | 'counterexample' | 'timeline'> {
  if (error instanceof Broken) {
    return {
      status: 'failed',
      message: error.message,
      ...(error.counterexample === undefined ? {} : { counterexample: error.counterexample }),
      ...(error.timeline === undefined ? {} : { timeline: error.timeline }),
    };
  }
  if (error instanceof NotDeclared) return { status: 'not-run', message: error.message };
  if (error instanceof CannotJudge || error instanceof Trouble || error instanceof Doubt) {
    return { status: 'inconclusive', message: error.message };
  }
  throw new SuiteError(error instanceof Error ? error.message : String(error), { cause: error });
}

/** Why the mode or the target file leaves a case out, or undefined. */
function notDeclared(one: Case, session: Session): string | undefined {
  const { effect } = one;
  const { mode } = session.settings;
  if (!GENTLE[mode].includes(effect)) return `mode ${mode} leaves out what ${effect}`;
  if (effect === 'races' && session.client.concurrency < 2) return 'a race needs a concurrency of at least 2';
  return undefined;
}

/** What a case needs, as its contract makes it: where nothing can be created, deletions need expendable fixtures. */
function needsOf(one: Case, session: Session): Needs {
  const { needs } = one;
  const expendable = !session.contract.roles.has('create') && one.role.name === 'delete' && (needs.slots ?? 0) > 0;
  return expendable ? { expendable, ...needs } : needs;
}

async function play(one: Case, session: Session, record: CaseRecord, mayDoubt: boolean): Promise<void> {
  const needs = needsOf(one, session);
  if (needs.full) {
    await session.withFull(async (full) => act(one, session, needs, record, mayDoubt, full.lease, full));
    return;
  }
  const rather = needs.expendable === 'rather' && session.leases(true).impossible(needs) === undefined;
  const lease = await session.leases(needs.expendable === true || rather).acquire(needs);
  try {
    await act(one, session, needs, record, mayDoubt, lease);
  } finally {
    lease.release();
  }
}

async function act(
  one: Case,
  session: Session,
  needs: Needs,
  record: CaseRecord,
  mayDoubt: boolean,
  lease: Lease,
  full?: FullUse,
): Promise<void> {
  for (const key of needs.fixtures ?? []) {
    if (lease.accounts.every(({ fixtures }) => fixtures[key] === undefined)) {
      throw new NotDeclared(`the target file names no fixture ${key}`);
    }
  }
  const { contract, client } = session;
  if (contract.roles.has('create') && ((needs.slots ?? 0) > 0 || needs.full === true || one.role.name === 'create')) {
    const reason = lease.accounts.map(({ id }) => session.found.get(id)?.cannotCreate).find(Boolean);
    if (reason !== undefined) throw new CannotJudge(reason);
  }
  const judge = new Judge(contract, record, mayDoubt);
  const tracker = full?.tracker ?? session.tracker();
  const slug = createHash('sha256').update(one.name).digest('hex').slice(0, 6);
  const values = new Values(contract, session.mark, slug, session.choices);
  const registries = lease.accounts.map(
    (account) => new Registry({ contract, on: one.role.name, client, account, lease, judge, record, values, tracker, graves: session.graves }),
  );
  const [registry, other] = registries;
  if (!registry) throw new TypeError('a lease without an account');
  const { runs, hostProbes } = session.settings;
  const scene = new Scene({
    contract,
    role: one.role,
    expect: one.expect,
    with: one.with,
    registry,
    ...(other ? { other } : {}),
    ...(full ? { full: full.account } : {}),
    judge,
    record,
    client,
    seed: session.seedOf(one.name),
    ...(runs === undefined ? {} : { runs }),
    hostProbes,
  });
  try {
    await one.law.run(scene);
  } finally {
    if (!full) await tracker.cleanUp();
  }
}
