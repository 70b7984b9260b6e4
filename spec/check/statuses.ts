import type { Complain } from '../complain.ts';
import type { RoleName } from '../contract.ts';
import type { OpenContract } from '../load.ts';
import { oneOf } from '../nearest.ts';
import type { SourceFile } from '../source-file.ts';

/** What is expected of an operation is among the statuses that the OpenAPI document has for it. */
export function statuses(
  { contract, source, raw }: OpenContract,
  _document: SourceFile,
  complain: Complain,
): void {
  const look = (name: RoleName, expected: string, pointer: string): void => {
    const role = contract.roles.get(name);
    if (!role || !contract.outcomes.has(expected)) return;
    const { choices } = contract.outcomes.get(expected, name);
    const all = choices.flatMap(({ status }) => status);
    const documented = [...role.operation.responses.keys()];
    if (all.length === 0 || all.some((status) => documented.includes(status))) return;
    complain(
      source.locate(pointer),
      `outcome "${expected}" has status ${oneOf(all.map(String))}, and ${role.operation.id} documents ${documented.join(', ')}`,
    );
  };
  for (const [name, role] of contract.roles) look(name, role.success, `/roles/${name}/success`);
  for (const [id, rule] of contract.rules) {
    for (const [index, { on, expect }] of rule.proofs.entries()) {
      if (expect === undefined || !raw.rules[id]) continue;
      for (const role of on) look(role, expect, `/rules/${id}/proved-by/${index}/expect`);
    }
  }
}
