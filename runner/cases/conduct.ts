/** Runs one case: leases what it needs, sets the scene, runs the law, judges how it ended, cleans up. */
import { createHash } from 'node:crypto';

import { SuiteError } from '../../spec/errors.ts';
import type { Account } from '../accounts/account.ts';
import type { Case } from './cases.ts';
import { Broken, CannotJudge, Doubt, NotDeclared } from './findings.ts';
import { Trouble } from '../http/answer.ts';
import { Doubts } from '../http/doubts.ts';
import { Judge } from './judge.ts';
import type { Needs } from './law.ts';
import { byMode, needsOf } from './left-out.ts';
import type { Lease } from '../accounts/leases.ts';
import { CaseRecord } from './record.ts';
import { Registry } from '../registry/registry.ts';
import type { Status } from '../result/result.ts';
import { type Progress, Scene } from './scene.ts';
import type { FullUse, Session } from '../job/session.ts';
import { notToFill, TO_FILL } from '../accounts/sites.ts';
import { Values } from '../registry/values.ts';

/** How a case ended, with its record. */
export interface Ended {
  case: Case;
  status: Exclude<Status, 'expected-failure'>;
  message?: string;
  counterexample?: unknown;
  timeline?: string;
  /** The way to the counterexample, where it was generated. */
  path?: string;
  /** What was generated there. */
  example?: unknown;
  /** The rules that are broken; none: all those that name the case. */
  blames?: readonly string[];
  record: CaseRecord;
}

/**
 * Bad moments and broken connections: how often a case begins anew, the first time included. With one request in
 * twenty lost, a case of thirty writes comes through once in five attempts.
 */
const MOST_ATTEMPTS = 25;
/** After so many attempts a case makes do with fewer examples: whatever comes every time was believed by then. */
const WHOLE_ATTEMPTS = 7;
/** And for how long, waiting for leases apart: as many time-outs. */
const MOST_TIME_OUTS = 20;

/** The case's verdict. Never throws for anything that a server can do. */
export async function conduct(one: Case, session: Session): Promise<Ended> {
  try {
    return await tryUntilSure(one, session);
  } finally {
    if (one.needs.full) await session.fullUserDone();
  }
}

async function tryUntilSure(one: Case, session: Session): Promise<Ended> {
  const doubts = new Doubts(session.client.weather);
  const history: History = { doubts, attempt: 0, spentMs: 0, progress: { done: 0 } };
  for (;;) {
    history.attempt += 1;
    const record = new CaseRecord();
    doubts.begin();
    const before = history.progress.done;
    try {
      const stopped = session.stopReason ?? session.client.gone;
      if (stopped !== undefined) throw new CannotJudge(stopped);
      const why = byMode(one, session.settings);
      if (why !== undefined) throw new NotDeclared(why);
      await play(one, session, record, history);
      doubts.passed();
      record.notes.push(...doubts.notes);
      return { case: one, record, ...passing(record) };
    } catch (error) {
      const late = history.spentMs > MOST_TIME_OUTS * session.settings.timeoutMs;
      const last = history.attempt >= MOST_ATTEMPTS || late || session.stopped;
      // The next attempt begins further on: what was odd here is to be met at another step.
      if (history.progress.done > before) doubts.moved();
      if (mayPass(error) && !last) continue;
      return { case: one, record, ...ending(error, one) };
    }
  }
}

/** Whether the case may come through when it begins anew. */
function mayPass(error: unknown): boolean {
  return error instanceof Doubt || (error instanceof Trouble && !error.hopeless);
}

/** What is left of earlier attempts. */
interface History {
  doubts: Doubts;
  attempt: number;
  /** Milliseconds that its attempts took. */
  spentMs: number;
  /** Examples that need not be tried again. */
  progress: Progress;
}

function passing({ latitude, notes }: CaseRecord): Pick<Ended, 'status' | 'message'> {
  const message = [...latitude, ...notes].join('; ');
  return { status: latitude.length > 0 ? 'observed' : 'passed', ...(message === '' ? {} : { message }) };
}

function ending(error: unknown, { alone }: Case): Omit<Ended, 'case' | 'record'> {
  if (error instanceof Broken) {
    return {
      status: 'failed',
      message: error.message,
      ...(error.counterexample === undefined ? {} : { counterexample: error.counterexample }),
      ...(error.timeline === undefined ? {} : { timeline: error.timeline }),
      ...(error.path === undefined ? {} : { path: error.path }),
      ...(error.example === undefined ? {} : { example: error.example }),
      // What only this case proves would be judged by nobody.
      ...(error.blames.length === 0 ? {} : { blames: [...new Set([...error.blames, ...alone])] }),
    };
  }
  if (error instanceof NotDeclared) return { status: 'not-run', message: error.message };
  if (error instanceof CannotJudge || error instanceof Trouble || error instanceof Doubt) {
    return { status: 'inconclusive', message: error.message };
  }
  throw new SuiteError(error instanceof Error ? error.message : String(error), { cause: error });
}

async function play(one: Case, session: Session, record: CaseRecord, history: History): Promise<void> {
  let needs = needsOf(one, session.contract);
  if (needs.full || one.effect === 'fills') {
    const reason = notToFill(session.settings);
    if (reason !== undefined) throw new CannotJudge(reason);
    needs = { ...needs, slots: Math.max(needs.slots ?? 0, TO_FILL) };
  }
  if (needs.full) {
    await session.withFull(async (full) => act(one, session, needs, record, history, full.lease, full));
    return;
  }
  const rather = needs.expendable === 'rather' && session.leases(true).impossible(needs) === undefined;
  const lease = await session.leases(needs.expendable === true || rather).acquire(needs);
  try {
    await act(one, session, needs, record, history, lease);
  } finally {
    lease.release();
  }
}

async function act(
  one: Case,
  session: Session,
  needs: Needs,
  record: CaseRecord,
  history: History,
  lease: Lease,
  full?: FullUse,
): Promise<void> {
  for (const key of needs.fixtures ?? []) {
    if (lease.accounts.every(({ fixtures }) => fixtures[key] === undefined)) {
      throw new NotDeclared(`the target file names no fixture ${key}`);
    }
  }
  const { contract, client } = session;
  if (
    contract.roles.has('create') &&
    ((needs.slots ?? 0) > 0 || needs.full === true || one.role.name === 'create')
  ) {
    const reason = lease.accounts.map(({ id }) => session.found.get(id)?.cannotCreate).find(Boolean);
    if (reason !== undefined) throw new CannotJudge(reason);
  }
  const judge = new Judge(contract, record, history.doubts, session.freshness);
  const tracker = full?.tracker ?? session.tracker();
  // What an earlier attempt sent may still arrive: no attempt has another's URLs.
  const named = history.attempt === 1 ? one.name : `${one.name}\n${history.attempt}`;
  const slug = createHash('sha256').update(named).digest('hex').slice(0, 6);
  const values = new Values(contract, session.mark, slug, session.choices);
  const registryOf = (account: Account): Registry =>
    new Registry({
      contract,
      on: one.role.name,
      client,
      account,
      lease,
      judge,
      record,
      values,
      tracker,
      graves: session.graves,
    });
  const [registry, other] = lease.accounts.map(registryOf);
  if (!registry) throw new TypeError('a lease without an account');
  const { runs, path, hostProbes } = session.settings;
  const scene = new Scene({
    contract,
    role: one.role,
    expect: one.expect,
    with: one.with,
    registry,
    ...(other ? { other } : {}),
    elsewhere: session.settings.accounts.filter((each) => !lease.accounts.includes(each)).map(registryOf),
    ...(full ? { full: full.account } : {}),
    judge,
    record,
    client,
    seed: session.seedOf(one.name),
    ...(runs === undefined ? {} : { runs }),
    progress: history.progress,
    ...(path === undefined ? {} : { path }),
    ...(one.known ? { known: one.known } : {}),
    share: history.attempt <= WHOLE_ATTEMPTS ? 1 : 2 ** (WHOLE_ATTEMPTS - history.attempt),
    hostProbes,
  });
  const began = performance.now();
  try {
    if (full) await lookAgain(full, lease.accounts[0]);
    full?.history.retell(full.account.items, record);
    await one.law.run(scene);
  } catch (error) {
    if (full && (error instanceof Trouble || error instanceof Doubt)) UNSURE.add(full);
    throw error;
  } finally {
    history.spentMs += performance.now() - began;
    full?.history.note(full.account.items, record);
    // A lawful delete that is refused is no less wrong for being the last call of a case.
    for (const refused of full ? [] : await tracker.cleanUp()) judge.works(refused);
  }
}

/** Full accounts of which nobody knows what a lost request did to them. */
const UNSURE = new WeakSet<FullUse>();

/** Takes stock of a full account after a bad moment: what it holds of ours is what its list shows. */
async function lookAgain(full: FullUse, account: Account): Promise<void> {
  if (!UNSURE.has(full)) return;
  const standing = await full.tracker.standing(account);
  full.account.items.splice(0, Infinity, ...standing);
  UNSURE.delete(full);
}
