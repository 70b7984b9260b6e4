/** How the values of options are read; what is wrong is said in one line. */
import { InvalidArgumentError } from 'commander';

import { FORMATS, isFormat, type Format } from '../../reporters/index.ts';
import { didYouMean, oneOf } from '../../spec/nearest.ts';
import type { Shard } from '../job/shard.ts';

export function names(value: string, before: string[]): string[] {
  const list = value.split(',').map((name) => name.trim());
  if (list.includes('')) throw new InvalidArgumentError('write names separated by commas.');
  return [...before, ...list];
}

export function wholeNumber(least: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    const whole = /^\d+$/.test(value);
    if (whole && number > Number.MAX_SAFE_INTEGER) {
      throw new InvalidArgumentError(`write a whole number from ${least} to ${Number.MAX_SAFE_INTEGER}.`);
    }
    if (!whole || number < least) {
      throw new InvalidArgumentError(`write a whole number from ${least} on.`);
    }
    return number;
  };
}

export function positive(value: string): number {
  const number = Number(value);
  if (!Number.isFinite(number) || number <= 0 || value.trim() === '') {
    throw new InvalidArgumentError('write a number above 0.');
  }
  return number;
}

/** A line that is not empty. */
export function text(value: string): string {
  if (value.trim() === '' || /\p{Cc}/u.test(value)) throw new InvalidArgumentError('write a line of text.');
  return value;
}

/** The way to a generated example: numbers with colons between. */
export function examplePath(value: string): string {
  if (!/^\d{1,9}:\d{1,9}(?::\d{1,9})*$/.test(value)) {
    throw new InvalidArgumentError('copy it from the replay line of a report, like 0:5:2.');
  }
  return value;
}

export function shard(value: string): Shard {
  const [, index, count] = (/^(\d+)\/(\d+)$/.exec(value) ?? []).map(Number);
  if (index === undefined || count === undefined || index < 1 || index > count) {
    throw new InvalidArgumentError('write I/N, like 1/3.');
  }
  return { index, count };
}

export function report(
  value: string,
  before: { format: Format; path: string }[],
): { format: Format; path: string }[] {
  const [format = '', ...rest] = value.split('=');
  const path = rest.join('=');
  if (!isFormat(format)) {
    throw new InvalidArgumentError(
      `unknown format "${format}"${didYouMean(format, FORMATS)}; write FORMAT=PATH with ${oneOf(FORMATS)}.`,
    );
  }
  if (path === '') throw new InvalidArgumentError(`write ${format}=PATH.`);
  return [...before, { format, path }];
}
