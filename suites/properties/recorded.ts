/**
 * Examples that a corpus holds, looked at before they are sent: a file from somewhere else must not make the suite
 * address anybody else's item or register anybody else's host. Undefined: it is no such example.
 */
import type { Mutation } from '../../fixtures/generators/arbitrary-bodies.ts';
import type { IdEdit } from '../../fixtures/generators/arbitrary-ids.ts';
import type { TailPair } from '../../fixtures/generators/arbitrary-url-pairs.ts';
import type { UrlShape } from '../../fixtures/generators/arbitrary-urls.ts';
import { isObject } from '../../spec/json.ts';
import type { Command } from './commands.ts';

/** Whether it leads to the sink is seen when it is rendered. */
export function readUrlShape(data: unknown): UrlShape | undefined {
  if (!isObject(data)) return undefined;
  const { head, port, tail, loud } = data;
  const isShape = typeof head === 'string' && typeof port === 'string' && typeof tail === 'string';
  return isShape && typeof loud === 'boolean' ? { head, port, tail, loud } : undefined;
}

/** Both stand behind a path, so that no host can come of them. */
export function readTailPair(data: unknown): TailPair | undefined {
  if (!isObject(data)) return undefined;
  const { one, other } = data;
  return typeof one === 'string' && typeof other === 'string' && one !== other ? { one, other } : undefined;
}

const TURNS: readonly unknown[] = ['case', 'look-alike', 'double', 'bare'] satisfies IdEdit['turn'][];

export function readIdEdit(data: unknown): IdEdit | undefined {
  if (!isObject(data)) return undefined;
  const { at, drop, insert, turn } = data;
  if (typeof at !== 'number' || !(at >= 0 && at <= 1) || typeof insert !== 'string') return undefined;
  if ((drop !== 0 && drop !== 1) || /[/\\]/.test(insert)) return undefined;
  if (turn === undefined) return { at, drop, insert };
  return TURNS.includes(turn) ? { at, drop, insert, turn: turn as NonNullable<IdEdit['turn']> } : undefined;
}

/** Values with a host, and small numbers, which are somebody's ids, were never generated. */
export function readMutation(data: unknown): Mutation | undefined {
  if (!isObject(data) || typeof data['place'] !== 'string') return undefined;
  const { kind, place, value, name, inside } = data;
  const text = JSON.stringify(value ?? null);
  if (/https?:|\/\/|\\\\\\\\/i.test(text) || /^"?[1-9]\d{0,8}"?$/.test(text)) return undefined;
  if (kind === 'absent') return { kind, place };
  if (kind === 'value' && 'value' in data) return { kind, place, value };
  if (kind === 'extra' && 'value' in data && typeof name === 'string') return { kind, place, name, value };
  const isWrapped = kind === 'wrapped' && (inside === 'array' || inside === 'object' || inside === 'text');
  return isWrapped ? { kind, place, inside } : undefined;
}

export function readCommands(data: unknown): readonly Command[] | undefined {
  return Array.isArray(data) && data.every(isCommand) ? data : undefined;
}

function isCommand(data: unknown): data is Command {
  if (!isObject(data)) return false;
  const { does, account, item, url, by, others } = data;
  const isIndex = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= -1;
  if (!isIndex(account)) return false;
  if (does === 'list') return true;
  if (does === 'create') return isIndex(url);
  if (!isIndex(item)) return false;
  if (does === 'delete' || does === 'get' || does === 'empty-url') return true;
  if (does === 'update')
    return typeof others === 'boolean' && (isIndex(url) || /^(first|own|none)$/.test(String(url)));
  return (does === 'gone' || does === 'foreign') && isIndex(url) && /^(get|update|delete)$/.test(String(by));
}
