/** The words by which operations and members are recognised. */
import type { RoleName } from '../../../spec/contract.ts';

const VERBS: Readonly<Record<RoleName, readonly string[]>> = {
  create: ['create', 'add', 'register', 'subscribe', 'new', 'insert'],
  list: ['list', 'index', 'search', 'all'],
  get: ['get', 'show', 'read', 'retrieve', 'fetch'],
  update: ['update', 'edit', 'modify', 'patch', 'change', 'replace', 'set'],
  delete: ['delete', 'remove', 'destroy', 'unregister', 'unsubscribe'],
};

/** `webhook.configCreate` as `webhook config create`. */
export function wordsOf(text: string): string[] {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** The role that a word stands for. */
export function roleOfVerb(word: string | undefined): RoleName | undefined {
  const found = Object.entries(VERBS).find(([, verbs]) => verbs.includes(word ?? ''));
  return found?.[0] as RoleName | undefined;
}

/** How surely words speak of webhooks. */
export function webhookWords(words: readonly string[]): number {
  const text = words.join(' ');
  if (/web ?hook|\bhooks?\b/.test(text)) return 4;
  return /callback|subscription|subscriber|endpoint|notification|listener/.test(text) ? 2 : 0;
}

/** Whether a member's name is that of the URL that is called. */
export function isUrlName(name: string): boolean {
  return /^(url|uri|href|endpoint|callback|target|destination|address)$|(url|uri|callback)$/i.test(name);
}

/** Whether a parameter's name is that of an id. */
export function isIdName(name: string): boolean {
  return /(^|_)(id|uuid|key)$|[a-z](Id|ID|Uuid)$|^(id|uuid)$/.test(name) || isAccountName(name);
}

/** Whether it names whose webhooks they are. */
export function isAccountName(name: string): boolean {
  return /account|project|organi[sz]ation|tenant|team|workspace|customer|merchant|user|app/i.test(name);
}

export function isCreatedName(name: string): boolean {
  return /^(created|creation)(_?(at|on|date|time|timestamp))?$/i.test(name);
}

export function isUpdatedName(name: string): boolean {
  return /^(last_?)?(updated|modified|changed)(_?(at|on|date|time|timestamp))?$/i.test(name);
}

export function isSecretName(name: string): boolean {
  return /secret|signing_?key|token|password/i.test(name);
}

/** Whether a parameter or member belongs to a list that comes in pages. */
export function isPageName(name: string): boolean {
  return /^(page|per_?page|page_?(size|token|number)|limit|offset|cursor|after|before|starting_after|has_?more|next|next_?(page|cursor|token|page_?token)|total(_?(pages|count))?)$/i.test(
    name,
  );
}
