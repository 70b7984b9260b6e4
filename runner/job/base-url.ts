/** Where requests go: looked at before the first one is sent there. */
import type { Contract } from '../../spec/contract.ts';
import { InputError } from '../../spec/errors.ts';
import { show } from '../../spec/json.ts';

/** `where` names who gave it. Throws InputError for what is no base URL, or has a part of every path of the contract. */
export function checkBaseUrl(contract: Pick<Contract, 'name' | 'roles'>, text: string, where: string): void {
  const right = 'write http:// or https:// and a host, like http://127.0.0.1:4010';
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) {
    throw new InputError(`${where}: ${show(text)} is no base URL; ${right}`);
  }
  const { origin, pathname, search, hash, username } = new URL(text);
  if (search !== '' || hash !== '' || username !== '') {
    throw new InputError(`${where}: ${show(text)} has more than a path; ${right}`);
  }
  refuseTwice(contract, { origin, path: pathname.replace(/\/+$/, '') }, where);
}

/** Documents differ in whether a version belongs to the server or to the paths: people look at one and copy the other. */
function refuseTwice(
  { name, roles }: Pick<Contract, 'name' | 'roles'>,
  { origin, path }: { origin: string; path: string },
  where: string,
): void {
  const paths = [...roles.values()].map(({ operation }) => operation.path);
  const beginning = sharedBeginning(paths);
  for (let count = beginning.length; count > 0; count -= 1) {
    const twice = `/${beginning.slice(0, count).join('/')}`;
    if (!path.endsWith(twice)) continue;
    const example = origin + path + (paths[0] ?? '');
    throw new InputError(
      `${where}: ${show(origin + path)} ends with ${twice}, with which every path of ${name} begins, so requests would go to ${example}; leave ${twice} out of the base URL`,
    );
  }
}

/** The segments with which all of these paths begin. */
function sharedBeginning(paths: readonly string[]): string[] {
  const [first = [], ...others] = paths.map((path) => path.split('/').slice(1));
  const end = first.findIndex((segment, index) => others.some((other) => other[index] !== segment));
  return end < 0 ? first : first.slice(0, end);
}
