/** Which URLs are taken, and what is kept of them. */
import type { FoundField } from '../fields.ts';
import type { Ground, Proof, ProposedRule } from './rule.ts';

/** Lawful probes are no longer than this. */
const LONGEST_PROBE = 200;

/** What a document rarely speaks of. */
const ODD = ['host-case', 'denormal', 'unicode', 'hostile'];

export function urlRules(ground: Ground): ProposedRule[] {
  const { url, outcomes } = ground;
  if (!url) return [];
  const on = ground.on('create', 'update').filter((role) => url.places.has(role));
  const able = outcomes.on('invalid', on);
  const https = says(url, 'pattern', /^\^https:/);
  const form = https || says(url, 'format', /^(uri|url|iri)$/);
  const short = [...url.schemas.values()].some(
    ({ maxLength }) => Number(maxLength ?? Infinity) < LONGEST_PROBE,
  );
  const whole: Proof[] = short
    ? []
    : ['lawful', 'case'].map((probes) => ({ law: 'urls/kept', on, with: { probes } }));
  const wrong = [...(https ? ['http', 'not-https'] : []), ...(form ? ['not-a-url'] : [])];
  return [
    {
      id: 'URL-01',
      title: https ? 'A URL must be one, and begin with https://' : 'A URL must be one',
      todo: 'say what else of a URL the documents refuse: the sets http, not-https, no-host, raw-space and others of docs/laws.md',
      proofs: wrong.flatMap((probes) =>
        ground.refused('invalid', on, { law: 'urls/refused', with: { probes } }),
      ),
    },
    { id: 'URL-02', title: 'A lawful URL is kept byte for byte', proofs: whole },
    {
      id: 'URL-03',
      title: 'Any URL is taken and kept whole, or refused without effect',
      ...(https
        ? {}
        : { todo: 'leave out "refusals: open" if every URL that does not begin with https:// is refused' }),
      proofs: short
        ? []
        : [
            ...ODD.flatMap((probes) =>
              ground.refused('odd-url', able, { law: 'urls/either', with: { probes, readsBack: 'tidied' } }),
            ),
            ...ground.refused('invalid', able, {
              law: 'properties/urls',
              with: { readsBack: 'tidied', ...(https ? {} : { refusals: 'open' }) },
            }),
          ],
    },
    {
      id: 'URL-04',
      title: 'URLs that differ in one letter are different ones, and one that was given up is free',
      proofs: short
        ? []
        : [
            'duplicates/nearly-same',
            'duplicates/case-variants',
            'duplicates/across-accounts',
            // Of those that were given up, some were brought or left by an update.
            ...(url.places.has('update') ? ['duplicates/freed-by-delete', 'duplicates/freed-by-update'] : []),
            'properties/distinct-urls',
          ].map((law) => ({ law, on: ground.has('create') ? on : [] })),
    },
  ];
}

function says({ schemas }: FoundField, key: string, like: RegExp): boolean {
  const all = [...schemas.values()];
  return (
    all.length > 0 &&
    all.every((schema) => {
      const said = schema[key];
      return typeof said === 'string' && like.test(said);
    })
  );
}
