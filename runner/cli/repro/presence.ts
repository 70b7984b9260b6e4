/** A failure that is about what is (not) there: `the list does not show "whc_1"`. */
import type { Fact } from '../../../reporters/repro/facts.ts';
import type { Contract } from '../../../spec/contract.ts';
import { at, same, show } from '../../../spec/json.ts';
import { listed, type Step } from './chain.ts';
import { idsIn, spokenOf } from './sighted.ts';

/** Messages about whether something is there, and how often. */
const PRESENCE =
  /(?:does|do) not show|not shown|still shows|any more|is missing|twice|\d times|shows an(?:other)? item|two items|an item too many|the list shows (?:"|\d)|is another one/;
const ABSENCE = /(?:does|do) not show|not shown|any more|is missing/;

/** A value that stands at a place of items. */
type Tracked = readonly [pointer: string, value: unknown];

/** Undefined where the message is about something else. */
export function presenceFacts(
  message: string,
  steps: readonly Step[],
  contract: Contract,
): Fact[] | undefined {
  const [step] = PRESENCE.test(message) ? spokenOf(message, steps) : [];
  if (!step) return undefined;
  const { index: exchange, status } = step;
  const came: Fact = { kind: 'status', exchange, is: status };
  const list = listed(step);
  if (!list) return step.role?.name === 'get' ? [came] : undefined;
  const facts = tracked(message, step, steps, contract).flatMap(([pointer, value]): Fact[] => {
    const is = list.items.filter((item) => same(at(item, pointer), value)).length;
    // Beyond the part that the report keeps there is what the message says.
    if (is === 0 && step.partial && !ABSENCE.test(message)) return [];
    return [{ kind: 'times', place: { exchange, pointer: `${list.pointer}/*${pointer}` }, value, is }];
  });
  return facts.length === 0 ? undefined : [came, ...facts];
}

/** What the message names; where it names nothing, the item that was touched last. */
function tracked(message: string, step: Step, steps: readonly Step[], contract: Contract): Tracked[] {
  const { id: idView, fields } = contract.item;
  const urlView = fields.get('url')?.view;
  const ids: Tracked[] = idsIn(steps).map((id) => [idView, id]);
  const urls: Tracked[] =
    urlView === undefined ? [] : [...new Set(steps.map(urlAsked))].map((url) => [urlView, url]);
  const named = [...ids, ...urls].filter(([, value]) => value !== undefined && message.includes(show(value)));
  if (named.length > 0) return named;
  if (/missing|number \d/.test(message)) return ids;
  const last = steps
    .slice(0, step.index)
    .findLast(({ id, made, role }) => role?.name !== 'list' && (made ?? id) !== undefined);
  return ids.filter(([, id]) => id === (last?.made ?? last?.id));
}

function urlAsked({ sent, role }: Step): unknown {
  const place = role?.fields.get('url');
  return place?.in === 'body' ? at(sent, place.at) : undefined;
}
