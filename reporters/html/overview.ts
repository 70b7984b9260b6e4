/** The first screen: the verdict, and of what it is one. */
import type { RunResult, Status } from '../../runner/result/result.ts';
import { count, duration, plural } from '../text.ts';
import { STATUSES, SYMBOL, VERDICT, WORD } from '../words.ts';
import { markup, type Markup, type Value } from './markup.ts';

const VERDICT_STATUS: Readonly<Record<RunResult['verdict'], Status>> = {
  conformant: 'passed',
  'non-conformant': 'failed',
  inconclusive: 'inconclusive',
};

/** What the verdict means for a reader who sees the word for the first time. */
const EXPLAINED: Readonly<Record<RunResult['verdict'], string>> = {
  conformant: 'Every rule that ran holds, or fails as is known.',
  'non-conformant': 'At least one rule is broken, or one that is listed as known to fail holds.',
  inconclusive: 'No rule was seen broken, but some that were to be judged could not be.',
};

export function overview(result: RunResult, hrefs: Readonly<Partial<Record<Status, string>>>): Markup {
  const { verdict, tool, requests, cleanup } = result;
  const status = VERDICT_STATUS[verdict];
  const facts: [string, Value][] = [
    ['Target', markup`<code>${result.target.baseUrl}</code>`],
    ...(result.target.version === undefined ? [] : [['Version', result.target.version] as [string, Value]]),
    ['Contract', result.contract],
    ['Seed', markup`<code>${result.seed}</code>`],
    ['Mode', result.mode],
    ['When', markup`<time datetime="${result.startedAt}">${when(result.startedAt)}</time>`],
    ['Took', duration(result.durationMs)],
    ['Requests', count(requests.total)],
    [
      'Left behind',
      cleanup.left.length === 0
        ? 'nothing'
        : markup`<a href="#cleanup">${plural(cleanup.left.length, 'thing')}</a>`,
    ],
  ];
  return markup`<header>
<h1 class="verdict ${status}"><span aria-hidden="true">${SYMBOL[status]}</span> ${VERDICT[verdict]}</h1>
<p class="explained">${EXPLAINED[verdict]}</p>
<ul class="counts">${STATUSES.map((each) => chip(result, each, hrefs[each]))}</ul>
<dl class="facts">${facts.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<p class="tool">${tool.name} ${tool.version}</p>
</header>`;
}

function chip({ rules }: RunResult, status: Status, href: string | undefined): Markup | undefined {
  const number = rules.filter((rule) => rule.status === status).length;
  if (number === 0) return undefined;
  const text = markup`<span class="badge ${status}"><span aria-hidden="true">${SYMBOL[status]}</span> <b>${count(number)}</b> ${WORD[status]}</span>`;
  return markup`<li>${href === undefined ? text : markup`<a href="${href}">${text}</a>`}</li>`;
}

/** `2026-01-02 03:04:05 UTC`: no time zone of a reader's is known here. */
function when(startedAt: string): string {
  return startedAt.replace('T', ' ').replace(/(?:\.\d+)?Z$/, ' UTC');
}
