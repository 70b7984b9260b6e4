/** Operations of several clients at the same time: what they saw must agree with one order of what they did. */
import type { Law } from '../runner/cases/law.ts';
import { laws as deletion } from './races/deletion.ts';
import { laws as reads } from './races/reads.ts';
import { laws as updates } from './races/updates.ts';
import { laws as urls } from './races/urls.ts';

export const laws: readonly Law[] = [...urls, ...deletion, ...reads, ...updates];
