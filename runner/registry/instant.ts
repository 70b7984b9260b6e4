/** Instants as ISO 8601 writes them: what it allows is more than JavaScript reads. */

const DATE = /^(?<year>\d{4})-?(?<month>\d\d)-?(?<day>\d\d)/;
const TIME = /T(?<hour>\d\d)(?::?(?<minute>\d\d)(?::?(?<second>\d\d)(?:[.,](?<fraction>\d+))?)?)?/;
const ZONE = /(?:Z|(?<sign>[+-])(?<ahead>\d\d)(?::?(?<minutes>\d\d))?)?$/;
const FORM = new RegExp(`${DATE.source}(?:${TIME.source}${ZONE.source})?$`);

/**
 * Milliseconds since 1970 of a date or a date with a time: in the basic or the extended form, with a point or a comma
 * before the fraction, with or without minutes in the offset. Without an offset it is taken for UTC. NaN for what is none.
 */
export function instantOf(value: unknown): number {
  const found = typeof value === 'string' ? FORM.exec(value)?.groups : undefined;
  if (!found) return Number.NaN;
  const number = (name: string): number => Number(found[name] ?? 0);
  // Cut, not rounded: one answer may tell more digits of it than another.
  const milliseconds = Number((found['fraction'] ?? '').slice(0, 3).padEnd(3, '0'));
  const [month, day, hour] = [number('month'), number('day'), number('hour')];
  // Midnight may be the end of a day, and a minute may have a leap second.
  const possible = month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour <= 24;
  if (!possible || number('minute') > 59 || number('second') > 60) return Number.NaN;
  const local = Date.UTC(number('year'), month - 1, day, hour, number('minute'), number('second'));
  const ahead = (number('ahead') * 60 + number('minutes')) * 60_000;
  return local + milliseconds - (found['sign'] === '-' ? -ahead : ahead);
}
