/** Laws of generated probes: what nobody thought of. */
import type { Law } from '../../runner/cases/law.ts';
import { bodies } from './bodies.ts';
import { distinct } from './distinct.ts';
import { ids } from './ids.ts';
import { sequences } from './sequences.ts';
import { urls } from './urls.ts';

export const laws: readonly Law[] = [urls, distinct, ids, bodies, sequences].map((law) => ({
  ...law,
  examples: true,
}));
