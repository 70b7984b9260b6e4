/** A proposed rule, and what all proposals are made from. */
import type { RoleName } from '../../../../spec/contract.ts';
import type { Credentials } from '../credentials.ts';
import type { FoundField } from '../fields.ts';
import type { OutcomeName, Outcomes } from '../outcomes.ts';
import type { Found } from '../places.ts';

export interface Proof {
  law: string;
  on: readonly RoleName[];
  expect?: string;
  name?: string;
  with?: Readonly<Record<string, unknown>>;
}

export interface ProposedRule {
  /** Less the prefix of the contract: `CREATE-01`. */
  id: string;
  title: string;
  level?: 'should';
  role?: RoleName;
  proofs: readonly Proof[];
  /** What a human has to decide. */
  todo?: string;
}

/** What was found in the document, as those who propose rules ask for it. */
export class Ground {
  readonly found: Found;
  readonly outcomes: Outcomes;
  readonly credentials: Credentials;

  constructor(found: Found, outcomes: Outcomes, credentials: Credentials) {
    this.found = found;
    this.outcomes = outcomes;
    this.credentials = credentials;
  }

  has(role: RoleName): boolean {
    return this.found.roles.some((one) => one.role === role);
  }

  /** Those of these operations that there are. */
  on(...roles: readonly RoleName[]): RoleName[] {
    return roles.filter((role) => this.has(role));
  }

  get all(): RoleName[] {
    return this.on('create', 'list', 'get', 'update', 'delete');
  }

  get byId(): RoleName[] {
    return this.on('get', 'update', 'delete');
  }

  /** Laws on those of these operations that document a status for the refusal. */
  refused(
    expect: OutcomeName,
    on: readonly RoleName[],
    ...laws: readonly (string | Omit<Proof, 'on' | 'expect'>)[]
  ): Proof[] {
    const able = this.outcomes.on(expect, on);
    return laws.map((law) => ({ ...(typeof law === 'string' ? { law } : law), on: able, expect }));
  }

  get url(): FoundField | undefined {
    return this.found.fields.find(({ kind }) => kind === 'url');
  }

  /** Fields that a role sets. */
  fieldsOf(role: RoleName): FoundField[] {
    return this.found.fields.filter(({ places }) => places.has(role));
  }

  hasBody(role: RoleName): boolean {
    return this.found.roles.some((one) => one.role === role && one.operation.body !== undefined);
  }

  /** Whether a value of a role's request stands in its body. */
  inBody(role: RoleName, what: 'id' | 'account'): boolean {
    return this.found.roles.find((one) => one.role === role)?.[what]?.startsWith('body:') === true;
  }
}

/** What an update does with what it is not given. */
export function updateMode({ fields, roles }: Found): 'partial' | 'replace' {
  const method = roles.find(({ role }) => role === 'update')?.operation.method;
  if (method === 'patch') return 'partial';
  if (method === 'put') return 'replace';
  return fields.some(({ required }) => required.includes('update')) ? 'replace' : 'partial';
}
