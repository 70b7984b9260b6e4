/** Answers that may come from a bad moment, or from something between us and the target, rather than from the target. */
import type { Answer } from './answer.ts';

/**
 * Why an answer cannot be read, before anything else is asked of it. A body that no document speaks of may be a page
 * of markup; one that calls itself JSON must be JSON.
 */
export function whyUnreadable({ draft, status, headers, unreadable }: Answer): string | undefined {
  const documented = draft.role.operation.responses.get(status)?.hasBody === true;
  return documented || /[/+]json\b/i.test(headers['content-type'] ?? '') ? unreadable : undefined;
}

/** What makes an answer odd, in words; undefined where nothing does. What comes again and again is judged all the same. */
export function oddness(answer: Answer): string | undefined {
  const { draft, status, headers, body } = answer;
  if (status === 500) return 'answered 500';
  const unreadable = whyUnreadable(answer);
  if (unreadable !== undefined) return unreadable;
  const documented = draft.role.operation.responses.get(status);
  if (documented?.hasBody === true && draft.method !== 'HEAD') {
    if (body === undefined) return `status ${status} came without a body`;
    const type = headers['content-type'] ?? '';
    return /^application\/json\s*(;|$)/i.test(type)
      ? undefined
      : `content-type: ${type === '' ? 'none' : type}`;
  }
  if (documented || status < 200 || status >= 400) return undefined;
  const { location } = headers;
  return `answered ${status}${location === undefined ? '' : ` (to ${location})`}, of which no document speaks`;
}
