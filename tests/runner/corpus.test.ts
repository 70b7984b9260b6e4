import { expect, test } from 'vitest';

import type { Case } from '../../runner/cases/cases.ts';
import { corpusLine, foundBy, parseCorpus, withKnown } from '../../runner/job/corpus.ts';
import type { EndedData } from '../../runner/result/ended.ts';

const ENTRY = { contract: 'some', case: 'properties/urls/create', example: { tail: '\uD83D' } };
const OTHER = { ...ENTRY, case: 'properties/gone' };

const made = (name: string, examples: boolean): Case => ({ name, law: { examples } }) as unknown as Case;
const ended = (name: string, status: string, example?: unknown): EndedData =>
  ({ result: { name, status }, rules: [], findings: [], readings: [], example }) as unknown as EndedData;

test('lines come back as they were written, each once, half a surrogate pair included', () => {
  const text = [ENTRY, OTHER, ENTRY].map((entry) => `${corpusLine(entry)}\n`).join('\n');
  expect(parseCorpus(text, 'f')).toEqual([ENTRY, OTHER]);
});

test.each(['{', '1', '{"contract":"a","case":"b"}', '{"contract":"a","case":1,"example":2}'])(
  'a line that is none is named: %s',
  (line) => {
    expect(() => parseCorpus(`${corpusLine(ENTRY)}\n${line}`, 'f.jsonl')).toThrow(
      /^f\.jsonl:2: a line of a corpus/,
    );
  },
);

test('what is known becomes a case of its own, before the others', () => {
  const cases = [made('properties/urls/create', true), made('envelope/success/list', false)];
  const known = [ENTRY, OTHER, { ...ENTRY, contract: 'another', example: 1 }];
  const all = withKnown(cases, known, 'some');
  expect(all.map(({ name }) => name)).toEqual([
    'properties/urls/create/corpus',
    ...cases.map(({ name }) => name),
  ]);
  expect(all[0]?.known).toEqual([ENTRY.example]);
});

test('what fails for the first time is kept under the name of the case that can find it', () => {
  const found = foundBy(
    [
      ended('properties/urls/create', 'failed', ENTRY.example),
      ended('properties/urls/create/corpus', 'failed', { tail: 'b' }),
      ended('properties/ids/get', 'passed', 1),
      ended('envelope/success/list', 'failed'),
    ],
    [ENTRY],
    'some',
  );
  expect(found).toEqual([{ ...ENTRY, example: { tail: 'b' } }]);
});
