/** What to write into the list of expected failures for what failed now, ready to be pasted. */
import type { RunResult, RuleResult } from '../../runner/result/result.ts';
import { clip, plural } from '../text.ts';
import type { Paint } from './paint.ts';

/** A failure that is put off is looked at again after so long. */
const DAYS = 30;
const REASON_LENGTH = 80;
/** Who has more to put off looks at the reports first. */
const MOST = 5;

/** A line a rule; nothing where nothing new failed, and no list of many unless asked for. */
export function toExpect({ rules, startedAt }: RunResult, paint: Paint, all = true): string[] {
  const failed = rules.filter(({ status, expected }) => status === 'failed' && expected === undefined);
  if (failed.length === 0) return [];
  if (failed.length > MOST && !all) {
    const title = paint.dim('to expect');
    return [
      `${title} --verbose prints entries of --expected-failures FILE for these ${plural(failed.length, 'rule')}`,
    ];
  }
  const until = new Date(Date.parse(startedAt) + DAYS * 86_400_000).toISOString().slice(0, 10);
  return [
    paint.dim('to expect (--expected-failures FILE):'),
    ...failed.map((rule) => entry(rule, until)),
    '',
  ];
}

function entry({ id, reason, cases, title }: RuleResult, until: string): string {
  const why = reason ?? cases.find(({ status }) => status === 'failed')?.message ?? title;
  const name = /^[\w.-]+$/.test(id) ? id : quoted(id);
  return `- { rule: ${name}, reason: ${quoted(clip(why, REASON_LENGTH))}, expires: ${until} }`;
}

/** JSON's quotes are YAML's too, and leave nothing of what a server sent outside of them. */
function quoted(text: string): string {
  return JSON.stringify(text.toWellFormed()).replace(UNSHOWABLE, escaped);
}

/** What JSON lets stand and a terminal would act on; YAML knows the escape. */
const UNSHOWABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff
    ? `\\U${code.toString(16).padStart(8, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}
