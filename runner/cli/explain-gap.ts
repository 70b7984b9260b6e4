/** An open question of a contract's documents, in words. */
import pc from 'picocolors';

import type { Contract, Gap } from '../../spec/contract.ts';
import { LAWS } from '../../suites/index.ts';
import { compileCases } from '../cases/cases.ts';

/** The question, what the contract makes of it, and which rules it leaves room in. */
export function gapLines(contract: Contract, { id, question, settled }: Gap): string[] {
  const rules = rulesOf(contract, id);
  return [
    `${pc.bold(id)}  (open question, ${contract.title})`,
    question,
    settled === undefined
      ? 'The documents leave it open: every answer that the contract foresees passes, and the report says under readings which one came.'
      : `The contract settles it: ${settled.trim()}`,
    ...(rules.length > 0 ? [`It leaves room in: ${rules.join(', ')}`] : []),
  ];
}

/** Rules with a case one of whose answers passes by the question alone. What a schema or a field lets pass is not among them. */
function rulesOf(contract: Contract, gap: string): string[] {
  const open = compileCases(contract, LAWS).filter(({ expect, role }) =>
    contract.outcomes.get(expect, role.name).choices.some((choice) => choice.gap === gap),
  );
  return [...new Set(open.flatMap(({ rules }) => rules))];
}
