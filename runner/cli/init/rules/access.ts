/** Who is let in, and what ids and accounts lead to. */
import type { Ground, ProposedRule } from './rule.ts';

export function accessRules(ground: Ground): ProposedRule[] {
  const { all, byId } = ground;
  const { forgeries } = ground.credentials;
  const ofAccount = ground.found.roles.filter(({ account }) => account !== undefined).map(({ role }) => role);
  return [
    {
      id: 'AUTH-01',
      title: 'Every call needs the right credentials; without them it is refused and does nothing',
      proofs: ground.refused(
        'unauthenticated',
        all,
        ...forgeries.map((forgery) => ({ law: 'authentication/refused', with: { forgery } })),
        { law: 'envelope/refusal', with: { by: 'no-credentials' } },
      ),
    },
    {
      id: 'AUTH-02',
      title: 'The right credentials are let in',
      proofs: [{ law: 'authentication/accepted', on: all }],
    },
    {
      id: 'ID-01',
      title: 'An id that no webhook has is not found',
      proofs: ground.refused(
        'not-found',
        byId,
        'ids/unknown',
        { law: 'envelope/refusal', with: { by: 'unknown-id' } },
        ...(ground.has('delete') ? ['lifecycle/after-delete'] : []),
      ),
    },
    {
      id: 'ID-02',
      title: 'An id that is none, or nearly one, is never taken for one',
      proofs: ground.refused(
        'no-such-id',
        byId,
        'ids/malformed',
        'ids/near-miss',
        'ids/hostile',
        'properties/ids',
      ),
    },
    {
      id: 'ACCOUNT-01',
      title: "Another account's webhooks are neither shown nor touched",
      todo: 'it needs two accounts in the target file',
      proofs: [
        ...ground.refused('foreign', ground.has('create') ? byId : [], 'ids/of-another-account'),
        { law: 'lifecycle/list-of-one-account', on: ground.found.paged ? [] : ground.on('list') },
      ],
    },
    {
      id: 'ACCOUNT-02',
      title: 'An account that is none is refused',
      proofs: ground.refused('no-account', ofAccount, 'ids/unknown-account', 'ids/malformed-account'),
    },
  ];
}
