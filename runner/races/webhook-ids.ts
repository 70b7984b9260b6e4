import type { Fields, WebhookOperation } from './webhook-calls.ts';

/**
 * Which ids a create with an unknown answer may have drawn: those that the history mentions and that might
 * have begun with its URL. An id that was seen with other URLs alone, and that nobody ever tried to update
 * or delete, has had those alone, unless its life before was one that nobody saw, and then another id
 * would have done. All others may be drawn; too many cost time, one too few would accuse a correct server.
 */
export function drawableIds(
  operations: readonly WebhookOperation[],
  existing: readonly { readonly id: string; readonly url: string }[],
): (url: string) => readonly string[] {
  const urls = new Map<string, Set<string>>();
  const touched = new Set<string>();
  const see = (id: string, view: Fields | undefined): void => {
    const seen = urls.get(id) ?? new Set();
    const url = view?.['url'];
    if (url !== undefined) seen.add(url);
    urls.set(id, seen);
  };
  for (const { id, url } of existing) see(id, { url });
  for (const { call, answer } of operations) {
    if (call.kind === 'update' || call.kind === 'delete') touched.add(call.id);
    if (call.kind !== 'create' && call.kind !== 'list') see(call.id, answer?.view);
    if (call.kind === 'create' && answer?.id !== undefined) see(answer.id, { url: call.url });
    for (const { id, view } of answer?.items ?? []) see(id, view);
  }
  return (url) =>
    [...urls].filter(([id, seen]) => touched.has(id) || seen.size === 0 || seen.has(url)).map(([id]) => id);
}
