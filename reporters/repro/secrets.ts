/** Secrets in a script: names of environment variables, and what is made of them. */
import type { Substitution } from './words.ts';

/** What a contract's scheme of authentication is about. */
export interface Scheme {
  /** The names under which secrets are redacted: `<apiKey>`. */
  names: readonly string[];
  /** How `<signature>` is made; absent: it must be given. */
  signature?: Signature;
}

export interface Signature {
  /** The names of the secrets it is made from, in the order of the function's parameters. */
  from: readonly string[];
  /** The body of a POSIX shell function that prints it. */
  body: string;
}

/** The redacted forms: `<apiKey>`, `<apiKey of user_b>`, `<apiKey 1-31>`, `<apiKey in the other case>`, `<part of apiKey>`. */
export function secretForms({ names }: Scheme): RegExp {
  const known = [...names, 'signature'].join('|');
  return new RegExp(
    `<(part of )?(${known})( of [^<>]{1,80}?)?( in hex)?(?: (\\d+)-(\\d+))?( in the other case)?>`,
  );
}

export function secretSubstitution(scheme: Scheme): Substitution {
  return {
    pattern: secretForms(scheme),
    expression: ([, part, name = '', of = '', hex, first, last, swapped]) => {
      const variable = variableOf(name + of);
      if (part !== undefined) return `$FORGED_${variable}`;
      let made = `$${variable}`;
      if (hex !== undefined) made = `$(hex "${made}")`;
      if (first !== undefined) made = `$(part "${made}" ${first} ${last})`;
      return swapped === undefined ? made : `$(swapped "${made}")`;
    },
  };
}

/** `apiKey of user_b` → `API_KEY_OF_USER_B`. */
export function variableOf(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z\d]+/g, '_')
    .toUpperCase();
}

/** The lines that demand the secrets which these texts mention, and that make signatures. */
export function secretLines(texts: readonly string[], scheme: Scheme): string[] {
  const forms = new RegExp(secretForms(scheme), 'g');
  const wanted = new Set<string>();
  const made = new Map<string, readonly string[]>();
  for (const [, part, name = '', of = ''] of texts.flatMap((text) => [...text.matchAll(forms)])) {
    const { signature } = scheme;
    if (part !== undefined) wanted.add(`FORGED_${variableOf(name + of)}`);
    else if (name !== 'signature' || !signature) wanted.add(variableOf(name + of));
    else
      made.set(
        variableOf(name + of),
        signature.from.map((each) => variableOf(each + of)),
      );
  }
  for (const variable of [...made.values()].flat()) wanted.add(variable);
  return [
    ...[...wanted].sort().map((variable) => `: "\${${variable}:?set this secret in the environment}"`),
    ...(made.size > 0 && scheme.signature
      ? ['signature() {', ...scheme.signature.body.split('\n').map((line) => `  ${line}`), '}']
      : []),
    ...[...made].map(
      ([variable, from]) => `${variable}=$(signature ${from.map((each) => `"$${each}"`).join(' ')})`,
    ),
  ];
}
