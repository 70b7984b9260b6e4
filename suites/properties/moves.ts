/** What each command of a sequence does, and which answers the model of the contract lets pass. */
import { Broken } from '../../runner/cases/findings.ts';
import type { Asked } from '../../runner/registry/item.ts';
import type { RoleName } from '../../spec/contract.ts';
import { show } from '../../spec/json.ts';
import { draftWith } from '../url-trials.ts';
import { type Update, urlName } from './commands.ts';
import type { Holding, Kept } from './model.ts';
import { type Condition, rulesOf } from './refusals.ts';
import type { Stage } from './stage.ts';

/** Items of a sequence on one account, where no limit is stated or others work there too. */
const MOST = 4;

export async function create(stage: Stage, holding: Holding, url: string): Promise<void> {
  const { places } = stage.ground;
  if (!stage.has('create') || (places === undefined && holding.alive.length >= MOST)) return;
  const conditions: Condition[] = [];
  if (isTaken(stage, holding, url)) conditions.push('a URL in use');
  if (places !== undefined && holding.alive.length >= places) conditions.push('a full account');
  const outcomes = stage.outcomes('create', ...conditions);
  if (!outcomes) return;
  const draft = draftWith(holding.registry, stage.url(url));
  const answer = await stage.send(holding, `create ${url}`, draft, outcomes, { conditions, url });
  if (answer.status >= 300) return;
  const item = holding.registry.adopt(answer);
  if (!item) throw new Broken('a create brought no id');
  if (holding.all.some((kept) => kept.item.id === item.id)) {
    throw new Broken(`a create brought an id that was given before: ${show(item.id)}`);
  }
  const kept = holding.add({ item, first: url, url, fields: draft.asked });
  holding.expectAnswer(kept, answer);
}

export async function update(stage: Stage, holding: Holding, kept: Kept, command: Update): Promise<void> {
  if (!stage.has('update')) return;
  const named = { first: kept.first, own: kept.url, none: undefined };
  const url = typeof command.url === 'number' ? urlName(command.url) : named[command.url];
  const asked: Asked = {
    ...(url === undefined ? {} : { url: stage.url(url) }),
    ...(command.others ? otherFields(stage, holding, kept) : {}),
  };
  if (Object.keys(asked).length === 0) return;
  const taken = url !== undefined && isTaken(stage, holding, url, kept);
  const outcomes = mayAnswer(stage, kept, url, taken);
  if (!outcomes) return;
  const draft = holding.registry.change(kept.item, asked);
  const what = [
    ...(url === undefined ? [] : [`to ${url}`]),
    ...(command.others ? ['other fields'] : []),
  ].join(', ');
  const words = `update ${stage.name(holding, kept)} ${what}`;
  const step = { conditions: taken ? (['a URL in use'] as const) : [], url, kept };
  const answer = await stage.send(holding, words, draft, outcomes, step);
  if (answer.status >= 300) return;
  holding.change(kept, url, draft.asked);
  holding.expectAnswer(kept, answer);
}

function isTaken(stage: Stage, holding: Holding, url: string, except?: Kept): boolean {
  return holding.holder(url, except) !== undefined || stage.heldElsewhere(holding, url);
}

function mayAnswer(stage: Stage, kept: Kept, url: string | undefined, taken: boolean): string[] | undefined {
  if (taken) return stage.outcomes('update', 'a URL in use');
  const own = url === kept.url ? stage.outcomes('update', 'its own URL') : undefined;
  return own ?? stage.outcomes('update');
}

function otherFields({ scene }: Stage, { registry }: Holding, kept: Kept): Asked {
  const names = [...(scene.contract.roles.get('update')?.fields.keys() ?? [])].filter(
    (name) => name !== 'url',
  );
  const other = (name: string): unknown => registry.values.other(name, kept.fields[name], registry.account);
  return Object.fromEntries(names.map((name) => [name, other(name)]));
}

export async function remove(stage: Stage, holding: Holding, kept: Kept): Promise<void> {
  if (stage.ground.fixture || !stage.has('delete')) return;
  const draft = holding.registry.draft('delete', { id: kept.item.id });
  const words = `delete ${stage.name(holding, kept)}`;
  await stage.send(holding, words, draft, stage.outcomes('delete') ?? [], { conditions: [], kept });
  holding.drop(kept);
}

export async function get(stage: Stage, holding: Holding, kept: Kept): Promise<void> {
  if (!stage.has('get')) return;
  const draft = holding.registry.draft('get', { id: kept.item.id });
  const words = `get ${stage.name(holding, kept)}`;
  const step = { conditions: [], kept };
  holding.expectAnswer(kept, await stage.send(holding, words, draft, stage.outcomes('get') ?? [], step));
}

export async function list(stage: Stage, holding: Holding): Promise<void> {
  if (!stage.has('list')) return;
  stage.say(holding, 'list');
  holding.expectList(await holding.registry.list(), (url) => stage.isOurs(url));
}

/** A call that must be refused for its item or its URL, and is lawful but for that. */
export async function refused(
  stage: Stage,
  holding: Holding,
  { by, url: index }: { by: RoleName; url?: number },
  condition: Condition,
  kept: Kept | undefined,
): Promise<void> {
  const { registry } = holding;
  if (!kept || !stage.has(by)) return;
  const url = index === undefined ? undefined : urlName(index);
  const conditions: Condition[] = [condition];
  if (by === 'update' && url !== undefined && isTaken(stage, holding, url)) conditions.push('a URL in use');
  const outcomes = stage.outcomes(by, ...conditions);
  if (!outcomes) return;
  const values = {
    ...registry.values.all('update', registry.account),
    url: url === undefined ? '' : stage.url(url),
  };
  const draft = registry.draft(by, { id: kept.item.id, ...(by === 'update' ? { fields: values } : {}) });
  const words = `${by}${by === 'update' && url !== undefined ? ` to ${url}` : ''}, ${condition}`;
  const answer = await stage.send(holding, words, draft, outcomes, { conditions, url, kept });
  if (answer.status < 300) {
    const blames = rulesOf(stage.scene.contract, condition, by);
    throw new Broken(`${by} of ${condition} was answered ${answer.status}`, { blames });
  }
}
