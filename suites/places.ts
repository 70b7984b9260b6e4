/** The places of a request that a law about values can bend, by their names in rules.yaml. */
import type { Setting } from '../runner/cases/law.ts';
import type { Scene } from '../runner/cases/scene.ts';
import type { Field } from '../spec/contract.ts';
import { show } from '../spec/json.ts';
import type { JsonType, Parameter } from '../spec/operation.ts';
import { type Place, placeName } from '../spec/place.ts';

/** The value of the request that the entry names, as the OpenAPI document has it; undefined where there is none. */
export function parameterOf({ role }: Pick<Setting, 'role'>, name: string): Parameter | undefined {
  const place = role.fields.get(name);
  const wanted = place ? placeName(place) : name;
  return role.operation.parameters.find((parameter) => placeName(parameter.place) === wanted);
}

/** The same where it must be there. */
export function needParameter(scene: Scene, name: string): Parameter {
  const found = parameterOf(scene, name);
  if (!found) throw new TypeError(`${scene.role.operation.id} has no ${name}`);
  return found;
}

/** The field of the item that is set at a place, or undefined. */
export function fieldAt(
  { role, contract }: Pick<Setting, 'role' | 'contract'>,
  place: Place,
): Field | undefined {
  const name = [...role.fields].find(([, { in: where, at }]) => where === place.in && at === place.at)?.[0];
  return name === undefined ? undefined : contract.item.fields.get(name);
}

/** The field of the item that the entry names. */
export function needField(scene: Scene): Field {
  const field = scene.contract.item.fields.get(scene.needText('field'));
  if (!field) throw new TypeError(`no field ${scene.needText('field')}`);
  return field;
}

/** Why a law about updates of a field cannot be applied to the one that its entry names, if it names one. */
export function fieldProblem({ role, with: { field } }: Setting): string | undefined {
  if (field === undefined || (typeof field === 'string' && role.fields.has(field))) return undefined;
  return `${role.operation.id} has no field ${show(field)}`;
}

/** Says why a law cannot be applied to the place that its entry names, if it names one. */
export function placeProblem(fits: (parameter: Parameter) => string | undefined) {
  return (setting: Setting): string | undefined => {
    const name = setting.with['field'];
    if (name === undefined) return undefined;
    const parameter = typeof name === 'string' ? parameterOf(setting, name) : undefined;
    if (!parameter) return `${setting.role.operation.id} has no ${show(name)}`;
    return fits(parameter);
  };
}

/** One case for each required place that fits, unless the entry names one. */
export function eachRequired(fits: (parameter: Parameter) => string | undefined) {
  return (setting: Setting): readonly Readonly<Record<string, unknown>>[] => {
    if (setting.with['field'] !== undefined) return [setting.with];
    return setting.role.operation.parameters
      .filter((parameter) => parameter.required && fits(parameter) === undefined)
      .map(({ place }) => ({ ...setting.with, field: placeName(place) }));
  };
}

/** A path names another operation when a value of it is missing. */
export function notInPath({ place }: Parameter): string | undefined {
  return place.in === 'path' ? 'a value of a path cannot be left out' : undefined;
}

/** Only a body knows JSON types; elsewhere everything is text. */
export function inBody({ place }: Parameter): string | undefined {
  return place.in === 'body' ? undefined : 'only a body has JSON types';
}

/** Nobody's id and nobody's event: a number that is far from any that is in use. */
const FAR = 1_987_654_321;

/**
 * Values of other JSON types than those a place takes, null apart. A lawful value is in each of them where it can be,
 * so that whoever looks for it inside shows it by acting.
 */
export function wrongTypes(types: readonly JsonType[], lawful: unknown): unknown[] {
  const takes = (...some: JsonType[]): boolean => some.some((type) => types.includes(type));
  const wrong: unknown[] = [];
  if (!takes('string')) {
    const plain = Array.isArray(lawful) ? lawful[0] : 'wc';
    wrong.push(typeof plain === 'string' ? plain : 'wc');
    if (takes('object')) wrong.push(JSON.stringify(lawful), ...Object.values(lawful ?? {}));
  }
  if (!takes('number', 'integer')) wrong.push(FAR, ...(takes('boolean') ? [1, 0] : []));
  if (!takes('boolean')) wrong.push(true);
  if (!takes('array')) wrong.push([lawful]);
  if (!takes('object')) wrong.push(Array.isArray(lawful) ? Object.assign({}, lawful) : { value: lawful });
  return wrong;
}

/** What many languages take for false, as far as a place does not take it. */
export function falsyOf(types: readonly JsonType[]): unknown[] {
  const falsy: [unknown, JsonType[]][] = [
    [false, ['boolean']],
    [0, ['number', 'integer']],
    ['', ['string']],
  ];
  return falsy.filter(([, of]) => !of.some((type) => types.includes(type))).map(([value]) => value);
}
