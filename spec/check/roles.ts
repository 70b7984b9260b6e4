import type { Complain } from '../complain.ts';
import type { RoleName } from '../contract.ts';
import type { OpenContract } from '../load.ts';
import { oneOf } from '../nearest.ts';
import type { SourceFile } from '../source-file.ts';

const BY_ID: readonly RoleName[] = ['get', 'update', 'delete'];

/** What roles must have together: where one webhook is named, and how one that was created goes again. */
export function roles({ contract, source }: OpenContract, _document: SourceFile, complain: Complain): void {
  for (const name of BY_ID) {
    const role = contract.roles.get(name);
    if (!role || role.id) continue;
    const places = role.operation.parameters.filter(({ required }) => required).map(({ place }) => place);
    const known = places.map((place) => `${place.in}:${place.at}`);
    const like = known.length > 0 ? `, which requires ${oneOf(known)}` : '';
    complain(
      source.locate(`/roles/${name}`),
      `${name} does not say where its request names the webhook; add id: the place in ${role.operation.id}${like}`,
    );
  }
  if (contract.roles.has('create') && !contract.roles.has('delete'))
    complain(
      source.locate('/roles/create'),
      'what a run creates could never be removed, since no role deletes; leave create out, and name webhooks to work on as fixtures of the target file (webhookIds)',
    );
}
