/** What stands below the findings: readings, times, what did not run, what was cleaned up, and every rule. */
import type { RunResult, RuleResult, Status } from '../../runner/result/result.ts';
import { byReason } from '../findings.ts';
import { count } from '../text.ts';
import { STATUSES, SYMBOL, WORD, byFamily } from '../words.ts';
import { lines, markup, type Markup } from './markup.ts';

type RuleHref = (id: string) => string;

function ruleLinks(ids: readonly string[], href: RuleHref): Markup[] {
  return ids.map((id) => markup`<a href="${href(id)}">${id}</a> `);
}

export function readings(result: RunResult, href: RuleHref): Markup | undefined {
  if (result.readings.length === 0) return undefined;
  return markup`<section id="readings"><h2 id="readings-title">Readings</h2>
<p>Where the documents leave a question open or contradict each other, which way the target answers.</p>
<div class="scroll" role="region" aria-labelledby="readings-title" tabindex="0"><table>
<thead><tr><th scope="col">Gap</th><th scope="col">Question</th><th scope="col">Reading</th><th scope="col">Rules</th></tr></thead>
<tbody>${result.readings.map(
    ({ gap, question, reading, rules }) =>
      markup`<tr><th scope="row">${gap}</th><td>${question}</td><td><b>${reading}</b></td><td>${ruleLinks(rules, href)}</td></tr>`,
  )}</tbody></table></div></section>`;
}

/** A section of rules by the reason given for their status. */
export function reasons(
  result: RunResult,
  status: Status,
  { id, title }: { id: string; title: string },
  href: RuleHref,
): Markup | undefined {
  const all = byReason(result, status);
  if (all.length === 0) return undefined;
  return markup`<section id="${id}"><h2>${title}</h2><ul class="reasons">${all.map(
    ({ reason, rules }) =>
      markup`<li><span class="badge ${status}"><span aria-hidden="true">${SYMBOL[status]}</span> ${count(rules.length)}</span> ${reason}<br><span class="ids">${ruleLinks(
        rules.map((rule) => rule.id),
        href,
      )}</span></li>`,
  )}</ul></section>`;
}

export function cleanup({ cleanup: { created, removed, left } }: RunResult): Markup {
  return markup`<section id="cleanup"><h2>Clean-up</h2><p>${count(created)} created, ${count(removed)} removed${left.length === 0 ? ', nothing left behind.' : '.'}</p>
${left.length > 0 && markup`<p><b>${count(left.length)} could not be removed or restored:</b></p><ul>${left.map((each) => markup`<li><pre tabindex="0">${lines(each)}</pre></li>`)}</ul>`}</section>`;
}

/** Every rule, folded by family, so that what passed can be looked up too. */
export function allRules(
  result: RunResult,
  ids: { family: (name: string) => string; rule: (rule: RuleResult) => string },
): Markup {
  const families = [...byFamily(result.rules, (rule) => rule.id)].map(([family, rules]) => {
    const counts = STATUSES.map((status) => {
      const number = rules.filter((rule) => rule.status === status).length;
      return (
        number > 0 &&
        markup`<span class="badge ${status}"><span aria-hidden="true">${SYMBOL[status]}</span> ${count(number)}<span class="hidden"> ${WORD[status]}</span></span> `
      );
    });
    return markup`<details class="family" id="${ids.family(family)}"><summary><h3>${family}</h3> ${counts}</summary>
${rules.map((rule) => oneRule(rule, ids.rule(rule)))}</details>`;
  });
  return markup`<section id="rules"><h2>Every rule</h2>${families}</section>`;
}

function oneRule(rule: RuleResult, id: string): Markup {
  const names = rule.cases.map(
    (each) =>
      markup`<li><span class="badge ${each.status}"><span aria-hidden="true">${SYMBOL[each.status]}</span><span class="hidden">${WORD[each.status]}</span></span> <code>${each.name}</code></li>`,
  );
  return markup`<article class="rule" id="${id}"><h4><span class="badge ${rule.status}"><span aria-hidden="true">${SYMBOL[rule.status]}</span> ${WORD[rule.status]}</span> ${rule.id} <span class="level">${rule.level}</span></h4>
<p>${rule.title}<br><cite>${rule.source.document}, ${rule.source.section}</cite></p>
${rule.reason !== undefined && markup`<p class="reason">${rule.reason}</p>`}
${names.length > 0 && markup`<ul class="cases">${names}</ul>`}</article>`;
}
