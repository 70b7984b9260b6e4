/** A failure that is about the shape of an answer: what its schema says of one place does not hold. */
import { type Fact, formOf } from '../../../reporters/repro/facts.ts';
import { at, steps as stepsIn } from '../../../spec/json.ts';
import type { Step } from './chain.ts';

/** Undefined where no answer breaks its schema in the message's words. */
export function shapeFacts(message: string, steps: readonly Step[]): Fact[] | undefined {
  for (const step of steps.toReversed()) {
    const { role, status, exchange, index, body } = step;
    const id = role?.operation.id;
    if (role === undefined || id === undefined || !message.startsWith(`${id}: `)) continue;
    const said = message.slice(id.length + 2);
    const response = exchange.response;
    if (!response) continue;
    const type = response.headers['content-type'] ?? '';
    if (said.startsWith('content-type: ') && said.includes(`got ${JSON.stringify(type)}`))
      return [{ kind: 'header', exchange: index, name: 'content-type', is: type }];
    if (said.startsWith(`status ${status} came without a body`) && response.body === '')
      return [
        { kind: 'status', exchange: index, is: status },
        { kind: 'missing', place: { exchange: index, pointer: '' } },
      ];
    const broken =
      body === undefined ? undefined : role.operation.responses.get(status)?.check(body).findings;
    const found = broken?.find((finding) => said.startsWith(finding.message));
    if (found)
      return [{ kind: 'status', exchange: index, is: status }, ...factsAt(index, found.message, body)];
    const unreadable = body === undefined && response.body !== '' && !step.partial;
    if (unreadable && !/demanded/.test(said)) return [{ kind: 'unreadable', exchange: index }];
  }
  return undefined;
}

/** What stands at the place that a finding begins with. */
function factsAt(exchange: number, finding: string, body: unknown): Fact[] {
  const colon = finding.indexOf(': ');
  const words = colon < 0 ? '' : finding.slice(0, colon);
  const pointer =
    words === 'the body'
      ? ''
      : words
          .split(/[.[]/)
          .map((step) => `/${step.replace(/\]$/, '')}`)
          .join('');
  const value = at(body, pointer);
  const extra = /must NOT have additional properties/.test(finding);
  // Which element of a list it is differs from time to time.
  const place = { exchange, pointer: anyElement(pointer, body) };
  if (value === undefined) return [{ kind: 'missing', place }];
  if (extra || (typeof value === 'object' && value !== null) || /\d/.test(JSON.stringify(value)))
    return [{ kind: 'form', place, is: formOf(JSON.stringify(value)) }];
  return [{ kind: 'value', place, is: value }];
}

function anyElement(pointer: string, body: unknown): string {
  const list = stepsIn(pointer).findIndex((_, depth, all) =>
    Array.isArray(
      at(
        body,
        all
          .slice(0, depth)
          .map((step) => `/${step}`)
          .join(''),
      ),
    ),
  );
  return stepsIn(pointer)
    .map((step, depth) => (depth === list ? '/*' : `/${step}`))
    .join('');
}
