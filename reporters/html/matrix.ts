/** Rule families by operation: where on the API it hurts, at a glance. */
import type { RunResult, Status } from '../../runner/result/result.ts';
import { entriesOf, type Entry } from '../cases.ts';
import { MEANING, STATUSES, SYMBOL, WORD, byFamily } from '../words.ts';
import { markup, type Markup } from './markup.ts';

/** Where a case has no operation in its name. */
const NONE = 'other';
/** What is past these shares a column: a page has no room, and only a broken name has so many. */
const MOST_COLUMNS = 12;

export interface Links {
  family: (name: string) => string;
  /** The first finding of these entries. */
  finding: (entries: readonly Entry[]) => string | undefined;
}

export function matrix(result: RunResult, links: Links): Markup {
  const entries = entriesOf(result);
  const columns = columnsOf(result, entries);
  const columnOf = (entry: Entry): string => {
    const operation = operationOf(entry);
    return columns.includes(operation) ? operation : NONE;
  };
  const rows = [...byFamily(entries, ({ rule }) => rule.id)].map(([family, members]) => {
    const cells = columns.map((column) =>
      cell(
        members.filter((entry) => columnOf(entry) === column),
        links,
      ),
    );
    return markup`<tr><th scope="row"><a href="${links.family(family)}">${family}</a></th>${cells}</tr>`;
  });
  return markup`<p class="explained">Each cell: the worst that its cases showed, and how many of them.</p>
<div class="scroll" role="region" aria-labelledby="matrix-title" tabindex="0"><table class="matrix">
<thead><tr><th scope="col">Rules</th>${columns.map((column) => markup`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>
${legend(entries)}`;
}

/** `suite/law/operation`, perhaps with more behind it. */
function operationOf({ each }: Entry): string {
  return each?.name.split('/')[2] ?? NONE;
}

/** As readers think of them; others follow in the order in which the run counted them. */
const USUAL = ['create', 'list', 'get', 'update', 'delete'];

/** What has no operation comes last. */
function columnsOf(result: RunResult, entries: readonly Entry[]): string[] {
  const used = new Set(entries.map(operationOf));
  const counted = Object.keys(result.requests.byOperation);
  const known = [...USUAL, ...counted].filter((name) => used.has(name));
  const all = [...new Set([...known, ...used])].filter((name) => name !== NONE);
  const shown = all.slice(0, MOST_COLUMNS);
  return used.has(NONE) || all.length > shown.length ? [...shown, NONE] : shown;
}

function cell(entries: readonly Entry[], links: Links): Markup {
  const status = STATUSES.find((each) => entries.some((entry) => entry.status === each));
  if (status === undefined) return markup`<td class="empty"><span class="hidden">none</span></td>`;
  const alike = entries.filter((entry) => entry.status === status);
  const number = alike.length === entries.length ? `${entries.length}` : `${alike.length}/${entries.length}`;
  const said =
    alike.length === entries.length
      ? `${WORD[status]}: all ${entries.length}`
      : `${WORD[status]}: ${alike.length} of ${entries.length}`;
  const href = links.finding(alike);
  const shown = markup`<span aria-hidden="true"><span class="symbol">${SYMBOL[status]}</span> ${number}</span><span class="hidden">${said}</span>`;
  return markup`<td class="${status}">${href === undefined ? shown : markup`<a href="${href}">${shown}</a>`}</td>`;
}

function legend(entries: readonly Entry[]): Markup {
  const used: Status[] = STATUSES.filter((status) => entries.some((entry) => entry.status === status));
  return markup`<ul class="legend">${used.map(
    (status) =>
      markup`<li><span class="badge ${status}"><span aria-hidden="true">${SYMBOL[status]}</span> ${WORD[status]}</span> ${MEANING[status]}</li>`,
  )}</ul>`;
}
