/** The report's style sheet. Every status has a text colour of contrast 4.5 or more on its ground, in both schemes. */

const LIGHT = `
  --ground: #ffffff; --raised: #f6f7f9; --line: #d5d9df; --text: #1b2129; --dim: #59626e; --link: #0a55b0;
  --failed: #a01127; --failed-ground: #fde8eb;
  --inconclusive: #774800; --inconclusive-ground: #fff0d1;
  --expected: #63389b; --expected-ground: #f1e9fb;
  --observed: #0b5773; --observed-ground: #e1f2f9;
  --passed: #17602f; --passed-ground: #e3f4e8;
  --not-run: #545d68; --not-run-ground: #eef0f3;
  --mark: #ffe680; --mark-text: #1b2129; --bar: #8db7ea;`;

const DARK = `
  --ground: #13171c; --raised: #1c2229; --line: #38414b; --text: #e5e9ee; --dim: #9ea8b3; --link: #84b9f7;
  --failed: #ff9ba8; --failed-ground: #48161f;
  --inconclusive: #f5c46b; --inconclusive-ground: #402c07;
  --expected: #cdb0f5; --expected-ground: #33224a;
  --observed: #83cbea; --observed-ground: #0d3444;
  --passed: #86d69d; --passed-ground: #12371f;
  --not-run: #aab3bd; --not-run-ground: #262d35;
  --mark: #6d5700; --mark-text: #fff6d6; --bar: #34659f;`;

export const STYLE = `
:root { color-scheme: light dark; ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { ${DARK} } }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0 auto; max-width: 76rem; padding: 1rem 1.25rem 4rem; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
h1, h2, h3, h4, h5 { line-height: 1.25; margin: 0; }
h2 { font-size: 1.25rem; margin: 2.25rem 0 .75rem; }
h4 { font-size: .9rem; margin: 1rem 0 .35rem; }
h5 { font-size: .8rem; color: var(--dim); margin: .25rem 0; }
p { margin: .4rem 0; }
ul, ol { margin: .4rem 0; padding-left: 1.4rem; }
code, pre, .body, .call, .matrix td, .ms { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .85rem; }
pre, .body { margin: .35rem 0; padding: .6rem .75rem; background: var(--raised); border: 1px solid var(--line); border-radius: .4rem;
  overflow: auto; max-height: 30rem; white-space: pre-wrap; }
.body { max-height: 40rem; }
.fold > summary { color: var(--dim); }
.copy { -webkit-user-select: all; user-select: all; }
mark { background: var(--mark); color: var(--mark-text); border-radius: .2rem; padding: 0 .15rem; font-weight: 600; }
cite, .dim, .ms, .tool, .explained, .none, .legend, figcaption { color: var(--dim); font-style: normal; }
.none, .legend, .tool, figcaption, cite { font-size: .85rem; }
.absent { color: var(--failed); font-weight: 600; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.verdict { display: inline-block; font-size: 1.9rem; padding: .35rem .9rem; border-radius: .5rem; }
.counts, .legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .4rem .9rem; }
.counts a { text-decoration: none; }
.badge { display: inline-block; padding: .05rem .5rem; border-radius: 1rem; white-space: nowrap; font-size: .85rem; font-weight: 600; }
.facts { display: flex; flex-wrap: wrap; gap: .5rem 2.25rem; margin: .9rem 0 .25rem; }
.facts dt { font-size: .8rem; color: var(--dim); } .facts dd { margin: 0; font-weight: 600; }
.failed { color: var(--failed); background: var(--failed-ground); }
.inconclusive { color: var(--inconclusive); background: var(--inconclusive-ground); }
.expected-failure { color: var(--expected); background: var(--expected-ground); }
.observed { color: var(--observed); background: var(--observed-ground); }
.passed { color: var(--passed); background: var(--passed-ground); }
.not-run { color: var(--not-run); background: var(--not-run-ground); }

.scroll { overflow-x: auto; position: relative; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
thead th { color: var(--dim); font-weight: 600; white-space: nowrap; }
tbody th[scope] { white-space: nowrap; max-width: 14rem; overflow: hidden; text-overflow: ellipsis; }
.matrix { border-collapse: separate; border-spacing: 2px; width: auto; overflow-wrap: normal; }
.matrix th, .matrix td { border: 0; padding: .25rem .6rem; white-space: nowrap; max-width: 22rem; overflow: hidden; text-overflow: ellipsis; }
.matrix thead th + th { text-align: center; }
.matrix td { text-align: center; min-width: 4.5rem; border-radius: .25rem; }
.matrix td a { color: inherit; font-weight: 700; }
.matrix tbody th { position: sticky; left: 0; background: var(--ground); font-weight: 600; }
.symbol { font-weight: 700; }
.empty { background: none; }

details > summary { cursor: pointer; }
summary > h3, summary > h4 { display: inline; }
.finding { color: inherit; background: var(--ground); border: 1px solid var(--line); border-left: .35rem solid var(--not-run); border-radius: .4rem;
  padding: .7rem .9rem; margin: .8rem 0; }
.finding.failed { border-left-color: var(--failed); }
.finding.inconclusive { border-left-color: var(--inconclusive); }
.finding.expected-failure { border-left-color: var(--expected); }
.finding h3 { font-size: 1.02rem; font-weight: 600; }
.finding:nth-of-type(n + 4):not(:target) { content-visibility: auto; contain-intrinsic-size: auto 30rem; }
.finding:target, .rule:target, .family:target { outline: 3px solid var(--link); }
.about { margin-top: .5rem; }
.level { font-size: .8rem; color: var(--dim); border: 1px solid var(--line); border-radius: .3rem; padding: 0 .35rem; }
.asked { margin: .5rem 0; } .asked div { display: flex; gap: .75rem; }
.asked dt { flex: 0 0 6rem; color: var(--dim); } .asked dd { margin: 0; font-weight: 600; }
.sources { font-size: .9rem; }
.case { font-size: .9rem; }
.exchanges { list-style: none; padding: 0; }
.exchanges > li { border: 1px solid var(--line); border-radius: .4rem; padding: .4rem .6rem; margin: .35rem 0; }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: .75rem; }
.sides > section { min-width: 0; }
.headers, .curl { font-size: .85rem; color: var(--dim); } .headers pre, .curl pre { color: var(--text); }
.before { margin: .25rem 0; }
.other { margin: .25rem 0; padding-left: .5rem; border-left: 2px solid var(--line); }
.timeline { margin: .35rem 0; } .timeline svg { width: 100%; max-width: 60rem; height: auto; display: block; }
.timeline pre { white-space: pre; }
.timeline ol { font-size: .85rem; }
.lane, .tick { stroke: var(--line); } .leader { stroke: var(--line); stroke-dasharray: 2 2; }
.whisker { stroke: var(--bar); stroke-width: 3; } .dot { fill: var(--bar); }
.bar { fill: var(--bar); } .open { fill: var(--inconclusive-ground); stroke: var(--inconclusive); stroke-dasharray: 4 3; }
svg text { fill: var(--text); font: 12px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
svg .client { text-anchor: end; } svg .number { text-anchor: middle; font-weight: 700; }
svg .axis { fill: var(--dim); } svg .end { text-anchor: end; } svg .middle { text-anchor: middle; }
.plots { display: grid; grid-template-columns: 1fr 1fr; gap: 1.5rem; } .plots figure { margin: 0; min-width: 0; } .plots figure > svg { width: 100%; height: auto; }
.bars td svg { width: 100%; height: .7rem; display: block; margin-top: .35rem; } .bars th { font-weight: 400; width: 1%; white-space: nowrap; } .bars .number { width: 1%; text-align: right; white-space: nowrap; }
.reasons { list-style: none; padding: 0; } .reasons li { margin: .5rem 0; } .ids { font-size: .85rem; }
.family { border-bottom: 1px solid var(--line); padding: .45rem 0; } .family h3 { font-size: 1rem; margin-right: .5rem; }
.rule { padding: .5rem 0 .5rem 1rem; } .rule h4 { margin: 0; } .rule p { font-size: .9rem; }
.cases { list-style: none; padding: 0; font-size: .85rem; }

@media (max-width: 44rem) {
  body { padding: .75rem .75rem 3rem; }
  .verdict { font-size: 1.5rem; }
  .facts { display: grid; grid-template-columns: 1fr 1fr; gap: .5rem 1rem; }
  .sides, .plots { grid-template-columns: 1fr; }
  .matrix th, .matrix td { padding: .25rem .4rem; max-width: 9rem; } .matrix td { min-width: 3.5rem; }
  .asked div { display: block; }
  .timeline svg { min-width: 32rem; }
}
@media print {
  body { max-width: none; font-size: 10pt; padding: 0; }
  pre, .body { max-height: none; }
  .finding.finding:nth-of-type(n):not(:target) { content-visibility: visible; }
  .rule, tr, figure { break-inside: avoid-page; } h2, h3, h4, h5, summary { break-after: avoid-page; }
  details::details-content { content-visibility: visible; block-size: auto; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
