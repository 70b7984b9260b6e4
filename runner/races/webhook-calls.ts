import type { Operation } from './history.ts';

/** Values by name, as text. The URL is one of them, under `url`. */
export type Fields = Readonly<Record<string, string>>;

export type WebhookCall =
  | { readonly kind: 'create'; readonly url: string; readonly fields?: Fields }
  | { readonly kind: 'update'; readonly id: string; readonly fields: Fields }
  | { readonly kind: 'delete'; readonly id: string }
  | { readonly kind: 'get'; readonly id: string }
  | { readonly kind: 'list' };

/** `refused` stands for any refusal that the contract allows here, `unknown` for any outcome. */
export type WebhookOutcome = 'ok' | 'duplicate' | 'limit' | 'not-found' | 'refused' | 'unknown';

export interface WebhookAnswer {
  readonly outcome: WebhookOutcome;
  /** The id that the server drew for what it created, if it did. */
  readonly id?: string;
  /** What the answer shows of the endpoint. Only the fields in it are compared. */
  readonly view?: Fields;
  /** What a list shows: all endpoints of the account, in any order. */
  readonly items?: readonly ListedItem[];
}

export interface ListedItem {
  readonly id: string;
  readonly view: Fields;
}

export type WebhookOperation = Operation<WebhookCall, WebhookAnswer>;

/** The call in a few words, for a timeline. */
export function describeCall(call: WebhookCall): string {
  switch (call.kind) {
    case 'create':
      return `create ${show({ url: call.url, ...call.fields })}`;
    case 'update':
      return `update ${call.id} ${show(call.fields)}`;
    case 'delete':
    case 'get':
      return `${call.kind} ${call.id}`;
    case 'list':
      return 'list';
    default:
      return call satisfies never;
  }
}

/** The answer in a few words, for a timeline. */
export function describeAnswer(answer: WebhookAnswer): string {
  const items = answer.items?.map(({ id, view }) => `${id} ${show(view)}`);
  return [
    answer.outcome,
    ...(answer.id === undefined ? [] : [answer.id]),
    ...(answer.view === undefined ? [] : [show(answer.view)]),
    ...(items === undefined ? [] : [`[${items.join(', ')}]`]),
  ].join(' ');
}

function show(fields: Fields): string {
  const { url, ...rest } = fields;
  const others = Object.entries(rest).map(([name, value]) => `${name}=${value}`);
  return [...(url === undefined ? [] : [url]), ...others].join(' ');
}
