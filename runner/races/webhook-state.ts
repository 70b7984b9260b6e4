import type { Fields } from './webhook-calls.ts';

/** An endpoint with what is known of its fields. */
export interface Endpoint {
  readonly fields: Fields;
  /** The fields as canonical text. */
  readonly text: string;
}

/** The endpoints of one account. */
export interface Registry {
  readonly known: ReadonlyMap<string, Endpoint>;
  /** Endpoints under ids that occur nowhere in the history. No list shows them; no call can name them. */
  readonly unseen: readonly Endpoint[];
  /** The ids of the history that a create of this URL may have drawn. The same throughout a history. */
  readonly drawable: (url: string) => readonly string[];
}

export function endpoint(fields: Fields): Endpoint {
  const entries = Object.entries(fields).toSorted(([left], [right]) => compare(left, right));
  return { fields, text: JSON.stringify(entries) };
}

export function withEndpoint(registry: Registry, id: string, fields: Fields): Registry {
  return { ...registry, known: new Map(registry.known).set(id, endpoint(fields)) };
}

export function withoutEndpoint(registry: Registry, id: string): Registry {
  const known = new Map(registry.known);
  known.delete(id);
  return { ...registry, known };
}

/**
 * The registries that may follow a create whose id is not known: it drew one of the ids that the history
 * mentions and that is free, or one that nobody ever saw.
 */
export function withSomeEndpoint(registry: Registry, fields: Fields): readonly Registry[] {
  const free = registry.drawable(fields['url'] ?? '').filter((id) => !registry.known.has(id));
  return [
    ...free.map((id) => withEndpoint(registry, id, fields)),
    { ...registry, unseen: [...registry.unseen, endpoint(fields)] },
  ];
}

export function sizeOf(registry: Registry): number {
  return registry.known.size + registry.unseen.length;
}

/** Whether an endpoint other than `except` has this URL. */
export function isUsed(registry: Registry, url: string, except?: string): boolean {
  for (const [id, { fields }] of registry.known) if (id !== except && fields['url'] === url) return true;
  return registry.unseen.some(({ fields }) => fields['url'] === url);
}

const keys = new WeakMap<Registry, string>();

/** Canonical text. Unseen ids have no name in it: nothing can tell them apart. */
export function keyOf(registry: Registry): string {
  const cached = keys.get(registry);
  if (cached !== undefined) return cached;
  const known = [...registry.known].map(([id, { text }]) => `${JSON.stringify(id)} ${text}`);
  const unseen = registry.unseen.map(({ text }) => `? ${text}`);
  const key = [...known, ...unseen].toSorted(compare).join('\n');
  keys.set(registry, key);
  return key;
}

export function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
