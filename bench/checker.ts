/** How long the checker takes over large histories, right and with one wrong answer; and that it agrees with brute force. */
import * as fc from 'fast-check';

import { check } from '../runner/races/checker.ts';
import type { WebhookOperation } from '../runner/races/webhook-calls.ts';
import type { WebhookContract } from '../runner/races/webhook-contract.ts';
import { webhookModel } from '../runner/races/webhook-model.ts';
import { hasOrder } from '../tests/races/brute-force.ts';
import { mixed, numbers, stampede, withAnswer } from '../tests/races/crowd.ts';
import { randomCase } from '../tests/races/random-history.ts';
import { say } from './stage.ts';

const CONTRACT: WebhookContract = { limit: 20, sameUrl: 'refuse', ownUrl: 'either', update: 'partial' };
const SMALL = 10_000;

type History = readonly WebhookOperation[];

export async function checker(): Promise<boolean> {
  const random = numbers(1);
  const account = (name: string): History => mixed(CONTRACT, name, 8, 50, random);
  const shown = (history: History): History => {
    const index = history.findLastIndex(({ answer }) => answer?.view !== undefined);
    const answer = history[index]?.answer;
    if (!answer) throw new Error('nothing is shown');
    return withAnswer(history, index, { ...answer, view: { ...answer.view, url: 'stranger' } });
  };
  const creates = stampede(50, 20, (index) => `https://sink.example/${index}`);
  const loser = creates.findIndex(({ answer }) => answer?.outcome === 'limit');
  const one = account('main');
  const twenty = Array.from({ length: 20 }, (_, index) => account(`account${index}`)).flat();
  say('the checker, each in less than a second wanted:');
  const held = [
    timed('50 operations of 8 clients in one account', one, 'linearizable'),
    timed('the same with one wrong answer', shown(one), 'violation'),
    timed('1,000 operations over 20 accounts', twenty, 'linearizable'),
    timed('the same with one wrong answer', shown(twenty), 'violation'),
    timed('50 overlapping creates at the limit', creates, 'linearizable'),
    timed(
      'the same with one too many',
      withAnswer(creates, loser, { outcome: 'ok', id: 'id-too-many' }),
      'violation',
    ),
    agrees(),
  ];
  return Promise.resolve(held.every(Boolean));
}

function timed(what: string, history: History, wanted: string): boolean {
  const began = process.cpuUsage();
  const { verdict } = check(history, webhookModel(CONTRACT));
  const { user, system } = process.cpuUsage(began);
  const ms = (user + system) / 1000;
  say(`  ${what}: ${verdict} in ${ms.toFixed(1)} ms of CPU`);
  return verdict === wanted && ms < 1_000;
}

function agrees(): boolean {
  let violations = 0;
  const result = fc.check(
    fc.property(randomCase, ({ contract, history }) => {
      const model = webhookModel(contract);
      const isViolation = check(history, model, { timeLimitMs: 60_000 }).verdict === 'violation';
      if (isViolation) violations += 1;
      return isViolation !== hasOrder(history, model);
    }),
    { numRuns: SMALL },
  );
  say(
    `  ${SMALL} small histories, ${violations} of them violations: ${result.failed ? 'differs from' : 'agrees with'} brute force (seed ${result.seed})`,
  );
  return !result.failed && violations >= SMALL / 3;
}
