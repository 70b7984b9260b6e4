/** The part of a long chain that its last answers stand on: a search for the smallest example leaves many tries behind. */
import { isId } from '../../ledger/records.ts';
import { OF_ONE_EXAMPLE } from '../../result/marker.ts';
import { type Step, textsSent } from './chain.ts';

/** The steps that touch what the judged ones speak of, by id or by what the suite's URLs begin with. */
export function neededSteps(
  steps: readonly Step[],
  judged: readonly number[],
  about: readonly string[],
): Step[] {
  const last = Math.max(...judged);
  const things = new Set(about.map(thingOf));
  const kept = new Set(judged);
  for (const step of steps.toReversed()) {
    if (step.index > last) continue;
    const touched = thingsOf(step);
    const common = touched.some((thing) => things.has(thing));
    if (!kept.has(step.index) && !common) continue;
    kept.add(step.index);
    // A list is about everything: what it is asked for is in the other steps.
    for (const thing of touched) things.add(thing);
  }
  return steps.filter(({ index }) => kept.has(index));
}

function thingsOf(step: Step): string[] {
  const { id, made } = step;
  const urls = textsSent(step).filter((text) => text.includes('://'));
  return [...[id, made].filter(isId).map(String), ...urls.map(thingOf)];
}

function thingOf(text: string): string {
  return OF_ONE_EXAMPLE.exec(text)?.[0].toLowerCase() ?? text;
}
