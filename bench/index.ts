/** `npm run bench -- [rate] [memory] [checker] [found] [--probes 100000]`: what is promised of speed, memory and search. */
import { parseArgs } from 'node:util';

import { checker } from './checker.ts';
import { found } from './found.ts';
import { memory } from './memory.ts';
import { rate } from './rate.ts';
import { say } from './stage.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { probes: { type: 'string', default: '100000' } },
});
const ALL: Readonly<Record<string, () => Promise<boolean>>> = {
  rate: async () => rate(),
  memory: async () => memory(Number(values.probes)),
  checker: async () => checker(),
  found: async () => found(),
};
const wanted = positionals.length > 0 ? positionals : Object.keys(ALL);
for (const name of wanted) {
  const measure = ALL[name];
  if (!measure) throw new Error(`there is no measurement ${name}; there are ${Object.keys(ALL).join(', ')}`);
  const holds = await measure();
  if (!holds) process.exitCode = 1;
  say(holds ? '' : `  ${name} is not as promised\n`);
}
