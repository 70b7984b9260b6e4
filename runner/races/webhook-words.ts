import type { Fragment } from './model.ts';
import type { Fields, WebhookAnswer, WebhookCall } from './webhook-calls.ts';
import { compare } from './webhook-state.ts';

type Words = (call: WebhookCall, answer: WebhookAnswer | undefined) => readonly Fragment[];
type Word = Fragment[number];

/**
 * Cuts operations into fragments, with URLs and ids marked as names: of a URL the model asks only whether it
 * equals another. What is in `fixed` is known from the start and is no mere name.
 */
export function wordsOf(fixed: ReadonlySet<string>): Words {
  const name = (sort: 'id' | 'url', value: string): Word =>
    fixed.has(value) ? value : { name: `${sort} ${value}` };

  const ofFields = (fields: Fields | undefined): readonly Word[] => [
    // The count tells where the fields end, so that two different operations never read the same.
    String(Object.keys(fields ?? {}).length),
    ...Object.entries(fields ?? {})
      .toSorted(([left], [right]) => compare(left, right))
      .flatMap(([key, value]) => [key, key === 'url' ? name('url', value) : value]),
  ];
  const ofCall = (call: WebhookCall): readonly Word[] => {
    switch (call.kind) {
      case 'create':
        return ['create', name('url', call.url), ...ofFields(call.fields)];
      case 'update':
        return ['update', name('id', call.id), ...ofFields(call.fields)];
      case 'delete':
      case 'get':
        return [call.kind, name('id', call.id)];
      case 'list':
        return ['list'];
      default:
        return call satisfies never;
    }
  };
  const ofAnswer = (answer: WebhookAnswer | undefined): readonly Word[] =>
    answer === undefined
      ? ['unknown']
      : [
          answer.outcome,
          ...(answer.id === undefined ? ['no id'] : ['id', name('id', answer.id)]),
          ...(answer.view === undefined ? ['no view'] : ['view', ...ofFields(answer.view)]),
        ];
  return (call, answer) => [
    [...ofCall(call), ...ofAnswer(answer)],
    ...(answer?.items ?? []).map(({ id, view }) => ['item', name('id', id), ...ofFields(view)]),
  ];
}
