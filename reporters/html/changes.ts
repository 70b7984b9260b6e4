/** What changed since earlier runs of the same target. */
import type { RunResult } from '../../runner/result/result.ts';
import { changeGroups, sinceWords } from '../changes.ts';
import { markup, type Markup } from './markup.ts';

export function changes({ changes: found }: RunResult, ruleHref: (id: string) => string): Markup | undefined {
  if (!found) return undefined;
  const groups = changeGroups(found);
  return markup`<section id="changes"><h2>Changes</h2>
<p>${groups.length === 0 && found.since !== undefined && 'None '}${sinceWords(found)}.</p>
${groups.map(
  ({ title, entries }) => markup`<h3>${title[0]?.toUpperCase()}${title.slice(1)}</h3>
<ul class="reasons">${entries.map(({ id, text }) => markup`<li><a href="${title === 'reading changed' ? '#readings' : ruleHref(id)}">${id}</a> ${text}</li>`)}</ul>`,
)}</section>`;
}
