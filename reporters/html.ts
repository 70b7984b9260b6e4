/**
 * The HTML report: one file that needs nothing else, no script and no network, so that it can be mailed, kept as
 * an artifact and opened years later. Its policy forbids what it does not need, in case an escape should fail.
 */
import { createHash } from 'node:crypto';
import type { RunResult, Status } from '../runner/result/result.ts';
import type { Entry } from './cases.ts';
import { findingsOf } from './findings.ts';
import { changes } from './html/changes.ts';
import { findingSection } from './html/finding.ts';
import { Markup, markup, type Value } from './html/markup.ts';
import { matrix } from './html/matrix.ts';
import { overview } from './html/overview.ts';
import { requests } from './html/requests.ts';
import { allRules, cleanup, readings, reasons } from './html/sections.ts';
import { STYLE } from './html/style.ts';
import { VERDICT, familyOf } from './words.ts';

/** Findings that are unfolded when the page opens; each is a page long. */
const OPEN = 12;

/** Those that are told with their evidence, in this order. */
const TOLD: readonly Status[] = ['failed', 'inconclusive', 'expected-failure'];

export function renderHtml(result: RunResult): string {
  // Ids are numbers of ours: a name is hostile, and may be there twice.
  const ruleIds = new Map(result.rules.map((rule, index) => [rule.id, `rule-${index + 1}`]));
  const families = [...new Set(result.rules.map((rule) => familyOf(rule.id)))];
  const familyId = (name: string): string => `family-${families.indexOf(name) + 1}`;
  const ruleHref = (id: string): string => `#${ruleIds.get(id) ?? 'rules'}`;

  const found = TOLD.flatMap((status) => findingsOf(result, status));
  const findingId = new Map(found.map((finding, index) => [finding, `finding-${index + 1}`]));
  const hrefOf = (entries: readonly Entry[]): string | undefined => {
    const finding = found.find(({ rules, status }) =>
      entries.some((entry) => entry.status === status && rules.includes(entry.rule)),
    );
    return finding === undefined ? undefined : `#${findingId.get(finding)}`;
  };
  const first = (status: Status): string | undefined => {
    const finding = found.find((each) => each.status === status);
    return finding === undefined ? undefined : `#${findingId.get(finding)}`;
  };
  const hrefs = Object.fromEntries(
    [
      ...TOLD.map((status) => [status, first(status)]),
      ['observed', '#observed'],
      ['not-run', '#not-run'],
      ['passed', '#rules'],
    ].filter(([, href]) => href !== undefined),
  ) as Partial<Record<Status, string>>;

  return page(
    `${VERDICT[result.verdict]}: ${result.contract}`,
    markup`${overview(result, hrefs)}
<main>
<section><h2 id="matrix-title">Rules by operation</h2>${matrix(result, { family: (name) => `#${familyId(name)}`, finding: hrefOf })}</section>
${changes(result, ruleHref)}
${found.length > 0 && markup`<section id="findings"><h2>Findings</h2>${found.map((finding, index) => findingSection({ finding, id: `finding-${index + 1}`, open: index < OPEN, ruleHref }))}</section>`}
${readings(result, ruleHref)}
${reasons(result, 'observed', { id: 'observed', title: 'Observed' }, ruleHref)}
${reasons(result, 'not-run', { id: 'not-run', title: 'Not run, and why' }, ruleHref)}
${requests(result)}
${cleanup(result)}
${allRules(result, { family: familyId, rule: (rule) => ruleIds.get(rule.id) ?? '' })}
</main>`,
  );
}

function page(title: string, body: Value): string {
  const hash = createHash('sha256').update(STYLE).digest('base64');
  // The icon is empty: without one, a browser asks the host of the page for it.
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;
  return markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${new Markup(STYLE)}</style></head>
<body>${body}</body></html>
`.text;
}
