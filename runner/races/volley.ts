/** Lets several clients send at one and the same time, and writes down what each saw. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { Draft } from '../registry/draft.ts';
import { Broken, Doubt } from '../cases/findings.ts';
import { type Answer, Trouble } from '../http/answer.ts';
import type { Client } from '../http/client.ts';
import type { Judge } from '../cases/judge.ts';
import { Gate } from './gate.ts';
import type { Timing } from '../registry/requests.ts';
import type { Grounds } from './grounds.ts';
import type { Interpreter } from './interpreter.ts';
import type { WebhookAnswer, WebhookOperation } from './webhook-calls.ts';

/** What one client sends, one request after the other; the first of all clients leave together. */
export interface Lane {
  drafts: readonly Draft[];
  /** The account that they are for. */
  grounds: Grounds;
  /** How long after the others its first one leaves. */
  delayMs: number;
}

/** One request of a race. */
export interface Sent {
  operation: WebhookOperation;
  /** Why its round should be run again: the target was busy, or gave an answer that says nothing. */
  spoilt?: 'busy' | 'doubtful';
}

export interface VolleyParts {
  client: Client;
  judge: Judge;
  interpreter: Interpreter;
}

/** Settles when every answer is there, or will not come. Throws what a client threw, once all are back. */
export async function volley(lanes: readonly Lane[], parts: VolleyParts): Promise<Sent[]> {
  const gate = new Gate(lanes.length);
  const { clients } = await parts.client.gathering(async () => {
    const all = Promise.allSettled(lanes.map(async (lane, index) => drive(lane, index, gate, parts)));
    await gate.opened;
    return { clients: all };
  });
  const ended = await clients;
  const failed = ended.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  return ended.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
}

/** One client's requests, one after the other, until one of them says nothing. */
async function drive(lane: Lane, who: number, gate: Gate, parts: VolleyParts): Promise<Sent[]> {
  const start = async (): Promise<void> => {
    await gate.arrive(who);
    if (lane.delayMs > 0) await sleep(lane.delayMs);
  };
  // All are prepared at once, so that each leaves as soon as the answer before it is there: writing takes long.
  const steps = lane.drafts.map(() => new Step());
  const sending = lane.drafts.map(async (draft, index) => {
    const step = steps[index];
    const before = steps[index - 1];
    try {
      return await send(draft, `client ${who + 1}`, lane.grounds, parts, {
        ...(before ? { ready: async () => before.over } : { start }),
        answered: () => step?.answered(),
      });
    } finally {
      step?.failed();
    }
  });
  try {
    const ended = await Promise.allSettled(sending);
    const failed = ended.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected' && !(failed.reason instanceof NotSent)) throw failed.reason;
    return ended.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  } finally {
    gate.pass(who);
  }
}

/** How the next request of a client hears of the one before it. */
class Step {
  /** Settles with the answer. Rejects with NotSent where there is none. */
  readonly over: Promise<void>;
  answered: () => void = () => undefined;
  failed: () => void = () => undefined;

  constructor() {
    this.over = new Promise((resolve, reject) => {
      this.answered = resolve;
      this.failed = () => reject(new NotSent());
    });
    // The last one has nobody after it.
    this.over.catch(() => undefined);
  }
}

/** What came before it got no answer. */
class NotSent extends Error {}

async function send(
  draft: Draft,
  client: string,
  grounds: Grounds,
  parts: VolleyParts,
  { ready, start, answered }: Timing & { start?: () => Promise<void> },
): Promise<Sent> {
  const { registry } = grounds;
  const call = parts.interpreter.call(draft);
  // Without an answer that says something, it may have been done, or be done later.
  const open = {
    client,
    account: registry.account.id,
    call,
    invokedAt: performance.now(),
    completedAt: undefined,
    answer: undefined,
  };
  const leave = async (): Promise<void> => {
    await start?.();
    open.invokedAt = performance.now();
  };
  try {
    const answer = await registry.send(draft, {
      patient: false,
      start: leave,
      ...(ready ? { ready } : {}),
      ...(answered ? { answered } : {}),
    });
    if (saysNothing(answer)) return { operation: open, spoilt: 'doubtful' };
    const said = read(answer, grounds, parts);
    return { operation: { ...open, invokedAt: answer.sentAt, completedAt: answer.readAt, answer: said } };
  } catch (error) {
    if (error instanceof Doubt) return { operation: open, spoilt: 'doubtful' };
    if (!(error instanceof Trouble)) throw error;
    return error.mayHaveHappened ? { operation: open } : { operation: open, spoilt: 'busy' };
  }
}

/** A 500, or what cannot be read: in a race, too, it may be a bad moment. */
function saysNothing({ status, unreadable, draft }: Answer): boolean {
  return (
    status === 500 ||
    (unreadable !== undefined && draft.role.operation.responses.get(status)?.hasBody === true)
  );
}

function read(answer: Answer, grounds: Grounds, { interpreter, judge }: VolleyParts): WebhookAnswer {
  const { draft } = answer;
  const said = interpreter.answer(answer);
  if (!said) {
    const { operation } = draft.role;
    throw new Broken(
      `${operation.id}, sent together with others: ${judge.mismatch(answer, interpreter.outcomes(draft))}`,
    );
  }
  if (said.id !== undefined) grounds.know(said.id);
  return draft.role.name === 'list' && grounds.listsAll ? { ...said, items: grounds.listed(answer) } : said;
}
