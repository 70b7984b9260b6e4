/** `history`: how targets did over their last runs. */
import pc from 'picocolors';

import { renderTrend } from '../../reporters/terminal/trend.ts';
import { InputError } from '../../spec/errors.ts';
import { show } from '../../spec/json.ts';
import { loadContract } from '../../spec/load.ts';
import { LAWS } from '../../suites/index.ts';
import { nameOf } from '../history/database.ts';
import { HistoryStore, type TargetKey, targetKey } from '../history/store.ts';
import { trendOf, type Trend } from '../history/trend.ts';
import { rolesOf } from '../job/perform.ts';
import { readTarget } from '../job/target.ts';
import { contractFolder } from './contracts.ts';

export interface HistoryOptions {
  history: string;
  target?: string;
  contract?: string;
  baseUrl?: string;
  /** Runs of a target at most. */
  last: number;
  json: boolean;
}

/** Throws InputError where there is no history, or none of that target. */
export async function history({ history: place, last, json, ...wanted }: HistoryOptions): Promise<void> {
  const only = await chosen(wanted);
  const store = await HistoryStore.open(place, { create: false });
  const trends: Trend[] = [];
  try {
    const known = await store.targets();
    const matching = known.filter((key) => matches(key, only));
    if (matching.length === 0) throw new InputError(nothing(place, known));
    for (const key of matching) trends.push(trendOf(key, await store.last(key, last)));
  } finally {
    await store.close();
  }
  const style = { colour: pc.isColorSupported, width: process.stdout.columns ?? 120 };
  process.stdout.write(
    json
      ? `${JSON.stringify(trends, null, 2)}\n`
      : trends.map((trend) => renderTrend(trend, style)).join('\n'),
  );
}

/** What a target file, or options in its place, say of the runs that are meant. */
async function chosen({
  target: path,
  contract,
  baseUrl,
}: Pick<HistoryOptions, 'target' | 'contract' | 'baseUrl'>): Promise<Partial<TargetKey>> {
  const target = path === undefined ? undefined : await readTarget(path, process.env);
  const name = contract ?? target?.contract;
  const url = baseUrl ?? target?.baseUrl;
  if (url !== undefined && !URL.canParse(url)) throw new InputError(`${show(url)} is no base URL`);
  return {
    ...(name === undefined ? {} : { contract: await nameOfContract(name) }),
    ...(url === undefined ? {} : { baseUrl: targetKey('', url).baseUrl }),
  };
}

/** A folder is known by the name that its rules.yaml gives it. */
async function nameOfContract(name: string): Promise<string> {
  if (!/[/\\]/.test(name)) return name;
  return (await loadContract(contractFolder(name), rolesOf(LAWS))).name;
}

function matches(key: TargetKey, only: Partial<TargetKey>): boolean {
  return (only.contract ?? key.contract) === key.contract && (only.baseUrl ?? key.baseUrl) === key.baseUrl;
}

function nothing(place: string, known: readonly TargetKey[]): string {
  const there = known.map(({ contract, baseUrl }) => `${contract} at ${baseUrl}`).join(', ');
  return `the history ${nameOf(place)} knows no such run; it knows ${there === '' ? 'none at all: run with --history first' : there}`;
}
