/** What type the values of each fixture have, as the contract's item and its OpenAPI document tell. */
import type { Contract, Field } from '../../spec/contract.ts';
import { show } from '../../spec/json.ts';
import type { JsonType, Parameter } from '../../spec/operation.ts';
import type { TargetAccount } from './target.ts';

export type FixtureType = 'string' | 'integer';

export interface FixtureKind {
  type: FixtureType;
  /** Whose values they are, in words: `an id of acme`. */
  what: string;
  /** The field that takes them; absent: they are ids. */
  field?: string;
  /** Whether an operation must have one, and there is none but these. */
  required?: boolean;
}

/** By the fixture's key; what the contract says nothing of is not among them. */
export function kindsOf({ name, item, roles }: Contract): Map<string, FixtureKind> {
  const id: FixtureKind = { type: item.idType, what: `an id of ${name}` };
  const kinds = new Map(
    ['webhookIds', 'expendableWebhookIds', 'lockedWebhookId'].map((key): [string, FixtureKind] => [key, id]),
  );
  for (const field of item.fields.values()) {
    const places = [...roles.values()].flatMap((role): Parameter[] => {
      const place = role.fields.get(field.name);
      return role.operation.parameters.filter(({ place: { in: where, at } }) => {
        return where === place?.in && at === place.at;
      });
    });
    const type = places.map((place) => typeOf(field, place)).find((one) => one !== undefined);
    if (field.fixture === undefined || type === undefined) continue;
    const required = field.candidates === undefined && places.some((place) => place.required);
    kinds.set(field.fixture, { type, what: `a value of ${field.name}`, field: field.name, required });
  }
  return kinds;
}

function typeOf(field: Field, { types, items }: Parameter): FixtureType | undefined {
  const all: readonly (JsonType | undefined)[] = field.kind === 'choices' ? [items] : types;
  // A value that may be either cannot be of the wrong one.
  if (all.includes('number') || (all.includes('string') && all.includes('integer'))) return undefined;
  if (all.includes('integer')) return 'integer';
  return all.includes('string') ? 'string' : undefined;
}

export function fits(value: unknown, type: FixtureType): boolean {
  return type === 'integer' ? Number.isSafeInteger(value) : typeof value === 'string' && value !== '';
}

/** What would be right in place of a value: `a whole number; write 101, without quotes`. */
export function rightOf(type: FixtureType, wrong: unknown): string {
  if (type === 'integer') {
    const digits = typeof wrong === 'string' && /^\d+$/.test(wrong);
    return digits ? `a whole number; write ${wrong}, without quotes` : 'a whole number, like 101';
  }
  return typeof wrong === 'number' ? `a text; write ${show(String(wrong))}, in quotes` : 'a text';
}

/** The fixtures of an account, with text of the environment left text where the contract has texts. */
export function typedFixtures(
  contract: Contract,
  { fixtures, digits }: Pick<TargetAccount, 'fixtures' | 'digits'>,
): TargetAccount['fixtures'] {
  if (!digits) return fixtures;
  const kinds = kindsOf(contract);
  return Object.fromEntries(
    Object.entries(fixtures).map(([key, value]) => {
      if (kinds.get(key)?.type !== 'string') return [key, value];
      if (!Array.isArray(value)) return [key, digits.get(key) ?? value];
      return [key, value.map((one: unknown, index) => digits.get(`${key}/${index}`) ?? one)];
    }),
  );
}
