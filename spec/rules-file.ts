/** Reads rules.yaml and checks its form; what it means is checked by `load.ts`. */
import { readFileSync } from 'node:fs';

import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';

import { type Complain, refuse } from './complain.ts';
import { InputError } from './errors.ts';
import { at, below, show, words } from './json.ts';
import { didYouMean, oneOf } from './nearest.ts';
import { packageFile } from './package-root.ts';
import { SourceFile } from './source-file.ts';

export interface RawAccept {
  outcome?: string;
  status?: number | number[];
  body?: Record<string, unknown>;
  gap: string;
  because: string;
  reading?: string;
}

export interface RawOutcome {
  status?: number | number[];
  body?: Record<string, unknown>;
  reading?: string;
  accept?: RawAccept[];
  on?: Record<string, RawOutcome>;
}

export interface RawRole {
  operation: string;
  account?: string;
  id?: string;
  fields?: Record<string, string>;
  success: string;
  works: string;
  shape: string;
  item?: string;
  newId?: string;
  items?: string | { pointer: string; gap?: string; reading?: string }[];
}

export interface RawProof {
  law: string;
  on?: string[];
  expect?: string;
  name?: string;
  with?: Record<string, unknown>;
}

export interface RawRule {
  level?: 'must' | 'should' | 'observe';
  title: string;
  source: { document: string; section: string };
  'proved-by'?: RawProof[];
  excluded?: string;
}

export interface RawField {
  kind: 'url' | 'text' | 'secret' | 'flag' | 'emails' | 'choice' | 'choices';
  view: string;
  max?: number;
  fixture?: string;
  candidates?: unknown[][];
  shows?: 'shown' | 'mapped';
  maskable?: string;
  fragments?: string;
  https?: 'as-parsed';
  emptyReadsBack?: { gap: string; first: unknown[]; otherwise: string };
}

export interface RawRules {
  contract: string;
  title: string;
  openapi: string;
  production?: string[];
  authentication: {
    scheme: string;
    credentials: string[];
    perAccount?: boolean;
    settings?: Record<string, unknown>;
  };
  unauthorised?: string;
  precondition?: { gap: string; because: string };
  limit?: number;
  unique?: string;
  update?: 'partial' | 'replace';
  listIsComplete?: boolean;
  item: {
    id: string;
    idType?: 'string' | 'integer';
    idPrefix?: string;
    created?: string;
    updated?: string;
    deleted?: string;
    locked?: string;
    stable?: string[];
    kept?: Record<string, string>;
    secrets?: string[];
    neverUpdated?: {
      gap: string;
      equal: string;
      absent?: Record<string, string>;
      null?: Record<string, string>;
    };
    fields: Record<string, RawField>;
  };
  roles: Record<string, RawRole>;
  outcomes: Record<string, RawOutcome>;
  gaps?: Record<string, { question: string; settled?: string }>;
  rules: Record<string, RawRule>;
}

/**
 * The file and its data. Complains of what is wrong with its form, with file, line and the nearest right name; throws
 * InputError then, since what has another form cannot be read.
 */
export async function readRules(
  path: string,
  complain: Complain = refuse,
): Promise<{ source: SourceFile; raw: RawRules }> {
  const source = await SourceFile.read(path);
  validateForm ??= formValidator();
  const validate = validateForm;
  const { data } = source;
  if (!validate(data)) {
    for (const error of telling(validate.errors ?? [])) complain(...formProblem(source, data, error));
    throw new InputError(`${source.path}: not a rules file`);
  }
  return { source, raw: data };
}

/** Compiled when the first file is read: a quarter of what loading a contract takes. */
let validateForm: ValidateFunction<RawRules> | undefined;

function formValidator(): ValidateFunction<RawRules> {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: true,
    allowUnionTypes: true,
    strictRequired: false,
    strictTypes: false,
    code: { optimize: false },
  });
  return ajv.compile<RawRules>(JSON.parse(readFileSync(packageFile('spec/rules.schema.json'), 'utf8')));
}

/** Those of ajv's errors that say what to do, one a place. */
function telling(errors: readonly ErrorObject[]): ErrorObject[] {
  // An unknown key is nearly always a misspelling, and the cause of the "missing" that comes with it.
  const unknown = errors.filter(({ keyword }) => keyword === 'additionalProperties');
  const others = errors.filter(
    ({ instancePath, keyword }, index) =>
      !['additionalProperties', 'oneOf', 'propertyNames'].includes(keyword) &&
      ![...unknown, ...errors.slice(0, index)].some((other) => other.instancePath === instancePath),
  );
  const found = [...unknown, ...others];
  return found.length > 0 ? found : errors.slice(0, 1);
}

/** Where something is wrong, and what. */
function formProblem(source: SourceFile, data: unknown, error: ErrorObject): [string, string] {
  const extra: unknown = at(error.params, '/additionalProperty');
  if (typeof extra === 'string') {
    const known = Object.keys((error.parentSchema as { properties?: object } | undefined)?.properties ?? {});
    const place = below(error.instancePath, extra);
    return [source.locate(place), `unknown key "${extra}"${didYouMean(extra, known)}`];
  }
  const missing: unknown = at(error.params, '/missingProperty');
  const ofRule = /^\/rules\/[^/]+$/.test(error.instancePath);
  if (ofRule && (error.keyword === 'oneOf' || missing === 'proved-by')) {
    const id = error.instancePath.slice(error.instancePath.lastIndexOf('/') + 1);
    return [
      source.locate(error.instancePath),
      `rule ${id} needs proved-by, the laws that prove it, or excluded, the reason why none can; one of both`,
    ];
  }
  const allowed: unknown = at(error.params, '/allowedValues');
  const right = Array.isArray(allowed) ? ` (${oneOf(allowed.map(String))})` : '';
  return [
    source.locate(error.instancePath),
    `${words(error.instancePath)} ${error.message ?? 'is wrong'}${right}, got ${show(at(data, error.instancePath), 60)}`,
  ];
}
