import type { SequentialModel } from './model.ts';
import type { WebhookAnswer, WebhookCall } from './webhook-calls.ts';
import type { WebhookContract } from './webhook-contract.ts';
import { drawableIds } from './webhook-ids.ts';
import { steps } from './webhook-rules.ts';
import { endpoint, keyOf, type Registry } from './webhook-state.ts';
import { wordsOf } from './webhook-words.ts';

export type WebhookModel = SequentialModel<Registry, WebhookCall, WebhookAnswer>;

/** A registry of webhook endpoints as a contract describes it, asked one thing at a time. */
export function webhookModel(contract: WebhookContract): WebhookModel {
  const existing = Object.values(contract.existing ?? {}).flat();
  return {
    initial(account, operations) {
      const here = contract.existing?.[account] ?? [];
      return {
        known: new Map(here.map(({ id, url, fields }) => [id, endpoint({ ...fields, url })])),
        unseen: [],
        drawable: drawableIds(operations, here),
      };
    },
    step: (registry, call, answer) => steps(contract, registry, call, answer),
    key: keyOf,
    changesNothing: (call, answer) =>
      call.kind === 'get' ||
      call.kind === 'list' ||
      !['ok', 'unknown'].includes(answer?.outcome ?? 'unknown'),
    blank: (_, { id }) => (id === undefined ? undefined : { outcome: 'unknown', id }),
    fragments: wordsOf(new Set(existing.flatMap(({ id, url }) => [id, url]))),
  };
}
