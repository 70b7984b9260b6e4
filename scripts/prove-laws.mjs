/**
 * Proves that every law is needed: of each pair in tests/suites/needed.yaml, the fault is caught with the law, and not
 * without it. Built first; takes some minutes. `npm run prove-laws -- [--seed N] [LAW…]`
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';

import { SERVERS } from '../dist/fixtures/servers/index.js';
import { killed } from '../dist/runner/cli/self-test/score.js';
import { runTrials } from '../dist/runner/cli/self-test/threads.js';

const { values, positionals } = parseArgs({
  options: { seed: { type: 'string', default: '7' } },
  allowPositionals: true,
});
const needed = parse(readFileSync(new URL('../tests/suites/needed.yaml', import.meta.url), 'utf8'));
const pairs = Object.entries(needed)
  .filter(
    ([law, fault]) => typeof fault === 'string' && (positionals.length === 0 || positionals.includes(law)),
  )
  .map(([law, path]) => {
    const [contract, name] = path.split('/');
    const fault = SERVERS.get(contract)?.faults.find((one) => one.name === name);
    if (!fault) throw new Error(`needed.yaml: ${law}: there is no fault ${path}`);
    const trial = {
      contract,
      name: path,
      fault: name,
      variants: [],
      breaks: [...fault.breaks],
      withoutLaws: [],
    };
    return { law, path, trial: { ...trial, seed: Number(values.seed) } };
  });
const trials = pairs.flatMap(({ law, trial }) => [trial, { ...trial, withoutLaws: [law] }]);
const results = await runTrials(trials);
const find = (law, path, withoutLaws) =>
  results.find(({ trial }) => trial.name === path && trial.withoutLaws.join() === withoutLaws.join());

let proved = 0;
for (const { law, path } of pairs) {
  const kept = find(law, path, []);
  const left = find(law, path, [law]);
  const problems = [
    ...(killed(kept) ? [] : ['is not caught']),
    ...(killed(left) ? [`is caught without the law, too: ${left.troubles.slice(0, 2).join('; ')}`] : []),
  ];
  if (problems.length === 0) proved += 1;
  const elsewhere =
    left.failed.length > 0 ? ` (without it, seen at ${left.failed.slice(0, 3).join(', ')})` : '';
  console.log(
    `${problems.length === 0 ? 'needed ' : 'NOT SO '} ${law}: ${path}${problems.map((text) => ` ${text}`).join(',')}${elsewhere}`,
  );
}
console.log(
  `${proved} of ${pairs.length} laws catch a fault that no other law catches (seed ${values.seed})`,
);
process.exitCode = proved === pairs.length ? 0 : 1;
