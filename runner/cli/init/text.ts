/** Writes a rules.yaml that a person goes on with: what was recognised, and a TODO wherever somebody must decide. */
import type { RoleName } from '../../../spec/contract.ts';
import { flow } from './flow.ts';
import { outcomeLines } from './outcome-text.ts';
import type { Outcome } from './outcomes.ts';
import type { Found } from './places.ts';
import { type Ground, type ProposedRule, updateMode } from './rules/rule.ts';

export interface Sheet {
  name: string;
  title: string;
  ground: Ground;
  rules: readonly ProposedRule[];
}

export function rulesText({ name, title, ground, rules }: Sheet): string {
  const { found, credentials } = ground;
  const prefix = prefixOf(name);
  const id = (rule: string): string => `${prefix}-${rule}`;
  const perAccount = found.roles.every(({ account }) => account === undefined);
  const outcomes = ground.outcomes.named(usesIn(rules));
  const questions = outcomes.filter(({ question }) => question !== undefined);
  const gapOf = ({ name: outcome }: Outcome): string => {
    const index = questions.findIndex((one) => one.name === outcome);
    return `GAP-${String(index + 1).padStart(2, '0')}`;
  };
  const others = ground.outcomes.others(outcomes);
  const lines = [
    '# What the shapes of openapi.yaml cannot say, one entry a clause. Proposed from the document alone: each TODO waits for',
    '# somebody who has read the vendor’s pages. `webhook-conformance check-contract` looks it over; docs/laws.md lists the laws.',
    `contract: ${name}`,
    `title: ${flow(title)}`,
    'openapi: openapi.yaml',
    '# production: [api.example.com] # TODO host names of live systems: runs against them are gentle',
    '',
    'authentication:',
    '  scheme: header-key # a key in a header; ksig1-hmac-sha256 is the other one there is',
    `  settings: { header: ${flow(credentials.header)} }${credentials.todo === undefined ? '' : ` # TODO ${credentials.todo}`}`,
    '  credentials: [apiKey]',
    ...(perAccount
      ? ['  perAccount: true # no request names an account, so each account has a key of its own']
      : []),
    'unauthorised: unauthenticated',
    '',
    '# limit: 10 # TODO how many webhooks an account may hold, if there is a limit (laws limits/…, races/last-place)',
    '# unique: url # TODO if no two webhooks of an account may share a URL (laws duplicates/…, races/same-url)',
    `update: ${updateMode(found)} # what an update does with what it is not given: partial leaves it, replace resets it`,
    found.paged
      ? 'listIsComplete: false # the list seems to come in pages'
      : 'listIsComplete: true # TODO false where the list comes in pages',
    '',
    ...item(found),
    '',
    ...roles(ground, id),
    '',
    'outcomes: # every documented answer has a name; TODO say what its body holds: body: { /error/code: NOT_FOUND }',
    ...outcomes.flatMap((outcome) => outcomeLines(outcome, gapOf(outcome))),
    ...others.map(
      (status) => `  # refused-${status}: { status: ${status} } # documented, and expected by no rule yet`,
    ),
    '',
    ...(questions.length > 0
      ? [
          'gaps: # questions that the pages leave open; the report says how the target answers them',
          ...questions.flatMap((outcome) => [
            `  ${gapOf(outcome)}: # TODO decide it, and leave out what does not pass then`,
            `    question: ${flow(outcome.question)}`,
          ]),
        ]
      : ['# gaps: # questions that the pages leave open; an outcome’s accept names one']),
    '',
    'rules:',
    ...rules.flatMap((rule) => written(rule, id(rule.id))),
    '  # TODO clauses that no call on webhooks shows:',
    `  # ${id('DELIVERY-01')}:`,
    '  #   title: Events are sent to the URL',
    '  #   source: { document: …, section: … }',
    '  #   excluded: deliveries cannot be observed through these operations',
  ];
  return `${lines.join('\n')}\n`;
}

/** The outcomes that rules name, each with the operations that it is expected of. */
function usesIn(rules: readonly ProposedRule[]): Map<string, Set<RoleName>> {
  const uses = new Map<string, Set<RoleName>>([['unauthenticated', new Set()]]);
  for (const { on, expect, with: given } of rules.flatMap(({ proofs }) => proofs)) {
    for (const name of [expect ?? [], given?.['as'] ?? []].flat(2).map(String))
      uses.set(name, new Set([...(uses.get(name) ?? []), ...on]));
  }
  return uses;
}

function item({ item: view, fields }: Found): string[] {
  const { id, idType, idPrefix, created, updated, secrets } = view;
  return [
    'item: # pointers into a webhook as answers show it',
    `  id: ${id}`,
    `  idType: ${idType}`,
    idPrefix === undefined
      ? '  # idPrefix: wh_ # TODO what every id begins with, if the documents say so'
      : `  idPrefix: ${idPrefix}`,
    ...(created === undefined ? [] : [`  created: ${created}`]),
    ...(updated === undefined ? [] : [`  updated: ${updated}`]),
    '  # stable: [/owner] # TODO what the server made and no update may change',
    ...(secrets.length > 0 ? [`  secrets: ${flow(secrets)} # never shown in a report`] : []),
    '  fields: # what a client sets',
    ...fields.flatMap(({ name, kind, view: place, seen, max, candidates }) => {
      const data = {
        kind,
        view: place,
        ...(max === undefined ? {} : { max }),
        ...(kind === 'choices' && !candidates ? { fixture: 'eventTypes' } : {}),
        ...(kind === 'choice' && !candidates ? { fixture: 'eventTypeIds' } : {}),
        ...(candidates ? { candidates } : {}),
        ...(seen ? {} : { shows: 'mapped' }),
      };
      const todo = [
        ...(seen ? [] : ['no answer shows it under this name: where does it read back?']),
        ...(kind.startsWith('choice') && !candidates
          ? ['lawful values: name them in candidates: [[…]], or as a fixture in the target file']
          : []),
      ];
      return [`    ${name}: ${flow(data)}${todo.length > 0 ? ` # TODO ${todo.join('; ')}` : ''}`];
    }),
  ];
}

function roles({ found, outcomes }: Ground, id: (rule: string) => string): string[] {
  const { roles: all, fields } = found;
  return [
    'roles: # which operation plays which part, and where its values sit',
    ...all.flatMap(({ role, operation, account, id: place, item: shown, newId, items }) => {
      const set = fields.flatMap(({ name, places }) => {
        const where = places.get(role);
        return where === undefined ? [] : [[name, where] as const];
      });
      return [
        `  ${role}:`,
        `    operation: ${flow(operation.id)}`,
        ...(account === undefined ? [] : [`    account: ${account}`]),
        ...(place === undefined ? [] : [`    id: ${place}`]),
        ...(set.length > 0 ? [`    fields: ${flow(Object.fromEntries(set))}`] : []),
        ...(shown === undefined ? [] : [`    item: ${flow(shown)}`]),
        ...(newId === undefined ? [] : [`    newId: ${newId}`]),
        ...(items === undefined ? [] : [`    items: ${flow(items)}`]),
        `    success: ${outcomes.success(role)}`,
        `    works: ${id(`${role.toUpperCase()}-01`)} # the rule that a plain failure breaks`,
        `    shape: ${id(`${role.toUpperCase()}-01`)} # the rule that an answer of another form breaks`,
      ];
    }),
  ];
}

function written({ title, level, todo, proofs, role }: ProposedRule, id: string): string[] {
  return [
    ...(todo === undefined ? [] : [`  # TODO ${todo}`]),
    `  ${id}:`,
    ...(level === undefined ? [] : [`    level: ${level}`]),
    `    title: ${flow(title)}`,
    `    source: { document: openapi.yaml, section: ${role ?? 'TODO'} } # TODO where the vendor says so`,
    '    proved-by:',
    ...proofs.map(({ law, on, expect, name, with: given }) => {
      const data = {
        law,
        on,
        ...(expect === undefined ? {} : { expect }),
        ...(name === undefined ? {} : { name }),
        ...(given ? { with: given } : {}),
      };
      return `      - ${flow(data)}`;
    }),
  ];
}

function prefixOf(name: string): string {
  return (
    name
      .replaceAll(/[^a-z]/g, '')
      .slice(0, 3)
      .toUpperCase() || 'API'
  );
}
