/** That each operation works at all, and does what its name says. */
import type { RoleName } from '../../../../spec/contract.ts';
import { type Ground, type Proof, type ProposedRule, updateMode } from './rule.ts';

type Laws = readonly (string | Proof)[];

export function operationRules(ground: Ground): ProposedRule[] {
  return ground.all.map((role) => {
    const { title, laws } = OF[role](ground);
    return {
      id: `${role.toUpperCase()}-01`,
      role,
      title,
      proofs: [
        { law: 'envelope/success', on: [role] },
        ...laws.map((law) => (typeof law === 'string' ? { law, on: [role] } : law)),
      ],
    };
  });
}

const OF: Readonly<Record<RoleName, (ground: Ground) => { title: string; laws: Laws }>> = {
  create: (ground) => ({
    title: 'A create makes a webhook, which is there at once',
    laws: [
      'lifecycle/created-is-shown',
      'lifecycle/ids-are-unique',
      // Sequences change what they made.
      ...(setsUrl(ground) ? ['properties/sequences'] : []),
    ],
  }),
  list: (ground) => ({
    title: 'The list shows every webhook',
    laws: [
      ...(ground.has('create') ? ['lifecycle/created-is-shown', 'lifecycle/empty-list'] : []),
      // Of a page, absence proves nothing; and the law updates the URL alone.
      ...(ground.has('create') && !ground.found.paged && updateMode(ground.found) === 'partial'
        ? ['lifecycle/listed-ids-work']
        : []),
      ...(setsUrl(ground) ? ['lifecycle/update-is-shown'] : []),
      ...(ground.has('delete') ? ['lifecycle/deleted-is-gone'] : []),
    ],
  }),
  get: (ground) => ({
    title: 'A get shows the webhook',
    laws: [
      ...(ground.has('create') ? ['lifecycle/created-is-shown'] : []),
      ...(setsUrl(ground) ? ['lifecycle/update-is-shown'] : []),
      ...(ground.has('delete') ? ground.refused('not-found', ['get'], 'lifecycle/deleted-is-gone') : []),
    ],
  }),
  update: (ground) => {
    const partial = updateMode(ground.found) === 'partial';
    return {
      title: partial
        ? 'An update changes what it is given, at once, and leaves all else'
        : 'An update replaces what a client may set, at once, and touches nothing else',
      laws: [
        ...(setsUrl(ground) ? UPDATES_OF_URL : []),
        ...(partial ? partially(ground) : replacing(ground)),
        ...(setsUrl(ground) ? ['properties/sequences'] : []),
      ],
    };
  },
  delete: () => ({
    title: 'A delete removes this webhook, for good and alone',
    laws: ['lifecycle/deleted-is-gone', 'lifecycle/delete-touches-one'],
  }),
};

const UPDATES_OF_URL = [
  'lifecycle/update-is-shown',
  'lifecycle/update-keeps-the-id',
  'lifecycle/update-touches-one',
  'lifecycle/many-updates',
];

function setsUrl(ground: Ground): boolean {
  return ground.url?.places.has('update') === true;
}

function partially(ground: Ground): Laws {
  const seen = ground.fieldsOf('update').filter(({ seen: shown }) => shown);
  const several = seen.filter(
    ({ kind, candidates = [] }) => kind === 'choices' && (candidates[0]?.length ?? 0) > 1,
  );
  return [
    ...seen.map(({ name }): Proof => ({ law: 'partial/one-field', on: ['update'], with: { field: name } })),
    'partial/all-fields',
    ...several.map(({ name }): Proof => ({
      law: 'partial/replaces-lists',
      on: ['update'],
      with: { field: name },
    })),
  ];
}

function replacing(ground: Ground): Laws {
  const seen = ground.fieldsOf('update').filter(({ seen: shown }) => shown);
  return [
    ...seen.map(({ name }): Proof => ({ law: 'replace/every-field', on: ['update'], with: { field: name } })),
    'replace/twice',
  ];
}
