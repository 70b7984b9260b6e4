/** A failure that is about an outcome: the answer is none that the contract lets pass there. */
import type { Fact, Form, Test } from '../../../reporters/repro/facts.ts';
import type { Contract, Role } from '../../../spec/contract.ts';
import { type Choice, type Expected, fits } from '../../../spec/outcomes.ts';
import { type Step, textsSent } from './chain.ts';

/** Undefined where the message demands no outcome; none where every answer that the report keeps has it. */
export function outcomeFacts(
  message: string,
  steps: readonly Step[],
  contract: Contract,
  counterexample: unknown,
): Fact[] | undefined {
  const begin = message.indexOf('demanded ');
  if (begin < 0) return undefined;
  const end = message.lastIndexOf(', got ');
  const demanded = message.slice(begin, end < begin ? undefined : end);
  const role = roleNamed(message.slice(0, begin), contract) ?? steps.at(-1)?.role;
  const choices = role ? choicesIn(demanded, contract, role) : [];
  if (choices.length === 0) return undefined;
  const ofRole = (step: Step): boolean =>
    step.role === undefined || step.role.operation.path === role?.operation.path;
  const candidates = steps.filter(
    (step) => ofRole(step) && (isUnreadable(step) || !choices.some((choice) => fits(choice, step))),
  );
  // What is sent behind the smallest counterexample cleans up after it.
  const told = candidates.filter((step) => textsSent(step).includes(String(counterexample)));
  const wrong = told.at(-1) ?? candidates.at(-1);
  if (!wrong) return [];
  const { index: exchange, status, body } = wrong;
  if (choices.some((choice) => fits(choice, { status, body }))) return [{ kind: 'unreadable', exchange }];
  // Another wrong answer is another failure: it may come of a state that a script does not make.
  return [
    { kind: 'status', exchange, is: status },
    { kind: 'outside', exchange, forms: choices.map(formOf) },
  ];
}

function isUnreadable({ exchange: { response }, body, partial }: Step): boolean {
  return body === undefined && !partial && response !== undefined && response.body !== '';
}

function roleNamed(beginning: string, contract: Contract): Role | undefined {
  const named = [...contract.roles.values()].filter(({ operation }) => beginning.includes(operation.id));
  return named.toSorted((a, b) => b.operation.id.length - a.operation.id.length)[0];
}

/** Every way that the outcomes named in a message can be met. */
function choicesIn(demanded: string, { outcomes }: Contract, { name }: Role): Choice[] {
  const words = [...demanded.matchAll(/(?<=demanded |or |, )([\w-]+)(?= \()/g)].map(([word]) => word);
  return [...new Set(words)]
    .filter((word) => outcomes.has(word))
    .flatMap((word) => [...outcomes.get(word, name).choices]);
}

function formOf({ status, body }: Choice): Form {
  return { status, body: [...body].flatMap(([pointer, expected]) => tested(pointer, expected)) };
}

/** What a shell cannot try is let pass: a script must not accuse for want of an expression. */
function tested(pointer: string, expected: Expected): [string, Test][] {
  if (!('matches' in expected)) return [[pointer, expected]];
  const like = expected.matches.source
    .replaceAll('\\d', '[0-9]')
    .replaceAll('\\S', '[^ ]')
    .replaceAll('\\/', '/');
  if (/\\|\(\?|\{/.test(like)) return [[pointer, { present: true }]];
  return [[pointer, { like, ignoringCase: expected.matches.flags.includes('i') }]];
}
