import type { Complain } from '../complain.ts';
import { at } from '../json.ts';
import type { OpenContract } from '../load.ts';
import type { SourceFile } from '../source-file.ts';
import { everyUnder } from './document.ts';

/** Why an operation of the OpenAPI document plays no role; it stands at the operation. */
const NO_ROLE = 'x-no-role';

/** Operations, outcomes, gaps and fields that nothing uses. */
export function unused(open: OpenContract, document: SourceFile, complain: Complain): void {
  const { raw, source } = open;
  operations(open, document, complain);

  const outcomes = usedOutcomes(open);
  for (const name of Object.keys(raw.outcomes)) {
    if (!outcomes.has(name))
      complain(source.locate(`/outcomes/${name}`), `outcome "${name}" is expected by no rule and no role`);
  }

  const gaps = new Set([
    ...strings('gap', raw),
    ...strings('maskable', raw),
    ...strings('gap', document.data),
  ]);
  for (const [id, { settled }] of Object.entries(raw.gaps ?? {})) {
    if (settled === undefined && !gaps.has(id)) {
      complain(
        source.locate(`/gaps/${id}`),
        `${id} is a question that no run can answer: name it in an accept, or say under settled how the contract has it`,
      );
    }
  }

  const set = new Set(Object.values(raw.roles).flatMap((role) => Object.keys(role.fields ?? {})));
  for (const name of Object.keys(raw.item.fields)) {
    if (!set.has(name)) complain(source.locate(`/item/fields/${name}`), `field "${name}" is set by no role`);
  }
}

function operations({ raw, operations: all }: OpenContract, document: SourceFile, complain: Complain): void {
  const played = new Set(Object.values(raw.roles).map(({ operation }) => operation));
  for (const { value, pointer } of everyUnder('operationId', document.data)) {
    const operation = pointer.slice(0, pointer.lastIndexOf('/'));
    if (typeof value !== 'string' || !all.has(value) || played.has(value)) continue;
    if (at(document.data, `${operation}/${NO_ROLE}`) !== undefined) continue;
    complain(
      document.locate(operation),
      `operation "${value}" plays no role; add it under roles, or say why not: "${NO_ROLE}: …" at the operation`,
    );
  }
}

/** The outcomes that something names: roles, proofs with all that stands under their `with`, and other outcomes. */
function usedOutcomes({ raw, contract }: OpenContract): Set<string> {
  const proofs = Object.values(raw.rules).flatMap((rule) => rule['proved-by'] ?? []);
  return new Set([
    contract.unauthorised,
    ...Object.values(raw.roles).map(({ success }) => success),
    ...proofs.flatMap(({ expect, with: given }) => [expect ?? '', ...texts(given)]),
    ...everyUnder('accept', raw.outcomes).flatMap(({ value }) => strings('outcome', value)),
  ]);
}

/** The texts under a key of this name, anywhere. */
function strings(key: string, value: unknown): string[] {
  return everyUnder(key, value).flatMap(({ value: found }) => (typeof found === 'string' ? [found] : []));
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}
