import type { WebhookAnswer, WebhookCall, WebhookOperation } from '../../runner/races/webhook-calls.ts';
import type { WebhookContract } from '../../runner/races/webhook-contract.ts';
import { TestRegistry } from './registry.ts';

/** Numbers from 0 up to 1, the same for the same seed (the usual linear congruence). */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * A mix of operations that `clients` send to one account as fast as they are answered; a correct registry
 * acts somewhere within each. URLs are few, so that they clash; values are written once each.
 */
export function mixed(
  contract: WebhookContract,
  account: string,
  clients: number,
  count: number,
  random: () => number,
): readonly WebhookOperation[] {
  const server = new TestRegistry(contract, account, () => random() < 0.5, `${account}-`);
  const free = Array.from({ length: clients }, () => random());
  const slots = Array.from({ length: count }, (_, index) => {
    const client = free.indexOf(Math.min(...free));
    const invokedAt = free[client]!;
    const completedAt = invokedAt + 1 + random() * 9;
    free[client] = completedAt + random() / 10;
    const moment = invokedAt + random() * (completedAt - invokedAt);
    return { moment, index, times: { client: `${account}-c${client}`, account, invokedAt, completedAt } };
  });
  const ids: string[] = [];
  return slots
    .toSorted((left, right) => left.moment - right.moment)
    .map(({ index, times }) => {
      const call = anyCall(random, ids, index);
      const answer = server.answer(call);
      if (answer.id !== undefined) ids.push(answer.id);
      return { ...times, call, answer };
    });
}

function anyCall(random: () => number, ids: readonly string[], index: number): WebhookCall {
  const id = ids[Math.floor(random() * ids.length)];
  const url = `https://sink.example/${Math.floor(random() * 30)}`;
  const dice = random();
  if (id === undefined || dice < 0.4) return { kind: 'create', url };
  if (dice < 0.6) return { kind: 'update', id, fields: dice < 0.5 ? { note: `n${index}` } : { url } };
  if (dice < 0.75) return { kind: 'delete', id };
  return dice < 0.87 ? { kind: 'get', id } : { kind: 'list' };
}

/** Creates that are all in flight together; as many as there is room for succeed, scattered among the others. */
export function stampede(
  count: number,
  room: number,
  urlOf: (index: number) => string,
): readonly WebhookOperation[] {
  return Array.from({ length: count }, (_, index): WebhookOperation => {
    // Any odd factor scatters the winners; 7 shares no divisor with the counts in use.
    const works = (index * 7) % count < room;
    return {
      client: `c${index}`,
      account: 'main',
      call: { kind: 'create', url: urlOf(index) },
      invokedAt: index / 1000,
      completedAt: 10 + ((index * 11) % count) / 10,
      answer: works ? { outcome: 'ok', id: `id${index}` } : { outcome: 'limit' },
    };
  });
}

/** The history with the answer of one operation exchanged. */
export function withAnswer(
  history: readonly WebhookOperation[],
  index: number,
  answer: WebhookAnswer,
): readonly WebhookOperation[] {
  return history.map((each, position) => (position === index ? { ...each, answer } : each));
}
