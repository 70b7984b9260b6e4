/** What a script says before it does anything: what failed, who says so, how it ends. */
import { clip, visible } from '../text.ts';
import type { Failure } from './failure.ts';
import { quoted } from './words.ts';

/** More of an answer than this is not repeated in a comment. */
export const LONGEST_ANSWER = 1000;

export function preamble({ name, findings, replay, cut, tool: by, counterexample }: Failure): string[] {
  const shown = findings.filter(({ facts }) => facts.length > 0).length;
  return [
    '#!/bin/sh',
    ...(shown > 0
      ? []
      : [
          '# No script can show this: requests were under way together, or the report keeps too little of what came. Exits 2.',
        ]),
    ...comment(name),
    ...findings.flatMap(({ rules, message, sources, facts }) => [
      '#',
      ...comment(`${rules.join(', ')}: ${message}`),
      ...sources.flatMap((source) => comment(`  said in: ${source}`)),
      ...(facts.length > 0 || shown === 0
        ? []
        : ['#   (of requests that were under way together: not checked here)']),
    ]),
    '#',
    ...comment(`Written by ${by}. With its target file, the suite itself sends it again by:`),
    ...comment(`  ${replay}`),
    '#',
    '# BASE_URL in the environment sends it elsewhere. Exit 1: the failure shows again; 0: it does not; 2: it could not',
    '# be tried. What it creates has $RUN in its URL and is removed; what it edits stays edited.',
    ...(counterexample === undefined
      ? []
      : comment(`The smallest counterexample: ${clip(JSON.stringify(counterexample), LONGEST_ANSWER)}`)),
    ...(cut ? ['# The case was long: exchanges in its middle are missing, so that it never exits 0.'] : []),
    'set -u',
  ];
}

/** What is left to say where a script would prove nothing. */
export function notToShow({ exchanges, replay }: Failure): string[] {
  return [
    ...exchanges.flatMap(({ request, response, error }, index) =>
      comment(
        `${index + 1}. ${request.method} ${request.url} ${clip(request.body ?? '', LONGEST_ANSWER)} → ${response ? `${response.status} ${clip(response.body, LONGEST_ANSWER)}` : (error ?? 'no answer')}`,
      ),
    ),
    `echo ${quoted(`could not be tried by a script; the suite shows it again by: ${visible(replay)}`)} >&2`,
    'exit 2',
  ];
}

/** One line, whatever the text holds. */
export function comment(text: string): string[] {
  return [`# ${visible(text)}`];
}
