import type { Complain } from '../complain.ts';
import { below, isObject } from '../json.ts';
import type { OpenContract } from '../load.ts';
import { namesOf } from '../names.ts';
import { PREFER_KEYWORD, RULE_KEYWORD } from '../shapes.ts';
import type { SourceFile } from '../source-file.ts';

/** A value of the document and where it stands. */
export interface Found {
  value: unknown;
  pointer: string;
}

/** Every value under a key of this name, anywhere in a document. */
export function everyUnder(key: string, value: unknown, pointer = ''): Found[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const place = below(pointer, name);
    return [...(name === key ? [{ value: inner, pointer: place }] : []), ...everyUnder(key, inner, place)];
  });
}

/** The names of rules and gaps in the OpenAPI document are those of rules.yaml. */
export function namesInDocument({ raw }: OpenContract, document: SourceFile, complain: Complain): void {
  const known = { rule: Object.keys(raw.rules), gap: Object.keys(raw.gaps ?? {}) };
  const isKnown = namesOf(document, complain);
  const check = (what: 'rule' | 'gap', names: unknown, pointer: string): void => {
    for (const name of [names ?? []].flat().map(String)) {
      isKnown(name, known[what], pointer, what);
    }
  };
  for (const { value, pointer } of everyUnder(RULE_KEYWORD, document.data)) check('rule', value, pointer);
  for (const { value, pointer } of everyUnder(PREFER_KEYWORD, document.data)) {
    for (const [index, preference] of [value].flat().entries()) {
      if (!isObject(preference)) continue;
      check('rule', preference['rule'], `${pointer}/${index}/rule`);
      check('gap', preference['gap'], `${pointer}/${index}/gap`);
    }
  }
}
