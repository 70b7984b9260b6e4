/** The fields of an item: what creates and updates set, of which kind, and with which lawful values. */
import type { FieldKind, RoleName } from '../../../spec/contract.ts';
import { at, isObject } from '../../../spec/json.ts';
import { type Member, type Schema, type Schemas, typesOf } from './schema.ts';
import { isCreatedName, isSecretName, isUpdatedName } from './words.ts';
import type { Value } from './values.ts';

export interface FoundField {
  name: string;
  kind: FieldKind;
  view: string;
  /** Whether an answer has that place. */
  seen: boolean;
  max?: number;
  candidates?: unknown[][];
  /** By role, where it is set. */
  places: ReadonlyMap<RoleName, string>;
  /** By role, what the request says of it. */
  schemas: ReadonlyMap<RoleName, Schema>;
  /** The roles that cannot do without it. */
  required: readonly RoleName[];
}

export interface Surroundings {
  /** Names that are no fields: of the account and the id. */
  apart: readonly (string | undefined)[];
  urlName: string;
  /** What answers show of an item. */
  members: readonly Member[];
  schemas: Schemas;
}

/** What creates and updates set, ids apart: values without members of their own. */
export function fieldsOf(
  values: ReadonlyMap<RoleName, readonly Value[]>,
  { apart, urlName, members, schemas }: Surroundings,
): FoundField[] {
  const fields = new Map<string, FoundField>();
  for (const role of ['create', 'update'] as const) {
    for (const value of values.get(role) ?? []) {
      const { name: member, place, schema, required } = value;
      const shown = members.find((one) => one.name === member);
      const means = member === urlName ? ({ kind: 'url' } as const) : meansOf(value, schemas, shown?.schema);
      if (!place.startsWith('body:') || apart.includes(member) || !means) continue;
      // Laws know the URL under this name, whatever the vendor calls it.
      const name = means.kind === 'url' ? 'url' : member;
      const known = fields.get(name);
      if (!required && !known && (!shown || isTheirs(member) || !isKnown(means))) continue;
      fields.set(name, {
        name,
        view: shown?.pointer ?? `/${member}`,
        seen: shown !== undefined,
        ...means,
        ...known,
        places: new Map([...(known?.places ?? []), [role, place]]),
        schemas: new Map([...(known?.schemas ?? []), [role, schema]]),
        required: [...(known?.required ?? []), ...(required ? [role] : [])],
      });
    }
  }
  return [...fields.values()];
}

/** What the server sets, where one and the same schema serves requests and answers. */
function isTheirs(name: string): boolean {
  return isCreatedName(name) || isUpdatedName(name) || /^(id|uuid)$/i.test(name);
}

type Means = Pick<FoundField, 'kind' | 'max' | 'candidates'>;

/** How lawful values of a member are made; undefined for what only holds others. */
function meansOf(
  { name, schema, required, example }: Value,
  schemas: Schemas,
  shown?: Schema,
): Means | undefined {
  const types = typesOf(schema);
  const items = schemas.resolve(schema['items']);
  const named = [
    Array.isArray(schema['enum']) ? schema['enum'].filter((value) => value !== null) : undefined,
    'const' in schema ? [schema['const']] : undefined,
  ].find((list) => list !== undefined);
  const examples = [
    example,
    schema['example'],
    at(schema, '/examples/0'),
    schema['default'],
    shown?.['example'],
  ];
  const [told] = examples.filter((one) => one !== undefined && one !== null);
  const asChoice = (values: unknown[] | undefined): Means => ({
    kind: 'choice',
    ...(values ? { candidates: [values] } : {}),
  });
  if (named) return asChoice(named);
  if (types.includes('boolean')) return { kind: 'flag' };
  if (types.includes('array')) return ofArray(name, isObject(items) ? items : {}, told);
  if (isObject(schema['properties'])) return undefined;
  if (types.includes('integer') || types.includes('number')) return asChoice(numbers(schema, told));
  if (types.includes('object') && !types.includes('string'))
    return required || told !== undefined ? asChoice([told ?? {}]) : undefined;
  const { maxLength, minLength, pattern, format } = schema;
  const short = typeof maxLength === 'number' && maxLength < (isSecretName(name) ? 100 : 8);
  const long = typeof minLength === 'number' && minLength > 12;
  // A text of ours would not do.
  if (short || long || pattern !== undefined || (format !== undefined && format !== 'password'))
    return asChoice(told === undefined ? FORMATS.get(String(format)) : [told]);
  if (isSecretName(name)) return { kind: 'secret' };
  return { kind: 'text', ...(typeof maxLength === 'number' ? { max: maxLength } : {}) };
}

/** Values of formats, for members of which no example is given. */
const FORMATS: ReadonlyMap<string, unknown[]> = new Map([
  ['email', ['wc-one@example.com', 'wc-two@example.com']],
  ['uuid', ['6f1c2b9e-3d0a-4c55-9a57-0b6f2f6c1d11', '0d9c7f5a-8b1e-4f7c-8a55-3d0a6f1c2b9e']],
  ['date-time', ['2030-01-02T03:04:05Z', '2031-02-03T04:05:06Z']],
  ['uri', ['https://example.com/wc-one', 'https://example.com/wc-two']],
  ['date', ['2030-01-02', '2031-02-03']],
]);

function ofArray(name: string, items: Schema, told: unknown): Means {
  if (/mail/i.test(name) || items['format'] === 'email') return { kind: 'emails' };
  const named = [items['enum'], told, items['examples'], [items['example'] ?? []].flat()].find(
    (list): list is unknown[] => Array.isArray(list) && list.length > 0,
  );
  return { kind: 'choices', ...(named ? { candidates: [named] } : {}) };
}

/** Numbers that the schema lets pass. */
function numbers({ minimum, maximum, multipleOf }: Schema, told: unknown): unknown[] {
  if (multipleOf !== undefined && told !== undefined) return [told];
  const least =
    typeof minimum === 'number' ? minimum : typeof maximum === 'number' ? Math.min(1, maximum - 1) : 1;
  const values = [told, least, typeof maximum === 'number' ? maximum : least + 1];
  return [...new Set(values.filter((value) => value !== undefined))];
}

/** Whether the document alone tells what a lawful value is. */
function isKnown({ kind, candidates }: Means): boolean {
  return !kind.startsWith('choice') || candidates !== undefined;
}
