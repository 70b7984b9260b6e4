import type { Fields, WebhookAnswer, WebhookCall, WebhookOutcome } from './webhook-calls.ts';
import type { Latitude, WebhookContract } from './webhook-contract.ts';
import {
  isUsed,
  sizeOf,
  withEndpoint,
  withoutEndpoint,
  withSomeEndpoint,
  type Registry,
} from './webhook-state.ts';

type Call<Kind extends WebhookCall['kind']> = Extract<WebhookCall, { kind: Kind }>;

/** An answer, or undefined for one that is not known and may be any. */
type Answer = WebhookAnswer | undefined;

type Registries = readonly Registry[];

/**
 * The registries that may follow a call with this answer. Where several refusals have their condition (a
 * duplicate at the limit, a URL in use on an endpoint that is gone), each of them is allowed.
 */
export function steps(
  contract: WebhookContract,
  registry: Registry,
  call: WebhookCall,
  answer: Answer,
): Registries {
  switch (call.kind) {
    case 'create':
      return create(contract, registry, call, answer);
    case 'update':
      return update(contract, registry, call, answer);
    case 'delete':
      return remove(contract, registry, call, answer);
    case 'get': {
      const held = registry.known.get(call.id);
      if (held === undefined) return unchanged(registry, answer, 'not-found');
      return shows(answer?.view, held.fields) ? unchanged(registry, answer, 'ok') : [];
    }
    case 'list':
      return lists(registry, answer?.items) ? unchanged(registry, answer, 'ok') : [];
    default:
      return call satisfies never;
  }
}

function create(
  contract: WebhookContract,
  registry: Registry,
  call: Call<'create'>,
  answer: Answer,
): Registries {
  const clash = isUsed(registry, call.url) ? contract.sameUrl : 'accept';
  const full = contract.limit !== undefined && sizeOf(registry) >= contract.limit;
  const refused = unchanged(registry, answer, ...duplicate(clash), ...(full ? (['limit'] as const) : []));
  const fields = { ...call.fields, url: call.url };
  if (clash === 'refuse' || full || !may(answer, 'ok') || !shows(answer?.view, fields)) return refused;
  if (answer?.id === undefined) return [...refused, ...withSomeEndpoint(registry, fields)];
  return registry.known.has(answer.id) ? refused : [...refused, withEndpoint(registry, answer.id, fields)];
}

function update(
  contract: WebhookContract,
  registry: Registry,
  call: Call<'update'>,
  answer: Answer,
): Registries {
  const held = registry.known.get(call.id)?.fields;
  const clash = clashOf(contract, registry, call, held);
  if (held === undefined) return unchanged(registry, answer, 'not-found', ...duplicate(clash));
  const refused = unchanged(registry, answer, ...duplicate(clash));
  // A replacement that leaves the URL out would be refused for that, if at all: the URL stays.
  const kept =
    contract.update === 'partial'
      ? held
      : Object.fromEntries(Object.entries(held).filter(([name]) => name === 'url'));
  const fields = { ...kept, ...call.fields };
  if (clash === 'refuse' || !may(answer, 'ok') || !shows(answer?.view, fields)) return refused;
  return [...refused, withEndpoint(registry, call.id, fields)];
}

function remove(
  contract: WebhookContract,
  registry: Registry,
  call: Call<'delete'>,
  answer: Answer,
): Registries {
  if (registry.known.has(call.id)) return may(answer, 'ok') ? [withoutEndpoint(registry, call.id)] : [];
  const again = contract.deleteAgain ?? 'refuse';
  if (again === 'either') return unchanged(registry, answer, 'ok', 'not-found');
  return unchanged(registry, answer, again === 'accept' ? 'ok' : 'not-found');
}

function clashOf(
  contract: WebhookContract,
  registry: Registry,
  call: Call<'update'>,
  held: Fields | undefined,
): Latitude {
  const url = call.fields['url'];
  if (url === undefined) return 'accept';
  if (isUsed(registry, url, call.id)) return contract.sameUrl;
  return held?.['url'] === url ? (contract.ownUrl ?? 'accept') : 'accept';
}

function duplicate(clash: Latitude): readonly WebhookOutcome[] {
  return clash === 'accept' ? [] : ['duplicate'];
}

function may(answer: Answer, outcome: WebhookOutcome): boolean {
  if (answer === undefined || answer.outcome === 'unknown') return true;
  return answer.outcome === outcome || (answer.outcome === 'refused' && outcome !== 'ok');
}

/** The registry as it is, if the answer may be one of these. */
function unchanged(registry: Registry, answer: Answer, ...outcomes: readonly WebhookOutcome[]): Registries {
  return outcomes.some((outcome) => may(answer, outcome)) ? [registry] : [];
}

/** Whether a view agrees with what is known; what either does not speak of is no disagreement. */
function shows(view: Fields | undefined, fields: Fields): boolean {
  return Object.entries(view ?? {}).every(
    ([name, value]) => !Object.hasOwn(fields, name) || fields[name] === value,
  );
}

/** Whether a list is exactly what there is, each endpoint once. */
function lists(registry: Registry, items: WebhookAnswer['items']): boolean {
  if (items === undefined) return true;
  const ids = new Set(items.map(({ id }) => id));
  if (ids.size !== items.length || ids.size !== sizeOf(registry)) return false;
  return items.every(({ id, view }) => {
    const held = registry.known.get(id);
    return held !== undefined && shows(view, held.fields);
  });
}
