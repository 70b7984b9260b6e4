/** Every law, by name. A new family adds its line here. */
import type { Law } from '../runner/cases/law.ts';
import { laws as authentication } from './authentication.ts';
import { laws as deletion } from './deletion.ts';
import { laws as distinctUrls } from './distinct-urls.ts';
import { laws as duplicates } from './duplicates.ts';
import { laws as duplicatesOfMany } from './duplicates-of-many.ts';
import { laws as envelope } from './envelope.ts';
import { laws as fields } from './fields.ts';
import { laws as fieldGuards } from './field-guards.ts';
import { laws as fieldValues } from './field-values.ts';
import { laws as freedUrls } from './freed-urls.ts';
import { laws as fresh } from './fresh.ts';
import { laws as ids } from './ids.ts';
import { laws as knownValues } from './known-values.ts';
import { laws as lastOne } from './last-one.ts';
import { laws as lifecycle } from './lifecycle.ts';
import { laws as limits } from './limits.ts';
import { laws as listing } from './listing.ts';
import { laws as locked } from './locked.ts';
import { laws as otherAccounts } from './other-accounts.ts';
import { laws as partial } from './partial.ts';
import { laws as properties } from './properties/index.ts';
import { laws as protocol } from './protocol.ts';
import { laws as races } from './races.ts';
import { laws as repeated } from './repeated.ts';
import { laws as replace } from './replace.ts';
import { laws as robustness } from './robustness.ts';
import { laws as stillTaken } from './still-taken.ts';
import { laws as timestamps } from './timestamps.ts';
import { laws as twins } from './twins.ts';
import { laws as updatesAtTheLimit } from './updates-at-the-limit.ts';
import { laws as untouchedLists } from './untouched-lists.ts';
import { laws as urls } from './urls.ts';

const FAMILIES: readonly (readonly Law[])[] = [
  authentication,
  deletion,
  distinctUrls,
  duplicates,
  duplicatesOfMany,
  envelope,
  fieldGuards,
  fieldValues,
  fields,
  freedUrls,
  fresh,
  ids,
  knownValues,
  lastOne,
  lifecycle,
  limits,
  listing,
  locked,
  otherAccounts,
  partial,
  properties,
  protocol,
  races,
  repeated,
  replace,
  robustness,
  stillTaken,
  timestamps,
  twins,
  updatesAtTheLimit,
  untouchedLists,
  urls,
];

export const LAWS: ReadonlyMap<string, Law> = new Map(FAMILIES.flat().map((one) => [one.name, one]));
