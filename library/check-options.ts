/** Options from programs without types: one that is misspelt or out of range must not be passed over in silence. */
import { InputError } from '../spec/errors.ts';
import { show } from '../spec/json.ts';
import { didYouMean } from '../spec/nearest.ts';
import type { Options } from './options.ts';

interface Check {
  isRight: (value: unknown) => boolean;
  right: string;
}

const text: Check = {
  isRight: (value) => typeof value === 'string' && value.trim() !== '' && !/\p{Cc}/u.test(value),
  right: 'a text that is not empty',
};

const texts: Check = {
  isRight: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
  right: 'a list of texts',
};

const flag: Check = { isRight: (value) => typeof value === 'boolean', right: 'true or false' };

const positive: Check = {
  isRight: (value) => typeof value === 'number' && Number.isFinite(value) && value > 0,
  right: 'a number above 0',
};

const wholeFrom = (least: number): Check => ({
  isRight: (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= least,
  right: `a whole number from ${least} on`,
});

const CHECKS: Readonly<Record<keyof Options, Check>> = {
  contract: text,
  target: {
    isRight: (value) => text.isRight(value) || (typeof value === 'object' && value !== null),
    right: 'the path of a target file, or its content',
  },
  baseUrl: text,
  suites: texts,
  rules: texts,
  cases: texts,
  mode: {
    isRight: (value) => ['full', 'safe', 'read-only'].some((mode) => mode === value),
    right: 'full, safe or read-only',
  },
  seed: wholeFrom(0),
  runs: wholeFrom(1),
  concurrency: wholeFrom(1),
  rate: positive,
  maxRequests: wholeFrom(1),
  reserve: wholeFrom(0),
  timeout: positive,
  timeLimit: positive,
  expectedFailures: text,
  strict: flag,
  state: text,
  wait: flag,
  corpus: text,
  history: text,
  targetVersion: text,
  repro: text,
  signal: { isRight: (value) => value instanceof AbortSignal, right: 'an AbortSignal' },
};

/** Throws InputError for the first option that is unknown or has a wrong value; undefined is as good as absent. */
export function checkOptions(options: Options): void {
  const checks = new Map(Object.entries(CHECKS));
  for (const [name, value] of Object.entries(options)) {
    const check = checks.get(name);
    if (!check) throw new InputError(`unknown option "${name}"${didYouMean(name, checks.keys())}`);
    if (value === undefined || check.isRight(value)) continue;
    // The content of a target holds secrets.
    const got = typeof value === 'object' ? '' : `, got ${show(value)}`;
    throw new InputError(`the option ${name} must be ${check.right}${got}`);
  }
}
