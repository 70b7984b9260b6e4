/** Compiles the outcomes of rules.yaml: each by operation, each with its latitude in order. */
import { type Complain, refuse } from './complain.ts';
import type { RoleName } from './contract.ts';
import { isObject } from './json.ts';
import { type IsKnown, namesOf } from './names.ts';
import { type Choice, type Expected, type Outcome, OutcomeBook } from './outcomes.ts';
import type { RawAccept, RawOutcome, RawRules } from './rules-file.ts';
import type { Located } from './source-file.ts';

/** Every outcome for every role of the contract. Complains of a name or a gap that does not exist. */
export function compileOutcomes(
  raw: RawRules,
  source: Located,
  roles: readonly RoleName[],
  complain: Complain = refuse,
): OutcomeBook {
  const compiler = new OutcomeCompiler(raw, source, complain);
  const book = new Map<string, Map<RoleName, Outcome>>();
  for (const name of Object.keys(raw.outcomes)) {
    book.set(name, new Map(roles.map((role) => [role, compiler.outcome(name, role)])));
  }
  return new OutcomeBook(book);
}

class OutcomeCompiler {
  readonly #raw: RawRules;
  readonly #source: Located;
  readonly #complain: Complain;
  readonly #known: IsKnown;

  constructor(raw: RawRules, source: Located, complain: Complain) {
    this.#raw = raw;
    this.#source = source;
    this.#complain = complain;
    this.#known = namesOf(source, complain);
  }

  outcome(name: string, role: RoleName): Outcome {
    const raw = this.#merged(name, role);
    const first = this.#choice(raw, raw.reading ?? name, `/outcomes/${name}`);
    const place = this.#raw.outcomes[name]?.on?.[role]?.accept ? `/on/${role}` : '';
    const others = (raw.accept ?? []).map((accept, index) =>
      this.#accept(accept, role, `/outcomes/${name}${place}/accept/${index}`),
    );
    return { name, choices: [first, ...others] };
  }

  /** What `on` says of a role replaces what the outcome says of all. */
  #merged(name: string, role: RoleName): RawOutcome {
    const raw = this.#raw.outcomes[name] ?? {};
    return { ...raw, ...raw.on?.[role] };
  }

  #accept(raw: RawAccept, role: RoleName, pointer: string): Choice {
    this.#known(raw.gap, Object.keys(this.#raw.gaps ?? {}), `${pointer}/gap`, 'gap');
    const { gap } = raw;
    if (raw.outcome === undefined) return { ...this.#choice(raw, raw.reading ?? raw.because, pointer), gap };
    if (!this.#known(raw.outcome, Object.keys(this.#raw.outcomes), `${pointer}/outcome`, 'outcome'))
      return { status: [], body: new Map(), reading: raw.outcome, gap };
    const named = this.#merged(raw.outcome, role);
    const { outcome, ...own } = raw;
    return { ...this.#choice({ ...named, ...own }, raw.reading ?? outcome, pointer), gap };
  }

  #choice(raw: Pick<RawOutcome, 'status' | 'body'>, reading: string, pointer: string): Choice {
    if (raw.status === undefined) {
      this.#complain(this.#source.locate(pointer), 'an outcome needs a status');
    }
    const body = Object.entries(raw.body ?? {}).map(([place, expected]): [string, Expected] => [
      place,
      this.#expected(expected, `${pointer}/body`),
    ]);
    return { status: [raw.status ?? []].flat(), body: new Map(body), reading };
  }

  #expected(raw: unknown, pointer: string): Expected {
    if (Array.isArray(raw)) return { any: raw };
    if (!isObject(raw)) return { any: [raw] };
    if (typeof raw['present'] === 'boolean') return { present: raw['present'] };
    try {
      return { matches: new RegExp(String(raw['matches']), raw['ignoringCase'] === true ? 'iu' : 'u') };
    } catch {
      this.#complain(this.#source.locate(pointer), `${String(raw['matches'])} is no regular expression`);
      return { present: true };
    }
  }
}
