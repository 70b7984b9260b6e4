/** What a reader gets to see of a race that went wrong: the few operations that cannot all be true, and a drawing. */
import { Broken } from '../cases/findings.ts';
import type { History } from './history.ts';
import { shrink } from './shrink.ts';
import { timeline } from './timeline.ts';
import { describeAnswer, describeCall, type WebhookAnswer, type WebhookCall } from './webhook-calls.ts';
import type { WebhookModel } from './webhook-model.ts';

export interface Words {
  /** What the race was for. */
  demand: string;
  /** Which round, and how many were in flight. */
  when: string;
  /** What every URL begins with: it is left out of the drawing. */
  prefix: string;
}

/** Shrunk and drawn. */
export function accusation(
  history: History<WebhookCall, WebhookAnswer>,
  model: WebhookModel,
  { demand, when, prefix }: Words,
): Broken {
  const shrunk = shrink(history, model, { timeLimitMs: 1_500 });
  const shown = shrunk?.shown ?? history;
  const brief = (text: string): string => text.replaceAll(prefix, '');
  const calls = shown.map(({ call, answer }) =>
    brief(`${describeCall(call)} → ${answer === undefined ? 'no answer' : describeAnswer(answer)}`),
  );
  const beside = (shrunk?.possible ?? []).map((each) => ({
    ...each,
    answer: { outcome: 'unknown' } as const,
  }));
  const drawing = timeline([...shown, ...beside], {
    describeCall: (call) => brief(describeCall(call)),
    describeAnswer: (answer) => (answer.outcome === 'unknown' ? 'any answer' : brief(describeAnswer(answer))),
  });
  return new Broken(
    `${demand}; no order of these operations explains their answers: ${calls.join('; ')} (${when})`,
    {
      counterexample: calls,
      timeline: drawing,
    },
  );
}
