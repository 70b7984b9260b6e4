/** Proposes rules: what the documents of such an API nearly always say, by the laws that prove it. */
import type { RoleName } from '../../../spec/contract.ts';
import type { Outcomes } from './outcomes.ts';
import type { Found, FoundField } from './places.ts';

export interface Proof {
  law: string;
  on: readonly RoleName[];
  expect?: string;
  with?: Readonly<Record<string, unknown>>;
}

export interface ProposedRule {
  /** Less the prefix of the contract: `CREATE-01`. */
  id: string;
  title: string;
  role?: RoleName;
  proofs: readonly Proof[];
  /** What a human has to decide. */
  todo?: string;
}

/** What the contract does with what an update does not name. */
export function updateMode({ fields, roles }: Found): 'partial' | 'replace' {
  const update = roles.find(({ role }) => role === 'update');
  const settable = fields.filter(({ places }) => places.has('update'));
  if (update?.operation.method === 'patch') return 'partial';
  return settable.some(({ required }) => required.includes('update')) ? 'replace' : 'partial';
}

export function propose(found: Found, outcomes: Outcomes): ProposedRule[] {
  const has = (role: RoleName): boolean => found.roles.some((one) => one.role === role);
  const on = (...roles: RoleName[]): RoleName[] => roles.filter(has);
  const all = on('create', 'list', 'get', 'update', 'delete');
  const byId = on('get', 'update', 'delete');
  const writes = on('create', 'update');
  const url = found.fields.find(({ kind }) => kind === 'url');
  const gone = outcomes.refusal(byId, 404, 410, 400);
  const none = outcomes.noSuchId(byId, gone);
  const unauthenticated = outcomes.refusal(all, 401, 403);
  const rules: ProposedRule[] = [
    {
      id: 'AUTH-01',
      title: 'Every call needs the right credentials; without them it is refused and does nothing',
      proofs: [
        { law: 'authentication/accepted', on: all },
        {
          law: 'authentication/refused',
          on: all,
          expect: unauthenticated,
          with: { forgery: ['no-credentials', 'empty-key', 'unknown-key'] },
        },
        {
          law: 'authentication/refused',
          on: all,
          expect: unauthenticated,
          with: { forgery: ['tampered-key', 'truncated-key', 'extended-key', 'key-case'] },
        },
      ],
    },
    ...all.map((role) => plain(role, found, has)),
    {
      id: 'ID-01',
      title: 'An id that no webhook has is not found',
      proofs: [
        { law: 'ids/unknown', on: byId, expect: gone },
        { law: 'envelope/refusal', on: byId, expect: gone, with: { by: 'unknown-id' } },
        ...(has('create') && has('delete')
          ? [{ law: 'lifecycle/after-delete', on: byId, expect: gone }]
          : []),
      ],
    },
    {
      id: 'ID-02',
      title: 'An id that is none, or nearly one, is never taken for one',
      todo: 'say which status the documents have for an id that is none',
      proofs: [
        { law: 'ids/malformed', on: byId, expect: none },
        { law: 'ids/near-miss', on: byId, expect: none },
        { law: 'ids/hostile', on: byId, expect: none },
      ],
    },
    {
      id: 'ACCOUNT-01',
      title: "Another account's webhooks are neither shown nor touched",
      todo: 'it needs two accounts in the target file; say whether it is 404 or 403',
      proofs: [
        { law: 'ids/of-another-account', on: has('create') ? byId : [], expect: gone },
        { law: 'lifecycle/list-of-one-account', on: has('create') ? on('list') : [] },
      ],
    },
    ...(url ? ofUrl(url, writes, outcomes) : []),
    ...ofRequired(found, writes, outcomes),
    {
      id: 'BODY-01',
      title: 'A body that is no JSON object is refused and does nothing',
      proofs: bodies(found, writes, outcomes),
    },
  ];
  if (found.item.created !== undefined && has('update') && url)
    rules.push({
      id: 'TIME-01',
      title: 'No update moves the time of the creation',
      proofs: [{ law: 'timestamps/created-stays', on: ['update'] }],
    });
  return rules
    .map((rule) => ({ ...rule, proofs: rule.proofs.filter((proof) => proof.on.length > 0) }))
    .filter(({ proofs }) => proofs.length > 0);
}

/** The rule that an operation works at all. */
function plain(role: RoleName, found: Found, has: (role: RoleName) => boolean): ProposedRule {
  const makes = has('create');
  const partial = updateMode(found) === 'partial';
  const settable = found.fields.filter(({ places, seen }) => places.has('update') && seen);
  const url = settable.some(({ kind }) => kind === 'url');
  const more: Record<RoleName, { title: string; laws: readonly (string | Proof)[] }> = {
    create: {
      title: 'A create makes a webhook, which is there at once',
      laws: ['lifecycle/created-is-shown', 'lifecycle/ids-are-unique'],
    },
    list: {
      title: 'The list shows every webhook',
      laws: makes ? ['lifecycle/created-is-shown', 'lifecycle/empty-list'] : [],
    },
    get: { title: 'A get shows the webhook', laws: makes ? ['lifecycle/created-is-shown'] : [] },
    update: {
      title: partial
        ? 'An update changes what it is given, at once, and leaves all else'
        : 'An update replaces what a client may set, at once, and touches nothing else',
      laws: [
        ...(url && makes
          ? [
              'lifecycle/update-is-shown',
              'lifecycle/update-keeps-the-id',
              'lifecycle/update-touches-one',
              'lifecycle/many-updates',
            ]
          : []),
        ...(partial
          ? settable.map(({ name }): Proof => ({
              law: 'partial/one-field',
              on: ['update'],
              with: { field: name },
            }))
          : ['replace/every-field', 'replace/twice']),
      ],
    },
    delete: {
      title: 'A delete removes this webhook, for good and alone',
      laws: makes ? ['lifecycle/deleted-is-gone', 'lifecycle/delete-touches-one'] : [],
    },
  };
  return {
    id: `${role.toUpperCase()}-01`,
    role,
    title: more[role].title,
    proofs: [
      { law: 'envelope/success', on: [role] },
      ...more[role].laws.map((law) => (typeof law === 'string' ? { law, on: [role] } : law)),
    ],
  };
}

function ofUrl(url: FoundField, writes: readonly RoleName[], outcomes: Outcomes): ProposedRule[] {
  const on = writes.filter((role) => url.places.has(role));
  const invalid = outcomes.refusal(on, 422, 400);
  return [
    {
      id: 'URL-01',
      title: 'A URL must be one, and begin with https://',
      todo: 'take "http" out if plain http is lawful; add the sets not-https, no-host and raw-space if the documents refuse them',
      proofs: [
        { law: 'urls/refused', on, expect: invalid, with: { probes: 'http' } },
        { law: 'urls/refused', on, expect: invalid, with: { probes: 'not-a-url' } },
      ],
    },
    {
      id: 'URL-02',
      title: 'A lawful URL is kept byte for byte',
      proofs: [
        { law: 'urls/kept', on, with: { probes: 'lawful' } },
        { law: 'urls/kept', on, with: { probes: 'case' } },
      ],
    },
  ];
}

/** Required members of the body, each for itself. */
function ofRequired({ fields }: Found, writes: readonly RoleName[], outcomes: Outcomes): ProposedRule[] {
  return writes.flatMap((role): ProposedRule[] => {
    const required = fields.filter((field) => field.required.includes(role)).map(({ name }) => name);
    if (required.length === 0) return [];
    const invalid = outcomes.refusal([role], 422, 400);
    return [
      {
        id: `${role.toUpperCase()}-02`,
        title: `A${role === 'update' ? 'n update' : ' create'} without a required member, or with null or another type in its place, is refused`,
        proofs: required.flatMap((field) =>
          ['fields/absent', 'fields/null', 'fields/wrong-type'].map((law): Proof => ({
            law,
            on: [role],
            expect: invalid,
            with: { field },
          })),
        ),
      },
    ];
  });
}

function bodies({ fields }: Found, writes: readonly RoleName[], outcomes: Outcomes): Proof[] {
  const on = writes.filter((role) => fields.some(({ places }) => places.has(role)));
  if (on.length === 0) return [];
  const expect = outcomes.refusal(on, 400, 422);
  return ['robustness/malformed-json', 'robustness/not-an-object'].map((law) => ({ law, on, expect }));
}
