/** Annotations for a run in a GitHub Action: workflow commands, one a line, to be printed on standard output. */
import type { RunResult, Status } from '../runner/result/result.ts';
import { findingsOf, type Finding } from './findings.ts';
import { clip, plural, visible } from './text.ts';

type Command = 'error' | 'warning' | 'notice';

/** GitHub shows ten of a kind a step and drops the rest without a word. */
const SHOWN = 10;
const MESSAGE_LENGTH = 1000;

const KINDS: readonly [status: Status, command: Command][] = [
  ['failed', 'error'],
  ['inconclusive', 'warning'],
];

export function renderGithub(result: RunResult): string {
  const lines = KINDS.flatMap(([status, name]) => {
    const found = findingsOf(result, status);
    const room = found.length > SHOWN ? SHOWN - 1 : SHOWN;
    const told = found.slice(0, room).map((finding) => annotate(name, finding, result));
    const more = found.length - told.length;
    if (more > 0) {
      const text = `${plural(more, 'other finding')} of this kind: see the report`;
      told.push(command(name, result.contract, text));
    }
    return told;
  });
  // A missed recommendation is worth a line; a reading that the contract accepts is not.
  const advice = findingsOf(result, 'observed').filter((finding) => finding.level === 'should');
  lines.push(...advice.slice(0, SHOWN).map((finding) => annotate('notice', finding, result)));
  const { left } = result.cleanup;
  if (left.length > 0) {
    const text = `${plural(left.length, 'thing')} could not be removed or restored:\n${left.map(visible).join('\n')}`;
    lines.push(command('warning', result.contract, clip(text, MESSAGE_LENGTH)));
  }
  return lines.map((line) => `${line}\n`).join('');
}

function annotate(name: Command, finding: Finding, { contract }: RunResult): string {
  const ids = finding.rules.map((rule) => rule.id).join(', ');
  const { example } = finding;
  const replay = example === undefined ? '' : `\n${visible(example.replay)}`;
  return command(
    name,
    clip(`${contract}: ${ids}`, 200),
    clip(visible(finding.message), MESSAGE_LENGTH) + clip(replay, MESSAGE_LENGTH),
  );
}

/** Line feeds in `message` are ours and stay; in what came from elsewhere they have been made visible before. */
function command(name: Command, title: string, message: string): string {
  const escaped = message.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const property = visible(title).replaceAll('%', '%25').replaceAll(':', '%3A').replaceAll(',', '%2C');
  return `::${name} title=${property}::${escaped}`;
}
