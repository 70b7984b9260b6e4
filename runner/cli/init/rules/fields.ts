/** What the request schemas say of each field: required, of a type, of a length, one of some values. */
import type { RoleName } from '../../../../spec/contract.ts';
import type { FoundField } from '../fields.ts';
import { type Schema, typesOf } from '../schema.ts';
import type { Ground, Proof, ProposedRule } from './rule.ts';

/** As long as a URL of the suite's is at least. */
const OWN_URL = 150;
/** More values than this are tried by a few of them. */
const MOST_VALUES = 8;

export function fieldRules(ground: Ground): ProposedRule[] {
  const writes = ground.on('create', 'update');
  return [
    ...writes.map((role) => required(ground, role)),
    ...ground.found.fields.map((field, index): ProposedRule => ({
      id: `FIELD-${String(index + 1).padStart(2, '0')}`,
      title: `${field.name} takes the values that its schema names, whole, and no others`,
      proofs: writes.flatMap((role) => {
        const schema = field.schemas.get(role);
        return schema ? ofSchema(ground, role, field, schema) : [];
      }),
    })),
  ];
}

/** Required members of the body, each for itself. */
function required(ground: Ground, role: RoleName): ProposedRule {
  const fields = ground.fieldsOf(role).filter((field) => field.required.includes(role));
  const laws = fields.flatMap(({ name, schemas }) => {
    const schema = schemas.get(role) ?? {};
    return [
      ...(schema['default'] === undefined ? [{ law: 'fields/absent', with: { field: name } }] : []),
      ...(typesOf(schema).includes('null') ? [] : [{ law: 'fields/null', with: { field: name } }]),
    ];
  });
  return {
    id: `${role.toUpperCase()}-02`,
    title: `A${role === 'update' ? 'n update' : ' create'} without a required member, or with null in its place, is refused`,
    proofs: ground.refused('invalid', [role], ...laws, {
      law: 'envelope/refusal',
      with: { by: 'absent-field' },
    }),
  };
}

function ofSchema(ground: Ground, role: RoleName, field: FoundField, schema: Schema): Proof[] {
  const about = { field: field.name };
  const types = typesOf(schema);
  const refused = (law: string, more: Readonly<Record<string, unknown>> = {}, name?: string): Proof[] =>
    ground.refused('invalid', [role], {
      law,
      ...(name === undefined ? {} : { name }),
      with: { ...about, ...more },
    });
  const longest = longestOf(field, schema);
  return [
    ...(types.length > 0 && types.length < 3 ? refused('fields/wrong-type') : []),
    ...(isNeverEmpty(field, schema) ? refused('fields/empty') : []),
    ...(longest === undefined
      ? []
      : [
          ...(field.seen ? [{ law: 'fields/longest', on: [role], with: { ...about, length: longest } }] : []),
          ...refused('fields/too-long', { length: longest }),
        ]),
    ...named(role, field, schema),
    ...(isClosed(field, schema) ? refused('fields/value', { values: strange(field) }, 'unknown-values') : []),
    ...refusedNumbers(schema).flatMap((values) => refused('fields/value', { values }, 'out-of-bounds')),
  ];
}

/** The length of a text that only its length limits. */
function longestOf({ kind }: FoundField, { maxLength, minLength }: Schema): number | undefined {
  if (typeof maxLength !== 'number' || minLength === maxLength) return undefined;
  if (kind === 'url') return maxLength >= OWN_URL ? maxLength : undefined;
  return kind === 'text' ? maxLength : undefined;
}

function isNeverEmpty({ kind }: FoundField, schema: Schema): boolean {
  const { minLength, minItems, format, pattern } = schema;
  if (typesOf(schema).includes('object')) return false;
  if (typeof minLength === 'number' && minLength > 0) return true;
  if (typeof minItems === 'number' && minItems > 0) return true;
  if (kind === 'url')
    return format !== undefined || (typeof pattern === 'string' && pattern.startsWith('^http'));
  return typesOf(schema).includes('string') && Array.isArray(schema['enum']) && !schema['enum'].includes('');
}

/** Each value that the schema names is taken. */
function named(role: RoleName, { name, kind, seen, candidates }: FoundField, schema: Schema): Proof[] {
  const [values = []] = candidates ?? [];
  if (!seen || !isListed(kind, schema) || values.length === 0) return [];
  const some = values.slice(0, MOST_VALUES);
  const each = kind === 'choices' ? some.map((value) => [value]) : some;
  const single = !(typeof schema['minItems'] === 'number' && schema['minItems'] > 1);
  return single
    ? [{ law: 'fields/value', on: [role], name: 'known-values', with: { field: name, values: each } }]
    : [];
}

/** Whether the schema itself lists the values, rather than an example. */
function isListed(kind: FoundField['kind'], schema: Schema): boolean {
  if (kind === 'choice') return Array.isArray(schema['enum']);
  const { items } = schema;
  return kind === 'choices' && typeof items === 'object' && items !== null && 'enum' in items;
}

function isClosed({ kind, candidates }: FoundField, schema: Schema): boolean {
  return isListed(kind, schema) && (candidates?.[0] ?? []).every((value) => typeof value === 'string');
}

/** Values of the right type that no list has. */
function strange({ kind }: FoundField): unknown[] {
  return kind === 'choices' ? [['wc-no-such-value']] : ['wc-no-such-value'];
}

function refusedNumbers({ type, minimum, maximum }: Schema): unknown[][] {
  if (type !== 'integer' && type !== 'number') return [];
  const values = [
    ...(typeof minimum === 'number' ? [minimum - 1] : []),
    ...(typeof maximum === 'number' ? [maximum + 1] : []),
  ];
  return values.length > 0 ? [values] : [];
}
