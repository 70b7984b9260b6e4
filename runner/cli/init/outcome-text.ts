/** Outcomes as rules.yaml has them. */
import { at, same } from '../../../spec/json.ts';
import { oneOf } from '../../../spec/nearest.ts';
import { flow } from './flow.ts';
import type { Answers, Outcome } from './outcomes.ts';

/** What most operations answer, and under `on` the others. */
export function outcomeLines({ name, on, todo }: Outcome, gap: string): string[] {
  const answers = [...on].map(([role, one]) => ({ role, data: answerData(one, gap) }));
  const count = (data: object): number => answers.filter((one) => same(one.data, data)).length;
  const [usual] = answers.toSorted((a, b) => count(b.data) - count(a.data));
  if (!usual) return [];
  const others = answers.filter(({ data }) => !same(data, usual.data));
  const why = todo === undefined ? '' : ` # TODO ${todo}`;
  if (others.length === 0) return [`  ${name}: ${flow(usual.data)}${why}`];
  // What stands above is of all that do not say otherwise.
  const otherwise = usual.data.accept ? { accept: [] } : {};
  return [
    `  ${name}:`,
    ...Object.entries(usual.data).map(([key, value]) => `    ${key}: ${flow(value)}`),
    '    on:',
    ...others.map(({ role, data }) => {
      const own = Object.entries({ ...otherwise, ...data });
      const differing = own.filter(([key, value]) => !same(value, at(usual.data, `/${key}`)));
      return `      ${role}: ${flow(Object.fromEntries(differing))}`;
    }),
  ];
}

function answerData({ status, also, empty }: Answers, gap: string): { status: number; accept?: object[] } {
  const passes = also.length > 1 ? also : also[0];
  const reading = `status ${oneOf(also.map(String))}`;
  return {
    status,
    ...(empty ? { body: { '': { present: false } } } : {}),
    ...(also.length > 0
      ? { accept: [{ status: passes, gap, because: 'the document does not say', reading }] }
      : {}),
  };
}
