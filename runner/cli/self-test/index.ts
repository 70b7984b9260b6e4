/** `self-test`: proves the suite against servers broken on purpose, and right ones that differ. */
import { randomInt } from 'node:crypto';

import { SERVERS } from '../../../fixtures/servers/index.ts';
import { InputError } from '../../../spec/errors.ts';
import { didYouMean } from '../../../spec/nearest.ts';
import { LAWS } from '../../../suites/index.ts';
import { EXIT } from '../exit.ts';
import { plan } from './plan.ts';
import { perfect, type Score, scoreOf } from './score.ts';
import { runTrials } from './threads.ts';

export interface SelfTestOptions {
  seed?: number;
  json: boolean;
  /** Only trials whose name holds one of these. */
  only: readonly string[];
  /** Laws whose cases are left out: what they alone catch survives then. */
  withoutLaw: readonly string[];
}

export async function selfTest(contract: string | undefined, options: SelfTestOptions): Promise<number> {
  const contracts = contract === undefined ? [...SERVERS.keys()] : [contract];
  const unknown = contracts.find((name) => !SERVERS.has(name));
  if (unknown !== undefined) {
    throw new InputError(
      `there is no reference server for "${unknown}"${didYouMean(unknown, SERVERS.keys())}`,
    );
  }
  const noLaw = options.withoutLaw.find((name) => !LAWS.has(name));
  if (noLaw !== undefined) throw new InputError(`unknown law "${noLaw}"${didYouMean(noLaw, LAWS.keys())}`);
  const seed = options.seed ?? randomInt(2 ** 31);
  const trials = plan(contracts, seed, options.withoutLaw).filter(
    ({ name }) => options.only.length === 0 || options.only.some((part) => name.includes(part)),
  );
  if (trials.length === 0)
    throw new InputError(`no fault and no variant is named like ${options.only.join(', ')}`);
  const results = await runTrials(trials);
  const scores = contracts.map((name) => scoreOf(name, results));
  const text = options.json
    ? JSON.stringify({ seed, scores }, null, 2)
    : [...scores.map(render), `seed ${seed}`].join('\n');
  process.stdout.write(`${text}\n`);
  return scores.every(perfect) ? EXIT.ok : EXIT.broken;
}

function render(score: Score): string {
  const { contract, faults, killed, byDifficulty, survived, wrongRule, right, falseAlarms, requests } = score;
  const share = (caught: number, all: number): string =>
    all === 0 ? '-' : `${((100 * caught) / all).toFixed(1)} %`;
  const difficulty = Object.entries(byDifficulty)
    .map(([name, row]) => `${name} ${row.killed} of ${row.faults}`)
    .join(', ');
  return [
    `${contract}: ${killed} of ${faults} faults caught (${share(killed, faults)}: ${difficulty}), ${right - falseAlarms.length} of ${right} right servers passed, ${requests} requests`,
    ...survived.map((name) => `  survived: ${name}`),
    ...wrongRule.map(
      ({ fault, breaks, failed }) =>
        `  caught at the wrong rule: ${fault} breaks ${breaks.join(', ')}, seen at ${failed.join(', ')}`,
    ),
    ...falseAlarms.flatMap(({ server, troubles }) => [
      `  false alarm: ${server}`,
      ...troubles.slice(0, 5).map((line) => `    ${line}`),
    ]),
  ].join('\n');
}
