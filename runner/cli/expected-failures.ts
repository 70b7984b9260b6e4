/** Reads the list of known failures: YAML, one entry a rule or pattern of rules. */
import { InputError } from '../../spec/errors.ts';
import { isObject, show } from '../../spec/json.ts';
import { didYouMean, oneOf } from '../../spec/nearest.ts';
import { SourceFile } from '../../spec/source-file.ts';
import { type ExpectedFailure, isMeant } from '../result/expected-failures.ts';

const KEYS = ['rule', 'reason', 'issue', 'expires'];

/**
 * `- ID`, or `- { rule: ID or pattern, reason, issue, expires: YYYY-MM-DD }`. Throws InputError, with file and line,
 * for what is no entry and for one that names no rule of `known`.
 */
export async function readExpected(
  path: string | undefined,
  known: readonly string[],
): Promise<readonly ExpectedFailure[]> {
  if (path === undefined) return [];
  const source = await SourceFile.read(path);
  const { data } = source;
  if (!Array.isArray(data)) {
    throw new InputError(
      `${path}: it must be a list of rule ids, or of entries with rule, reason, issue, expires`,
    );
  }
  return data.map((raw: unknown, index) => {
    const fail = (problem: string, key = ''): never => {
      throw new InputError(`${source.locate(`/${index}${key}`)}: ${problem}`);
    };
    return entryOf(raw, known, fail);
  });
}

type Fail = (problem: string, key?: string) => never;

function entryOf(raw: unknown, known: readonly string[], fail: Fail): ExpectedFailure {
  const given: unknown = typeof raw === 'string' ? { rule: raw } : raw;
  if (!isObject(given)) return fail(`an entry is a rule id, or has rule, reason, issue and expires`);
  const wrong = Object.keys(given).find((key) => !KEYS.includes(key));
  if (wrong !== undefined)
    fail(`unknown key "${wrong}"${didYouMean(wrong, KEYS)}; known are ${oneOf(KEYS)}`, `/${wrong}`);
  const text = (key: string): string | undefined => {
    const value = given[key];
    if (value === undefined || value === null) return undefined;
    return typeof value === 'string' && value !== ''
      ? value
      : fail(`${key} must be a text, got ${show(value)}`, `/${key}`);
  };
  const rule = text('rule') ?? fail('an entry needs a rule: the id of one, or a pattern like AB-UPDATE-*');
  const names = new Set(known.filter((id) => isMeant(rule, id)));
  if (names.size === 0) fail(unmatched(rule, known), typeof raw === 'string' ? '' : '/rule');
  const reason = text('reason');
  const issue = text('issue');
  const expires = text('expires');
  if (expires !== undefined && !isDay(expires)) {
    fail(`expires must be a day like 2026-12-31, got ${show(expires)}`, '/expires');
  }
  return {
    rule,
    names,
    ...(reason === undefined ? {} : { reason }),
    ...(issue === undefined ? {} : { issue }),
    ...(expires === undefined ? {} : { expires }),
  };
}

function unmatched(rule: string, known: readonly string[]): string {
  if (!rule.includes('*')) return `unknown rule "${rule}"${didYouMean(rule, known)}`;
  const families = new Set(known.map((id) => id.replace(/\d+[a-z]?$/, '*')));
  return `no rule is named by "${rule}"${didYouMean(rule, families)}`;
}

/** A day of the calendar. */
function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
  );
}
