/** What a script of `--repro` sends to remove what its creates have made. */
import type { Removal } from '../../reporters/repro.ts';
import type { Contract, Role } from '../../spec/contract.ts';
import { at, steps } from '../../spec/json.ts';
import { Draft } from '../registry/draft.ts';
import { newId } from '../registry/item.ts';
import type { Exchange } from '../result/result.ts';
import { parsed } from './repro/json-text.ts';

/**
 * For an exchange that was to create something: how that is removed. What was refused in the run, another server may
 * take. Undefined for all others.
 */
export function removalOf(contract: Contract, baseUrl: string): (exchange: Exchange) => Removal | undefined {
  const create = contract.roles.get('create');
  const remove = contract.roles.get('delete');
  const pointer = create?.newId ?? (create?.item === undefined ? undefined : create.item + contract.item.id);
  if (!create || !remove || pointer === undefined) return () => undefined;
  const plain = new Draft(create, NOBODY);
  return ({ request, response }) => {
    if (request.method !== plain.method || !request.url.startsWith(baseUrl + plain.path)) return undefined;
    const made = response && response.status < 300 ? newId(contract, parsed(response.body)) : undefined;
    const value = made ?? (contract.item.idType === 'integer' ? UNKNOWN.number : UNKNOWN.text);
    const draft = new Draft(remove, NOBODY).set(remove.account, accountIn(create, request)).address(value);
    const { content } = draft;
    return {
      path: steps(pointer),
      value,
      method: draft.method,
      url: baseUrl + draft.path,
      ...(typeof content === 'string' ? { body: content } : {}),
    };
  };
}

/** Stands for the id of what was not made in the run. */
const UNKNOWN = { number: 987_654_321_012, text: 'id-of-what-is-new' };
const NOBODY = { id: '', credentials: {}, fixtures: {} };

/** The account that a create was for. */
function accountIn({ account }: Role, { url, body }: Exchange['request']): unknown {
  if (account?.in === 'query') return new URL(url).searchParams.get(account.at);
  return account?.in === 'body' ? at(parsed(body ?? ''), account.at) : undefined;
}
