/** Every law, by name. A new family adds its line here. */
import type { Law } from '../runner/law.ts';

const FAMILIES: readonly (readonly Law[])[] = [];

export const LAWS: ReadonlyMap<string, Law> = new Map(FAMILIES.flat().map((one) => [one.name, one]));
