/** Many generated probes: what is live after a forced collection must not grow, and the process must stay small. */
import { prepare, say, serve } from './stage.ts';

const CASES = [
  'properties/urls/create/hostile-url/tidied',
  'properties/urls/update/hostile-url/tidied',
  'properties/ids/get/malformed-id',
  'properties/ids/update/malformed-id',
  'properties/bodies/create/unreadable',
  'properties/bodies/update/unreadable',
];
const EARLY = 5_000;
const MEGABYTE = 1024 ** 2;

export async function memory(probes: number): Promise<boolean> {
  const collect = globalThis.gc;
  if (!collect) throw new Error('memory is measured with node --expose-gc');
  const live = async (): Promise<number> => {
    await new Promise((resolve) => setImmediate(resolve));
    await collect({ type: 'major', execution: 'async' });
    return process.memoryUsage().heapUsed;
  };
  const server = await serve('kompliant');
  const run = await prepare('kompliant', server.data, {
    runs: Math.ceil(probes / CASES.length),
    cases: CASES,
  });
  let resident = 0;
  let early = 0;
  const began = performance.now();
  const watch = setInterval(() => {
    resident = Math.max(resident, process.memoryUsage.rss());
    // A probe takes about two requests.
    if (early === 0 && run.requests >= 2 * EARLY) {
      early = -1;
      void live().then((bytes) => (early = bytes));
    }
  }, 50);
  const ended = await Promise.all(run.cases.map(async (one) => run.run(one)));
  const late = await live();
  clearInterval(watch);
  const { requests } = await run.finish();
  server.close();
  const seconds = (performance.now() - began) / 1000;
  const wrong = ended.filter(({ status }) => status !== 'passed' && status !== 'observed');
  for (const { case: one, message } of wrong) say(`  ${one.name}: ${message ?? ''}`);
  const ratio = late / early;
  say(`memory over ${probes} probes, ${requests.total} requests in ${seconds.toFixed(0)} s:`);
  say(
    `  live heap ${(early / MEGABYTE).toFixed(1)} MB after ${EARLY}, ${(late / MEGABYTE).toFixed(1)} MB at the end: ratio ${ratio.toFixed(2)}, at most 1.2 wanted`,
  );
  say(`  resident ${(resident / MEGABYTE).toFixed(0)} MB at most, less than 400 wanted`);
  return ratio <= 1.2 && resident < 400 * MEGABYTE && wrong.length === 0;
}
