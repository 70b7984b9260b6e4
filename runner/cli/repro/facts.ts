/** What a script checks for each thing that was said of a failure. */
import { exchangesOf, type Fact, idsOf } from '../../../reporters/repro/facts.ts';
import type { Contract } from '../../../spec/contract.ts';
import type { Exchange } from '../../result/result.ts';
import { alikeFacts, asRecorded } from './alike.ts';
import { stepsOf, type Step } from './chain.ts';
import { differenceFacts } from './difference.ts';
import { textsIn } from './json-text.ts';
import { neededSteps } from './needed.ts';
import { outcomeFacts } from './outcome.ts';
import { shapeFacts } from './shape.ts';
import { presenceFacts } from './presence.ts';

/** As many exchanges as a report keeps of a case: some in the middle may be missing. */
const CUT_FROM = 40;

export interface Checked {
  exchanges: readonly Exchange[];
  /** For each message the facts that hold where it is true; none: no script can show it. */
  facts: readonly (readonly Fact[])[];
  /** Whether exchanges are missing on which the failure may stand. */
  cut: boolean;
}

/** The exchanges that a script needs, and what it looks for in their answers. */
export function check(
  messages: readonly { text: string; race: boolean }[],
  exchanges: readonly Exchange[],
  contract: Contract,
  baseUrl: string,
  counterexample: unknown,
): Checked {
  const about = (steps: readonly Step[]): Fact[][] =>
    messages.map(({ text, race }) => (race ? [] : factsOf(text, steps, contract, counterexample)));
  const steps = stepsOf(exchanges, contract, baseUrl);
  const facts = about(steps);
  const long = exchanges.length >= CUT_FROM;
  const judged = facts.flat().flatMap(exchangesOf);
  if (judged.length === 0 || (counterexample === undefined && !long)) return { exchanges, facts, cut: false };
  const needed = neededSteps(steps, judged, [
    ...textsIn(counterexample),
    ...facts.flat().flatMap(idsOf).flatMap(textsIn),
  ]).map(({ exchange }) => exchange);
  // The last example of a property is short, and whole.
  const cut = long && counterexample === undefined;
  return { exchanges: needed, facts: about(stepsOf(needed, contract, baseUrl)), cut };
}

function factsOf(
  message: string,
  steps: readonly Step[],
  contract: Contract,
  counterexample: unknown,
): Fact[] {
  return (
    outcomeFacts(message, steps, contract, counterexample) ??
    shapeFacts(message, steps) ??
    differenceFacts(message, steps, contract) ??
    presenceFacts(message, steps, contract) ??
    alikeFacts(message, steps, contract) ??
    asRecorded(message, steps)
  );
}
