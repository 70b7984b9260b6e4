/** Compiles the item of rules.yaml: where in an answer its parts are, and the fields that can be set. */
import type { Field, ItemView } from './contract.ts';
import type { RawRules } from './rules-file.ts';

export function compileItem({ item }: RawRules): ItemView {
  const fields = Object.entries(item.fields).map(([name, field]): [string, Field] => [
    name,
    { name, ...field, shows: field.shows ?? 'shown' },
  ]);
  const { neverUpdated } = item;
  return {
    id: item.id,
    idType: item.idType ?? 'string',
    ...(item.idPrefix === undefined ? {} : { idPrefix: item.idPrefix }),
    fields: new Map(fields),
    ...(item.created === undefined ? {} : { created: item.created }),
    ...(item.updated === undefined ? {} : { updated: item.updated }),
    ...(item.deleted === undefined ? {} : { deleted: item.deleted }),
    ...(item.locked === undefined ? {} : { locked: item.locked }),
    stable: item.stable ?? [],
    kept: new Map(Object.entries(item.kept ?? {})),
    secrets: [
      ...(item.secrets ?? []),
      ...fields.flatMap(([, field]) => (field.kind === 'secret' ? [field.view] : [])),
    ],
    ...(neverUpdated
      ? {
          neverUpdated: {
            ...neverUpdated,
            absent: neverUpdated.absent ?? {},
            null: neverUpdated.null ?? {},
          },
        }
      : {}),
  };
}
