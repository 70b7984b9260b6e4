/** Which rules a step that went wrong speaks of: those that demand the same of one call alone. */
import type { Answer } from '../../runner/http/answer.ts';
import type { Contract } from '../../spec/contract.ts';
import type { Holding, Kept } from './model.ts';
import { type Condition, outcomesOf, provedBy, rulesOf } from './refusals.ts';

/** A call of a sequence. */
export interface Step {
  /** Why it must be refused; none: it must succeed. */
  conditions: readonly Condition[];
  /** The name of the URL that it asks for. */
  url?: string | undefined;
  /** The item that it is about. */
  kept?: Kept | undefined;
}

/** The rules that this answer to a step breaks; none: nobody knows it more closely. */
export function blamedFor(
  contract: Contract,
  { conditions, url, kept }: Step,
  answer: Answer,
  holdings: readonly Holding[],
): string[] {
  const { role } = answer.draft;
  if (conditions.length > 0)
    return conditions.flatMap((condition) => rulesOf(contract, condition, role.name));
  const like = contract.outcomes.lookalikes(answer, role.name);
  const isLike = (condition: Condition): boolean =>
    outcomesOf(contract, condition, role.name).some((name) => like.includes(name));
  let laws: string[] = [];
  if (url !== undefined && isLike('a URL in use')) laws = whyTaken(url, kept, holdings);
  else if (isLike('a full account')) laws = whyFull(holdings);
  const blamed = provedBy(contract, laws, role.name);
  return blamed.length > 0 ? blamed : [role.works];
}

/** The laws of what a server may have taken for a URL in use: the nearest thing that the sequence has seen. */
function whyTaken(url: string, kept: Kept | undefined, holdings: readonly Holding[]): string[] {
  const all = holdings.flatMap((holding) => holding.all);
  const alive = holdings.flatMap((holding) => holding.alive);
  const near = (is: (other: string) => boolean): boolean => alive.some((one) => one !== kept && is(one.url));
  if (kept?.url === url) return ['duplicates/own-url'];
  if (near((other) => other === url)) return ['duplicates/across-accounts'];
  if (all.some((one) => one.left.has(url))) return ['duplicates/freed-by-update'];
  if (all.some((one) => one.url === url && !alive.includes(one))) return ['duplicates/freed-by-delete'];
  if (near((other) => other.toLowerCase() === url.toLowerCase())) return ['duplicates/case-variants'];
  if (near((other) => other.startsWith(url) || url.startsWith(other))) return ['duplicates/nearly-same'];
  return ['duplicates/refused-claim-nothing'];
}

/** The same of an account that has places left. */
function whyFull(holdings: readonly Holding[]): string[] {
  if (holdings.some(({ dead }) => dead.length > 0))
    return ['limits/deleted-do-not-count', 'limits/delete-frees-a-place'];
  return ['limits/last-allowed'];
}
