import type { Operation } from '../../runner/races/history.ts';
import type { WebhookAnswer, WebhookCall, WebhookOperation } from '../../runner/races/webhook-calls.ts';

/** An operation by hand: from, to (undefined: no answer), call, answer. */
export function op<Call, Answer>(
  client: string,
  invokedAt: number,
  completedAt: number | undefined,
  call: Call,
  answer?: Answer,
): Operation<Call, Answer> {
  return { client, account: 'main', invokedAt, completedAt, call, answer };
}

/** The same for the registry of webhooks, which spares the type arguments. */
export const hook: (
  client: string,
  invokedAt: number,
  completedAt: number | undefined,
  call: WebhookCall,
  answer?: WebhookAnswer,
) => WebhookOperation = op;

export const ok = (id?: string): WebhookAnswer =>
  id === undefined ? { outcome: 'ok' } : { outcome: 'ok', id };
