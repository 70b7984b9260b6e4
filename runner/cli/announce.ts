/** Says what a run will do before it does it: in one line, or in full for `--plan`. */
import type { Contract } from '../../spec/contract.ts';
import type { Plan } from '../job/plan.ts';
import type { Settings } from '../job/session.ts';

/** `310 cases: about 2,900 requests, at most …`. */
export function announcement({ cases, about, most }: Plan): string {
  const creates =
    most.creates === 0
      ? 'no create'
      : `at most ${count(most.creates)} creates, ${count(most.alive)} alive at once on an account`;
  return `${plural(cases, 'case')}, about ${count(Math.min(about, most.requests))} requests and at most ${count(most.requests)}, ${creates}`;
}

/** A line a fact; nothing of it has been sent. */
export function planLines(contract: Contract, settings: Settings, plan: Plan): string[] {
  const { most } = plan;
  const accounts = settings.accounts.map(({ id }) => id).join(', ');
  const lines = [
    `${contract.title} at ${settings.baseUrl}, mode ${settings.mode}, seed ${settings.seed}`,
    `accounts  ${accounts}`,
    `cases     ${count(plan.cases)}`,
    `requests  about ${count(Math.min(plan.about, most.requests))}, at most ${count(most.requests)}, clean-up and what is sent again included`,
    `creates   at most ${count(most.creates)}, refused ones included`,
    `alive     at most ${count(most.alive)} of the run’s own at once on an account`,
    ...[...plan.leftOut].map(([reason, names]) => `left out  ${plural(names.length, 'case')}: ${reason}`),
  ];
  const { reserve = 0 } = settings;
  if (reserve > 0)
    lines.push(`reserve   ${count(reserve)} places stay free on every account, so none is filled`);
  return [...lines, 'Nothing was sent.'];
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}
