/** Proposes rules: what the documents of such an API nearly always say, by the laws that prove it. */
import { same } from '../../../../spec/json.ts';
import { accessRules } from './access.ts';
import { bodyRules } from './bodies.ts';
import { fieldRules } from './fields.ts';
import { operationRules } from './operations.ts';
import { type Ground, type Proof, type ProposedRule, updateMode } from './rule.ts';
import { urlRules } from './urls.ts';

/** Every rule that the document may have; those that nothing can prove are left out later. */
export function propose(ground: Ground): ProposedRule[] {
  return [
    ...accessRules(ground),
    ...operationRules(ground),
    ...urlRules(ground),
    ...fieldRules(ground),
    ...bodyRules(ground),
    ...timeRules(ground),
    ...raceRules(ground),
  ]
    .map((rule) => ({ ...rule, proofs: joined(rule.proofs) }))
    .filter(({ proofs }) => proofs.length > 0);
}

/** Proofs that differ in their operation alone, as one. */
function joined(proofs: readonly Proof[]): Proof[] {
  const all: Proof[] = [];
  for (const { on, ...proof } of proofs) {
    const index = all.findIndex((known) => same({ ...known, on }, { ...proof, on }));
    const known = all[index];
    if (on.length === 0) continue;
    if (known) all[index] = { ...known, on: [...known.on, ...on] };
    else all.push({ ...proof, on });
  }
  return all;
}

function timeRules({ found, url }: Ground): ProposedRule[] {
  if (!url?.places.has('update')) return [];
  return [
    {
      id: 'TIME-01',
      title: 'No update moves the time of the creation',
      proofs: [{ law: 'timestamps/created-stays', on: ['update'] }],
    },
    {
      id: 'TIME-02',
      title: 'After an update its time is shown, and it is never earlier than the one before',
      proofs: found.item.times ? [{ law: 'timestamps/after-update', on: ['get', 'list'] }] : [],
    },
  ];
}

/** A race tells what no document says in words: these are warnings until somebody takes them for rules. */
function raceRules(ground: Ground): ProposedRule[] {
  const { found } = ground;
  return [
    {
      id: 'RACE-01',
      level: 'should',
      title: 'Of operations at the same time, each is done altogether or not at all',
      proofs: [
        ...ground.refused('not-found', ground.on('delete'), 'races/delete-twice'),
        ...(ground.has('delete')
          ? ground.refused('not-found', ground.on('update'), 'races/update-against-delete')
          : []),
        ...(updateMode(found) === 'partial' && ground.fieldsOf('update').length > 1
          ? [{ law: 'races/partial-updates', on: ground.on('update') }]
          : []),
      ],
    },
  ];
}
