/** Bodies that are broken, odd or one mutation away from a lawful one. */
import type { RoleName } from '../../../../spec/contract.ts';
import type { Ground, Proof, ProposedRule } from './rule.ts';

export function bodyRules(ground: Ground): ProposedRule[] {
  const withBody = ground.all.filter((role) => ground.hasBody(role));
  const writes = withBody.filter((role) => role === 'create' || role === 'update');
  const needed = writes.filter((role) => isNeeded(ground, role));
  const exact = writes.filter((role) => isExact(ground, role));
  return [
    {
      id: 'BODY-01',
      title: 'A body that is no JSON object is refused and does nothing',
      proofs: [
        ...ground.refused('malformed', withBody, 'robustness/malformed-json', 'robustness/not-an-object'),
        ...ground.refused('malformed', needed, 'robustness/empty-body'),
        ...ground.refused('not-json', withBody, {
          law: 'robustness/media-type',
          with: { type: 'text/plain' },
        }),
      ],
    },
    {
      id: 'BODY-02',
      title:
        'A body in unusual dress, or one change away from a lawful one, is taken without harm or refused without effect',
      proofs: [
        ...ground.refused('invalid', writes, 'robustness/odd-but-lawful'),
        ...ground.refused('odd-body', withBody, 'robustness/deep-nesting'),
        ...withBody.flatMap((role) => mutations(ground, role)),
      ],
    },
    {
      id: 'BODY-03',
      title: 'A member that is not known is refused',
      proofs: ground.refused('invalid', exact, {
        law: 'fields/unknown',
        name: 'unknown-member',
        with: { members: { wc_unknown: 'wc' } },
      }),
    },
  ];
}

/** Beside the refusal of a wrong value: the success of a harmless change, and what a changed id or account leads to. */
function mutations(ground: Ground, role: RoleName): Proof[] {
  const as = [
    ground.outcomes.success(role),
    ...ground.outcomes.on('malformed', [role]).map(() => 'malformed'),
    ...(ground.inBody(role, 'id') ? ground.outcomes.on('no-such-id', [role]).map(() => 'no-such-id') : []),
    ...(ground.inBody(role, 'account')
      ? ground.outcomes.on('no-account', [role]).map(() => 'no-account')
      : []),
  ];
  return ground.refused('invalid', [role], { law: 'properties/bodies', with: { as } });
}

function isNeeded({ found }: Ground, role: RoleName): boolean {
  const fields = found.fields.some(({ required }) => required.includes(role));
  return fields || found.roles.some((one) => one.role === role && one.id?.startsWith('body:') === true);
}

/** Whether a request takes no members beside those that its schema names. */
function isExact({ found }: Ground, role: RoleName): boolean {
  const body = found.roles.find((one) => one.role === role)?.operation.body;
  return body?.['additionalProperties'] === false;
}
