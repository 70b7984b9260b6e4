/** Every law, by name. A new family adds its line here. */
import type { Law } from '../runner/law.ts';
import { laws as deletion } from './deletion.ts';
import { laws as lifecycle } from './lifecycle.ts';
import { laws as limits } from './limits.ts';
import { laws as listing } from './listing.ts';
import { laws as timestamps } from './timestamps.ts';

const FAMILIES: readonly (readonly Law[])[] = [lifecycle, deletion, listing, limits, timestamps, ];

export const LAWS: ReadonlyMap<string, Law> = new Map(FAMILIES.flat().map((one) => [one.name, one]));
