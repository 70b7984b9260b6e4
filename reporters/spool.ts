/** Reads the file in which a run kept its exchanges: one JSON document a line. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { ExchangeRecord } from './har.ts';

export async function* readExchanges(file: string): AsyncGenerator<ExchangeRecord> {
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity });
  let broken: string | undefined;
  let number = 0;
  for await (const line of lines) {
    number += 1;
    // Only the last line may be broken: a run that was killed while it wrote.
    if (broken !== undefined) throw new Error(broken);
    if (line.trim() === '') continue;
    const record = parsed(line);
    if (record === undefined) broken = `line ${number} of ${file} is not an exchange`;
    else yield record;
  }
}

function parsed(line: string): ExchangeRecord | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const known = typeof value === 'object' && value !== null && 'request' in value && 'ms' in value;
    return known ? (value as ExchangeRecord) : undefined;
  } catch {
    return undefined;
  }
}
