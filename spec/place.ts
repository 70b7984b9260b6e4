import { InputError } from './errors.ts';

/** Where a value sits in a request: a pointer into its body, or the name of a query or path parameter. */
export interface Place {
  in: 'body' | 'query' | 'path';
  at: string;
}

/** Reads `body:/config/url`, `query:endpoint_id`, `path:webhookId`. */
export function parsePlace(text: string, where: string): Place {
  const match = /^(body|query|path):(.+)$/.exec(text);
  if (!match?.[1] || !match[2] || (match[1] === 'body' && !match[2].startsWith('/'))) {
    throw new InputError(`${where}: "${text}" is no place; write body:/a/pointer, query:name or path:name`);
  }
  return { in: match[1] as Place['in'], at: match[2] };
}

/** A place as it stands in the name of a case: `config.url`, `endpoint_id`. */
export function placeName(place: Place): string {
  return place.in === 'body' ? place.at.slice(1).replaceAll('/', '.') : place.at;
}
