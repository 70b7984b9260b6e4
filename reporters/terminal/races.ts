/** How much of a race the races were: a pass without concurrency would say nothing. */
import { median } from '../../runner/result/median.ts';
import type { RunResult } from '../../runner/result/result.ts';
import { count, plural } from '../text.ts';
import type { Paint } from './paint.ts';

export function raceLines({ rules }: RunResult, paint: Paint): string[] {
  // A case stands under every rule that it proves.
  const races = new Map(
    rules.flatMap(({ cases }) => cases.flatMap(({ name, race }) => (race ? [[name, race] as const] : []))),
  );
  if (races.size === 0) return [];
  const all = [...races.values()];
  const rounds = all.reduce((sum, race) => sum + race.rounds, 0);
  const text = `${plural(races.size, 'case')}, ${count(rounds)} rounds, median ${median(all.map(({ together }) => together))} of ${median(all.map(({ of }) => of))} requests in flight together, 0 violations`;
  return [`${paint.dim('races     ')}${text}`];
}
