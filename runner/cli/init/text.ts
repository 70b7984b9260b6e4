/** Writes a rules.yaml that a person goes on with: what was recognised, and a TODO wherever somebody must decide. */
import { stringify } from 'yaml';

import type { Outcome, Outcomes } from './outcomes.ts';
import type { Found } from './places.ts';
import { type ProposedRule, updateMode } from './propose.ts';

export interface Sheet {
  name: string;
  title: string;
  found: Found;
  outcomes: Outcomes;
  rules: readonly ProposedRule[];
  scheme: { header: string; todo?: string };
}

export function rulesText({ name, title, found, outcomes, rules, scheme }: Sheet): string {
  const prefix = prefixOf(name);
  const id = (rule: string): string => `${prefix}-${rule}`;
  const perAccount = found.roles.every(({ account }) => account === undefined);
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
    `  settings: { header: ${flow(scheme.header)} }${scheme.todo === undefined ? '' : ` # TODO ${scheme.todo}`}`,
    '  credentials: [apiKey]',
    ...(perAccount
      ? ['  perAccount: true # no request names an account, so each account has a key of its own']
      : []),
    `unauthorised: ${outcomeOf(rules, 'AUTH-01')}`,
    '',
    '# limit: 10 # TODO how many webhooks an account may hold, if there is a limit (laws limits/…, races/last-place)',
    '# unique: url # TODO if no two webhooks of an account may share a URL (laws duplicates/…, races/same-url)',
    `update: ${updateMode(found)} # what an update does with what it is not given: partial leaves it, replace resets it`,
    'listIsComplete: true # TODO false where the list comes in pages',
    '',
    ...item(found),
    '',
    ...roles(found, outcomes, id),
    '',
    'outcomes: # every documented answer has a name; TODO say what its body holds: body: { /error/code: NOT_FOUND }',
    ...outcomes.used.map(outcomeLine),
    ...outcomes.others.map(
      ({ name: outcome, status }) =>
        `  # ${outcome}: { status: ${status} } # documented, and expected by no rule yet`,
    ),
    '',
    ...(outcomes.used.some(({ either }) => either !== undefined)
      ? [
          'gaps: # questions that the pages leave open; the report says how the target answers them',
          '  GAP-01: # TODO decide it, and leave out what does not pass then',
          '    question: Is an id that is none answered by 400 or by 404?',
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

function roles({ roles: all, fields }: Found, outcomes: Outcomes, id: (rule: string) => string): string[] {
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
        `    success: ${outcomes.successes.get(role)?.name ?? 'done'}`,
        `    works: ${id(`${role.toUpperCase()}-01`)} # the rule that a plain failure breaks`,
        `    shape: ${id(`${role.toUpperCase()}-01`)} # the rule that an answer of another form breaks`,
      ];
    }),
  ];
}

function written({ title, todo, proofs, role }: ProposedRule, id: string): string[] {
  return [
    ...(todo === undefined ? [] : [`  # TODO ${todo}`]),
    `  ${id}:`,
    `    title: ${flow(title)}`,
    `    source: { document: openapi.yaml, section: ${role ?? 'TODO'} } # TODO where the vendor says so`,
    '    proved-by:',
    ...proofs.map(({ law, on, expect, with: given }) => {
      const data = {
        law,
        on,
        ...(expect === undefined ? {} : { expect }),
        ...(given ? { with: given } : {}),
      };
      return `      - ${flow(data)}`;
    }),
  ];
}

function outcomeLine({ name, status, empty, either, todo }: Outcome): string {
  const accept =
    either === undefined
      ? {}
      : { accept: [{ status: either, gap: 'GAP-01', because: 'both are documented' }] };
  const body = empty ? { body: { '': { present: false } } } : {};
  return `  ${name}: ${flow({ status, ...body, ...accept })}${todo === undefined ? '' : ` # TODO ${todo}`}`;
}

/** On one line, as YAML. */
function flow(value: unknown): string {
  // Quoted text over several lines has its own indentation: as JSON it stays on one, and is YAML too.
  if (typeof value === 'string' && /[\p{Cc}\u2028\u2029]/u.test(value)) return JSON.stringify(value);
  const text = stringify(value, { collectionStyle: 'flow', lineWidth: 0, singleQuote: true }).trim();
  return typeof value === 'string' ? text : text.replaceAll('[ ', '[').replaceAll(' ]', ']');
}

function prefixOf(name: string): string {
  return (
    name
      .replaceAll(/[^a-z]/g, '')
      .slice(0, 3)
      .toUpperCase() || 'API'
  );
}

function outcomeOf(rules: readonly ProposedRule[], id: string): string {
  const rule = rules.find((one) => one.id === id);
  return rule?.proofs.find(({ expect }) => expect !== undefined)?.expect ?? 'unauthenticated';
}
