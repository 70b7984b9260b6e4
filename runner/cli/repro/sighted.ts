/** Items in the answers of a chain, and how a script finds them there. */
import type { Place } from '../../../reporters/repro/facts.ts';
import type { Contract } from '../../../spec/contract.ts';
import { at } from '../../../spec/json.ts';
import { type Id, isId } from '../../ledger/records.ts';
import { listed, type Step, textsSent } from './chain.ts';

export interface Sighted {
  /** Undefined: it is in the part of a list that the report leaves out. */
  item: unknown;
  id: unknown;
  place: (pointer: string) => Place;
}

/** The items that an answer shows; of a list, those that the chain made or addressed. */
export function sighted(step: Step, steps: readonly Step[], contract: Contract): Sighted[] {
  const { index: exchange, role, body, status } = step;
  const list = listed(step);
  if (list) {
    const within = (pointer: string): string => `${list.pointer}/*${pointer}`;
    return idsIn(steps).flatMap((is) => {
      const item = list.items.find((one) => at(one, contract.item.id) === is);
      if (item === undefined && !step.partial) return [];
      const element = { pointer: within(contract.item.id), is };
      return [
        { item, id: is, place: (pointer: string) => ({ exchange, pointer: within(pointer), element }) },
      ];
    });
  }
  const created = role?.newId;
  const { id } = contract.item;
  const root = role?.item ?? (created?.endsWith(id) === true ? created.slice(0, -id.length) : undefined);
  if (root === undefined || status === 0 || status >= 300) return [];
  const item = at(body, root);
  return [{ item, id: at(item, id) ?? step.id, place: (pointer) => ({ exchange, pointer: root + pointer }) }];
}

/** The answers that a message speaks of, the last first: `list shows: …`, `in its answer, update shows: …`. */
export function spokenOf(message: string, steps: readonly Step[]): Step[] {
  const via =
    /\b(get|list|update|create|delete),? (?:shows|still|does not|the item)/.exec(message)?.[1] ??
    (/\bthe list\b/.test(message) ? 'list' : undefined);
  const last = steps.toReversed();
  const named = last.filter(({ role }) => role?.name === via);
  return named.length > 0 ? named : last;
}

/** The ids that a chain made or addressed, the first first. */
export function idsIn(steps: readonly Step[]): Id[] {
  const ids = steps.flatMap(({ id, made }) => [id, made]);
  return [...new Set(ids)].filter(isId);
}

/** Whether a server made a value up: it is another one each time. */
export function isFresh(value: unknown, steps: readonly Step[]): boolean {
  if (typeof value === 'object' && value !== null) return /<[^<>]+>/.test(JSON.stringify(value));
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  // What is redacted is known to nobody.
  if (/<[^<>]+>/.test(text)) return true;
  return /\d/.test(text) && !steps.some((step) => textsSent(step).includes(text));
}
