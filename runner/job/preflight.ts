/** The look before the first case: is the target there, does it take the credentials, what is on the accounts? */
import type { Contract, Role } from '../../spec/contract.ts';
import { UnreachableError } from '../../spec/errors.ts';
import { at, show } from '../../spec/json.ts';
import { choose } from '../../spec/outcomes.ts';
import { type Account, fixtureIds } from '../accounts/account.ts';
import { Draft } from '../registry/draft.ts';
import { type Answer, Trouble } from '../http/answer.ts';
import type { SendOptions } from '../http/client.ts';
import { oddness } from '../http/odd.ts';
import type { Found, Session } from './session.ts';
import { Values } from '../registry/values.ts';

/** What every account holds. Throws UnreachableError where no operation answers or takes the credentials. */
export async function preflight(session: Session): Promise<Found[]> {
  const found = await Promise.all(
    session.settings.accounts.map(async (account): Promise<Found> => {
      const listed = await assureAccess(session, account);
      const ids = await idsOf(session, account, listed);
      session.before.note(account, ids);
      return { account, existing: ids.length };
    }),
  );
  for (const one of found) await leaveUnfit(session, one);
  await settleChoices(session);
  await Promise.all(
    found.map(async (one) => {
      const reason = await refusal(session, one.account);
      if (reason !== undefined) one.cannotCreate = reason;
    }),
  );
  return found;
}

/**
 * Credentials are refused when no operation takes them; where some do, the others are broken. The list's answer, where
 * it was the list that took them.
 */
async function assureAccess(session: Session, account: Account): Promise<Answer | undefined> {
  const { contract } = session;
  const all = ['list', 'get', 'update', 'delete', 'create'] as const;
  const roles = session.settings.mode === 'read-only' ? (['list', 'get'] as const) : all;
  let refused: Answer | undefined;
  for (const name of roles) {
    const role = contract.roles.get(name);
    if (!role) continue;
    const answer = await tryOnce(session, harmless(contract, role, account), { repeatable: true });
    const outcome = contract.outcomes.get(contract.unauthorised, name);
    if (answer.status !== 403 && !choose(outcome, answer)) return name === 'list' ? answer : undefined;
    refused = answer;
  }
  const { baseUrl } = session.settings;
  throw new UnreachableError(
    `${baseUrl} refuses the credentials of account ${account.id} on every operation (status ${refused?.status ?? 0}); check auth in the target file`,
  );
}

/** A call that changes nothing whatever becomes of it: reads as they are, writes without what they need. */
function harmless(contract: Contract, role: Role, account: Account): Draft {
  const draft = new Draft(role, account).set(role.account, account.id);
  if (role.name !== 'list' && role.id?.in === 'path')
    draft.set(role.id, contract.item.idType === 'integer' ? 2147483646 : 'x');
  return draft;
}

async function tryOnce(session: Session, draft: Draft, options: SendOptions = {}): Promise<Answer> {
  try {
    return await session.client.send(draft, options);
  } catch (error) {
    throw error instanceof Trouble ? unreachable(session, error) : error;
  }
}

function unreachable({ settings }: Session, trouble: Trouble): UnreachableError {
  return new UnreachableError(`${settings.baseUrl} cannot be reached: ${trouble.message}`, {
    cause: trouble,
  });
}

/** The ids of what is there already; what a broken list hides counts as none. */
async function idsOf(session: Session, account: Account, listed: Answer | undefined): Promise<unknown[]> {
  const role = session.contract.roles.get('list');
  if (!role) return [];
  const answer = listed ?? (await tryOnce(session, harmless(session.contract, role, account)));
  for (const { pointer } of role.items ?? []) {
    const items = at(answer.body, pointer);
    if (Array.isArray(items)) return items.map((item: unknown) => at(item, session.contract.item.id));
  }
  return [];
}

/** Leaves out the fixtures that could not be put back, unless there are no others. */
async function leaveUnfit(session: Session, found: Found): Promise<void> {
  const { contract, settings, fixtures } = session;
  if (contract.roles.has('create') || settings.mode === 'read-only') return;
  const ids = fixtureIds(found.account, 'webhookIds');
  const holes = await Promise.all(ids.map(async (id) => fixtures.isUnfit(found.account, id)));
  const unfit = ids.filter((_, index) => holes[index]);
  if (unfit.length > 0 && unfit.length < ids.length) found.unfit = new Set(unfit);
}

/** Finds the values that the target knows for fields whose values no document fixes. */
async function settleChoices(session: Session): Promise<void> {
  const { contract } = session;
  const [account] = session.settings.accounts;
  if (!account || !contract.roles.has('create') || session.settings.mode === 'read-only') return;
  const choices = new Map<string, readonly unknown[]>();
  for (const field of contract.item.fields.values()) {
    const { candidates = [] } = field;
    const fixture = field.fixture === undefined ? undefined : account.fixtures[field.fixture];
    if (fixture !== undefined || candidates.length < 2) continue;
    for (const [index, candidate] of candidates.entries()) {
      session.choices = new Map([...choices, [field.name, candidate]]);
      if ((await probe(session, account, `choice-${choices.size}-${index}`)).status < 300) {
        choices.set(field.name, candidate);
        break;
      }
    }
    // That every documented value is refused is a law's finding; all other rules are judged without them.
    if (!choices.has(field.name)) choices.set(field.name, []);
  }
  session.choices = choices;
}

/**
 * Why a lawful create is refused on an account, where the documents let it be for want of something that no
 * operation shows; undefined where it is not, or where the refusal is the server's fault.
 */
async function refusal(session: Session, account: Account): Promise<string | undefined> {
  const { contract } = session;
  if (!contract.precondition || session.settings.mode === 'read-only') return undefined;
  const answer = await probe(session, account, `look-${session.settings.accounts.indexOf(account)}`);
  const role = contract.roles.get('create');
  const envelope = role?.operation.responses.get(answer.status);
  if (answer.status < 400 || answer.status >= 500 || answer.unreadable !== undefined || !envelope)
    return undefined;
  // At its limit an account refuses for a reason of its own, which the free places tell.
  const named = contract.outcomes.lookalikes(answer, 'create').filter((name) => /limit/.test(name));
  if (named.length > 0 || envelope.check(answer.body).findings.some(({ lawful }) => !lawful))
    return undefined;
  // Refused for want of something in the request, or for something in it: that is the server's doing.
  for (const form of ['bare', 'ample'] as const) {
    if (
      (await probe(session, account, `${form}-${session.settings.accounts.indexOf(account)}`, form)).status <
      300
    )
      return undefined;
  }
  const { gap, because } = contract.precondition;
  return `a lawful create is refused on account ${account.id} (status ${answer.status}: ${show(answer.body, 160)}): ${because} (${gap})`;
}

/**
 * Creates an item and removes it: a plain one, a bare one with required values alone, or an ample one with a text
 * for every optional value that is no field of the item. Each probe has a name of its own: no URL is used twice.
 */
async function probe(
  session: Session,
  account: Account,
  name: string,
  form: Form = 'plain',
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const answer = await probeOnce(session, account, `${name}-${attempt}`, form);
      if (oddness(answer) === undefined || attempt >= MOST_PROBES) return answer;
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      if (error.hopeless || attempt >= MOST_PROBES) throw unreachable(session, error);
    }
  }
}

type Form = 'plain' | 'bare' | 'ample';

/** A bad moment must not decide what a whole run believes of the target. */
const MOST_PROBES = 6;

async function probeOnce(session: Session, account: Account, name: string, form: Form): Promise<Answer> {
  const { contract } = session;
  const role = contract.roles.get('create');
  if (!role) throw new TypeError('no create');
  const values = new Values(contract, session.mark, `preflight-${name}`, session.choices);
  const draft = new Draft(role, account).set(role.account, account.id);
  for (const [field, value] of Object.entries(values.all('create', account)))
    draft.set(role.fields.get(field), value);
  for (const { place, required, types } of role.operation.parameters) {
    if (required || place.in !== 'body') continue;
    const isField = [...role.fields.values()].some(({ at: taken }) => taken === place.at);
    if (form === 'bare') draft.without(place);
    if (form === 'ample' && !isField && types.includes('string')) draft.set(place, 'wc-preflight');
  }
  const tracker = session.tracker();
  const intent = await tracker.intend(draft);
  try {
    const answer = await session.client.send(draft);
    await tracker.settle(intent, answer);
    return answer;
  } finally {
    await tracker.cleanUp();
  }
}
