/** Shows a finished result to whoever started the command. */
import pc from 'picocolors';

import { renderGithub } from '../../reporters/github.ts';
import { renderSummary } from '../../reporters/terminal.ts';
import type { RunResult } from '../result/result.ts';

/** The summary; in a GitHub Action its annotations, too. */
export function show(result: RunResult, verbose: boolean): void {
  const width = process.stdout.columns ?? 100;
  process.stdout.write(`${renderSummary(result, { colour: pc.isColorSupported, width, verbose })}\n`);
  if (process.env['GITHUB_ACTIONS'] === 'true') process.stdout.write(renderGithub(result));
}
