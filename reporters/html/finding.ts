/** One finding: the sentence, whose rule it is, and all that it rests on. */
import type { CaseResult, RuleResult } from '../../runner/result/result.ts';
import { counterexampleText } from '../evidence.ts';
import type { Finding } from '../findings.ts';
import { cut, plural } from '../text.ts';
import { SYMBOL, WORD } from '../words.ts';
import { exchanges } from './exchange.ts';
import { lines, markup, type Markup, type Value } from './markup.ts';
import { timeline } from './timeline.ts';

const SENTENCE_LENGTH = 2000;
/** Of a finding seen in hundreds of cases, these unfold; the others are named. */
const OTHERS_WITH_EVIDENCE = 20;
/** A finding of more rules than these has its evidence first. */
const SOURCES = 3;

export interface FindingPlace {
  finding: Finding;
  id: string;
  open: boolean;
  /** Where a rule is listed. */
  ruleHref: (id: string) => string;
}

export function findingSection({ finding, id, open, ruleHref }: FindingPlace): Markup {
  const { status, level, rules, message, cases, example } = finding;
  const others = cases.filter((each) => each !== example);
  return markup`<details class="finding ${status}" id="${id}"${open ? markup` open` : undefined}>
<summary><h3><span class="badge ${status}"><span aria-hidden="true">${SYMBOL[status]}</span> ${WORD[status]}</span> ${cut(message, SENTENCE_LENGTH)}</h3></summary>
<p class="about">${rules.map((rule) => markup`<a href="${ruleHref(rule.id)}">${rule.id}</a> `)}<span class="level">${level}</span></p>
${asked(message)}
${sources(rules)}
${example === undefined ? undefined : evidence(example, true)}
${others.length > 0 && markup`<h4>Also seen in ${plural(others.length, 'case')}</h4>${others.map((each, index) => other(each, index, message))}`}
</details>`;
}

/** What the rules say, and where the vendor does. */
function sources(rules: readonly RuleResult[]): Markup {
  const list = markup`<ul class="sources">${rules.map((rule) => markup`<li>${rule.title}<br><cite>${rule.source.document}, ${rule.source.section}</cite></li>`)}</ul>`;
  if (rules.length <= SOURCES) return list;
  return markup`<details><summary>What these ${rules.length} rules demand, and where that is said</summary>${list}</details>`;
}

/** `demanded …, got …, which looks like …`: three lines are read faster than one. */
const SENTENCE = /\bdemanded (.+?),? (?:but )?got (.+?)(?:,? which looks like (.+))?$/s;

function asked(message: string): Markup | undefined {
  const parts = SENTENCE.exec(message.slice(0, SENTENCE_LENGTH));
  if (parts === null) return undefined;
  const rows = [
    ['Demanded', parts[1]],
    ['Got', parts[2]],
    ['Looks like', parts[3]],
  ] as const;
  return markup`<dl class="asked">${rows.map(
    ([name, text]) =>
      text !== undefined && markup`<div><dt>${name}</dt><dd>${cut(text, SENTENCE_LENGTH)}</dd></div>`,
  )}</dl>`;
}

function evidence(each: CaseResult, told: boolean): Markup {
  return markup`<p class="case">Case <code>${each.name}</code></p>
${each.counterexample !== undefined && section('Smallest counterexample', markup`<pre tabindex="0">${lines(cut(counterexampleText(each.counterexample), 5000))}</pre>`)}
${each.timeline !== undefined && section('Timeline', timeline(cut(each.timeline, 50_000)))}
${each.exchanges.length > 0 && section('Exchanges', exchanges(each, told))}
${section('Run it again', markup`<pre class="copy" tabindex="0">${lines(each.replay)}</pre>`)}`;
}

function section(title: string, content: Value): Markup {
  return markup`<h4>${title}</h4>${content}`;
}

/** What it says itself, where that is something else than the finding. */
function other(each: CaseResult, index: number, message: string): Markup {
  const said =
    each.message !== undefined &&
    each.message !== message &&
    markup`<p class="reason">${cut(each.message, SENTENCE_LENGTH)}</p>`;
  if (index >= OTHERS_WITH_EVIDENCE) return markup`<p class="case"><code>${each.name}</code></p>`;
  return markup`<details class="other"><summary><code>${each.name}</code></summary>${said}${evidence(each, false)}</details>`;
}
