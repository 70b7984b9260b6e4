/** Stand-ins for the laws of the catalogue that are not written yet, so that contracts which name them can be tried. */
import { readFileSync } from 'node:fs';

import { NotDeclared } from '../../runner/cases/findings.ts';
import { ANY, type Law, law } from '../../runner/cases/law.ts';
import { packageFile } from '../../spec/package-root.ts';

/** The laws, and one that says "not written" for every other name in the catalogue. */
export function withPlaceholders(laws: ReadonlyMap<string, Law>): ReadonlyMap<string, Law> {
  const catalogue = readFileSync(packageFile('docs/laws.md'), 'utf8');
  const names = [...catalogue.matchAll(/^\| `([a-z-]+\/[a-z-]+)`/gm)].flatMap(([, name]) => name ?? []);
  return new Map([...names.map((name) => [name, placeholder(name)] as const), ...laws]);
}

function placeholder(name: string): Law {
  const settings = { title: 'is not written yet', on: ANY, needs: {}, effect: 'reads' } as const;
  return law(name, settings, async () => Promise.reject(new NotDeclared('the law is not written yet')));
}
